import { type DialectVerdict, decideDialect, findTwins, readSiblings } from './dialect.ts';
import type { MigrationFolder } from './migration-folders.ts';
import type { ProjectInput } from './project-input.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';
/** The dialect of each SQL file of a project. The files of one folder, or of one set of migrations, are told together. */
export function dialectVerdicts(
  sql: readonly SourceFile[],
  folders: readonly MigrationFolder[],
  signs: FileSigns,
  { refuted, dialect }: Pick<ProjectInput, 'refuted' | 'dialect'>,
): (file: SourceFile) => DialectVerdict {
  const homes = new Map<SourceFile, string>();
  for (const { home, members } of folders) for (const { file } of members) homes.set(file, home);
  const byHome = new Map<string, SourceFile[]>();
  for (const file of sql) {
    const home = homes.get(file) ?? file.folder;
    const list = byHome.get(home);
    if (list) list.push(file);
    else byHome.set(home, [file]);
  }
  const twins = findTwins(sql);
  const verdicts = new Map<SourceFile, DialectVerdict>();
  for (const files of byHome.values()) {
    const siblings = readSiblings(
      files,
      files.some((file) => homes.has(file)),
    );
    for (const file of files) {
      const other = refuted.get(file);
      verdicts.set(
        file,
        other
          ? { dialect: other.dialect, reason: other.reason, by: 'content' }
          : decideDialect(file, { siblings, signs, twins, setting: dialect?.(file.path) }),
      );
    }
  }
  return (file) => {
    const verdict = verdicts.get(file);
    if (!verdict) throw new Error(`no verdict was asked for on ${file.path}`);
    return verdict;
  };
}
