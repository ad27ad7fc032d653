import { isScalar, isSeq } from 'yaml';
import type { LitestreamSetting } from '../../config/litestream/settings.ts';
import { wrongType } from '../../config/litestream/wrong-type.ts';
import { itemsOf, rangeOf, textOf } from '../../config/yaml.ts';
import { isReadBy } from '../../facts/litestream/keys.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { type LitestreamFile, litestreamFiles } from '../litestream-files.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'litestream/wrong-type',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds values in a litestream.yml that are a list, a map, a text or a number where Litestream wants something else, such as a list for `exec`.',
    why: 'Litestream does not start with such a file, and without it neither does the program that it should run.',
    sources: [
      'https://litestream.io/reference/config/',
      'https://github.com/benbjohnson/litestream.io/issues/371',
    ],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'exec: [npm, start]\n')),
      litestreamProject('0.5', 'dbs:\n  - path: /data/app.db\n    replica:\n      - url: s3://backups/app\n'),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nskip-verify: "false"')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'retention: 72h\n')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'exec: npm start\n')),
      // A number is read as a text.
      litestreamProject('0.5', litestreamReplica('type: s3\nbucket: 2026\npath: app\nforce-path-style: yes')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      for (const setting of litestream.settings) {
        const { spec, key, node, keyRange } = setting;
        const wanted = spec && isRead(setting, litestream) ? wrongType(node, spec.type) : undefined;
        const range = rangeOf(node);
        if (wanted === undefined || !range) continue;
        const command = key === 'exec' ? commandOf(setting) : undefined;
        const bare =
          isScalar(node) && typeof node.value === 'string' ? unquoted(node.value, wanted) : undefined;
        const fixed = command ?? bare;
        const fixes: Fix[] =
          fixed === undefined
            ? []
            : [{ title: `Write ${fixed}`, safe: false, edits: [{ range, text: fixed }] }];
        yield {
          file: litestream.file.path,
          range: keyRange,
          message: `${key} has to be ${wanted}, and is ${kindOf(setting)}: Litestream does not start with this file.`,
          help: helpFor(setting, wanted, fixed),
          fixes,
        };
      }
    }
  },
});

/** True for a key that its Litestream surely reads: both lines, where it is not known. */
function isRead({ spec }: LitestreamSetting, { line, release }: LitestreamFile): boolean {
  if (!spec) return false;
  if (line === undefined) return spec.versions['0.3'] !== undefined && spec.versions['0.5'] !== undefined;
  return isReadBy(spec, line, release) ?? false;
}

function kindOf({ node }: LitestreamSetting): string {
  if (isSeq(node)) return 'a list';
  if (!isScalar(node)) return 'a map';
  return typeof node.value === 'string' ? 'a text' : `${node.source ?? node.value}`;
}

/** The command that a list of plain words stands for. */
function commandOf({ node }: LitestreamSetting): string | undefined {
  const words = itemsOf(node).map(textOf);
  if (words.length === 0 || words.some((word) => word === undefined || !/^[\w./:=@%+,-]+$/.test(word)))
    return undefined;
  return isSeq(node) && node.flow ? words.join(' ') : undefined;
}

function unquoted(value: string, wanted: string): string | undefined {
  if (wanted === 'true or false') return /^(?:true|false)$/i.test(value) ? value.toLowerCase() : undefined;
  return wanted === 'a number' && /^\d+$/.test(value) ? value : undefined;
}

function helpFor({ path }: LitestreamSetting, wanted: string, fixed: string | undefined): string {
  if (fixed !== undefined) return `Write ${fixed}.`;
  if (path === 'retention') return 'Write `snapshot.retention` for how long copies are kept.';
  if (path === 'snapshot') return 'Write `interval` and `retention` below it.';
  return `Write ${wanted}.`;
}
