import { escapeMarkdown, markdownTable } from '../text/markdown.ts';
import type { BackupResult, BackupVerdict, TableRows, VerifyResult } from '../verify/result.ts';
import { count, sizeText } from './count.ts';
import type { Paint, Style } from './pretty.ts';

const headlines: Record<BackupVerdict, string> = {
  good: 'The backup is good.',
  bad: 'The backup is not good.',
  unchecked: 'The backup could not be checked.',
};

const colours: Record<BackupVerdict, Style> = { good: 'cyan', bad: 'red', unchecked: 'yellow' };

/** What *Verify Backup* found, for a terminal. */
export function backupText(result: VerifyResult, paint: Paint): string {
  const blocks = result.backups.map((backup) => {
    const head = `${paint('underline', backup.database)}  ${paint(['bold', colours[backup.verdict]], headlineOf(backup))}`;
    const lines = [...backup.notes, ...facts(backup)].map((line) => `  ${line}`);
    const tables = interesting(backup.tables).map(
      ({ name, backupRows, liveRows, missing, changed, extra }) =>
        `    ${name}: ${backupRows ?? 'no table'} in the backup, ${liveRows ?? 'no table'} live (${missing ?? '?'} missing, ${changed ?? '?'} changed, ${extra ?? '?'} more)`,
    );
    return [head, ...lines, ...tables].join('\n');
  });
  return `${[...blocks, paint('bold', headlines[result.verdict]) + paint('dim', ` ${means(result)}`)].join('\n\n')}\n`;
}

/** The same as a page. */
export function backupMarkdown(result: VerifyResult): string {
  const lines = [`# ${headlines[result.verdict]}`, '', escapeMarkdown(means(result))];
  for (const backup of result.backups) {
    lines.push('', `## ${escapeMarkdown(backup.database)}: ${headlineOf(backup)}`, '');
    lines.push(...[...backup.notes, ...facts(backup)].map((line) => `- ${escapeMarkdown(line)}`));
    if (backup.tables.length === 0) continue;
    const cell = (value: number | null): string => value?.toLocaleString('en') ?? '–';
    lines.push(
      '',
      markdownTable(
        ['table', 'rows in the backup', 'rows live', 'missing', 'changed', 'more'],
        backup.tables.map(({ name, backupRows, liveRows, missing, changed, extra }) => [
          name,
          ...[backupRows, liveRows, missing, changed, extra].map(cell),
        ]),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function headlineOf({ verdict, replica }: BackupResult): string {
  return replica === null ? verdict : `${verdict} (replica ${replica})`;
}

function facts(backup: BackupResult): string[] {
  const { restored, integrity, differingRows, replicatedAt, writtenAt, tables } = backup;
  const lines: string[] = [];
  if (restored)
    lines.push(
      `Restored: ${sizeText(restored.sizeBytes)}, ${count(tables.length, 'table')}, in ${(restored.tookMs / 1000).toFixed(1)} s.`,
    );
  if (integrity) {
    const name = integrity.check === 'full' ? 'integrity_check' : 'quick_check';
    lines.push(`${name}: ${integrity.problems.slice(0, 3).join('; ') || 'ok'}.`);
  }
  if (differingRows !== null) {
    const isCounted = tables.some(({ changed }) => changed === null);
    lines.push(
      differingRows > 0
        ? `It differs from the live database in ${isCounted ? 'at least ' : ''}${count(differingRows, 'row')}.`
        : isCounted
          ? 'Its tables have as many rows as those of the live database.'
          : 'Its rows are those of the live database.',
    );
  }
  if (replicatedAt !== null) lines.push(`Newest transaction of the replica: ${replicatedAt}.`);
  if (writtenAt !== null) lines.push(`Live database last written: ${writtenAt}.`);
  return lines;
}

/** Tables in which the two differ. */
function interesting(tables: readonly TableRows[]): TableRows[] {
  return tables.filter(({ missing, changed, extra }) => [missing, changed, extra].some((number) => number));
}

function means({ litestream, config }: VerifyResult): string {
  return `Litestream ${litestream.version} (${litestream.foundBy}: ${litestream.path}), ${config}`;
}
