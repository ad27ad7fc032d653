import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import type { FindingEdit, FindingFix } from '../../src/lint/finding.ts';
import { type NewFile, writeMigration } from '../../src/project/new-migration/new-migration.ts';
import type { Project } from '../../src/project/project.ts';
import { rules } from '../../src/rules/index.ts';
import { parseStatement } from '../../src/sql/parse.ts';
import { splitScript } from '../../src/sql/split.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { filesOf, linterFor, lintProject, startEngine } from '../support/lint.ts';
import { runProof } from '../support/proof.ts';

const engine = startEngine();
after(() => engine.dispose());

test('every rule file is in the list of its group, under the id that its path gives', () => {
  const folder = new URL('../../src/rules/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('/') && path.endsWith('.ts') && !path.endsWith('/index.ts'))
    .map((path) => path.replace(/\.ts$/, ''));
  assert.deepEqual(rules.map(({ id }) => id).sort(), files.sort());
});

for (const rule of rules) {
  // A rule of another preset is judged among its own.
  const settings = { preset: rule.preset };
  describe(rule.id, () => {
    for (const [index, example] of rule.docs.bad.entries()) {
      const files = filesOf(example);
      test(`bad example ${index + 1} is found once`, async () => {
        const findings = await lintProject(engine, files, settings);
        const own = findings.filter((finding) => finding.rule === rule.id);
        assert.equal(own.length, 1, JSON.stringify(findings, null, 1));
        const [finding] = own;
        assert.ok(finding && finding.message.length > 0 && finding.help.length > 0);
        const first = finding.message.split(/[.:](?=\s)/, 1)[0] ?? '';
        assert.ok(first.length <= 90, `the first sentence has ${first.length} characters: ${first}`);
        if (rule.fix === 'none') assert.equal(finding.fixes.length, 0, 'a rule without a fix offers one');
        if (rule.fix === 'unsafe') assert.ok(finding.fixes.every(({ safe }) => !safe));
      });

      test(`the fixes of bad example ${index + 1} leave nothing to report`, async () => {
        const linter = linterFor(engine, files, settings);
        await linter.update();
        const finding = linter.checkAll().find((candidate) => candidate.rule === rule.id);
        for (const fix of finding?.fixes ?? []) {
          const written = writtenAs(fix, linter.project);
          const fixed = {
            ...files,
            ...Object.fromEntries(written.files.map(({ path, text }) => [path, text])),
          };
          for (const path of new Set(written.edits.map(({ file }) => file))) {
            const text = applyEdits(
              files[path] as string,
              written.edits.filter(({ file }) => file === path),
            );
            fixed[path] = text;
            if (path.endsWith('.sql')) {
              for (const { range } of splitScript(text).pieces) {
                const sql = text.slice(range.start, range.end);
                assert.equal(
                  parseStatement(sql).failure,
                  undefined,
                  `the fix makes a statement that does not parse: ${sql}`,
                );
              }
            }
          }
          const left = (await lintProject(engine, fixed, settings)).filter(
            (candidate) => candidate.rule === rule.id,
          );
          assert.deepEqual(left, [], fix.title);
        }
      });
    }

    for (const [index, example] of rule.docs.good.entries()) {
      test(`good example ${index + 1} has no finding of any recommended rule`, async () => {
        assert.deepEqual(await lintProject(engine, filesOf(example)), []);
        const all = await lintProject(engine, filesOf(example), settings);
        assert.deepEqual(
          all.filter((finding) => finding.rule === rule.id),
          [],
        );
      });
    }

    for (const proof of rule.proofs ?? []) {
      test(`proof: ${proof.claim}`, () => runProof(proof));
    }
  });
}

/** The files that a fix makes and changes: a migration is written as the example's project writes its own. */
function writtenAs(
  { edits, migration }: FindingFix,
  project: Project,
): { readonly files: readonly NewFile[]; readonly edits: readonly FindingEdit[] } {
  if (!migration) return { files: [], edits };
  const database = project.databases.find(({ name }) => name === migration.database);
  const written = database && writeMigration(migration, database, project, new Date());
  assert.ok(written, `no migration can be written for ${migration.database}`);
  return { files: written.files, edits: written.edits ?? [] };
}
