import type { SqlFile } from '../project/project.ts';
import type { SourceFile } from '../project/source-file.ts';
import { type ForeignDialect, readsAs } from '../sql/foreign.ts';

/** How many refused statements of a file are tried in the other grammars. */
const sample = 12;

/**
 * A file that is taken for SQLite's only because of the project's drivers is somebody else's when most of what SQLite
 * refuses in it is good Postgres or MySQL. One such statement among many is a mistake worth reporting; a file of them
 * is another database's.
 * @returns whether any file changed hands
 */
export async function refuteDialects(
  files: readonly SqlFile[],
  isRefused: (text: string) => boolean,
  refuted: Map<SourceFile, { dialect: ForeignDialect; reason: string }>,
): Promise<boolean> {
  let changed = false;
  for (const { source, verdict } of files) {
    if (verdict.by !== 'drivers' && verdict.by !== 'request') continue;
    const { statements } = source.document;
    const refused = statements.filter(({ text, syntax }) => isRefused(text) && !syntax.hasPlaceholder);
    if (refused.length < 3 || refused.length * 4 < statements.length) continue;
    const tried = refused.slice(0, sample);
    for (const dialect of ['postgresql', 'mysql'] as const) {
      let accepted = 0;
      for (const { text } of tried) if (await readsAs(dialect, text)) accepted++;
      if (accepted * 2 <= tried.length) continue;
      const name = dialect === 'mysql' ? 'MySQL' : 'Postgres';
      refuted.set(source, {
        dialect,
        reason: `${accepted} of ${tried.length} statements that SQLite refuses are good ${name}`,
      });
      changed = true;
      break;
    }
  }
  return changed;
}
