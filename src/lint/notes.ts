import type { Project } from '../project/project.ts';

/** What the project was taken for and what stays unknown, with the reasons: one line each. */
export function explainProject(project: Project): string[] {
  const notes: string[] = [];
  for (const { source, verdict, role } of project.sqlFiles.values()) {
    const apart = source.apart === undefined ? '' : `; not judged: ${source.apart}`;
    const name =
      verdict.dialect === 'unknown' ? 'of unknown dialect, not judged' : `${verdict.dialect}, ${role}`;
    notes.push(`${source.path}: ${name} (${verdict.reason}${apart})`);
  }
  const { schemaSource: source, timeline } = project;
  switch (source.kind) {
    case 'none':
      notes.push(
        `schema: unknown, so rules on schemas, queries and migrations are silent (${source.reason})`,
      );
      break;
    case 'migrations':
      notes.push(`schema: the ${source.files.length} migrations in ${source.folder || '.'}`);
      break;
    case 'schema':
      notes.push(`schema: ${source.file.path}`);
      break;
  }
  for (const { place, error } of timeline?.failures ?? []) {
    const line = lineOf(project, place.file, place.statement.start);
    notes.push(`${place.file}:${line}: not replayed, so what it touches is unknown (${error})`);
  }
  for (const { place, reason } of timeline?.stubbed ?? []) {
    const line = lineOf(project, place.file, place.statement.start);
    notes.push(`${place.file}:${line}: replaced to build the schema (${reason})`);
  }
  for (const connection of project.connections) {
    const place = `${connection.file.path}:${connection.file.lines.positionAt(connection.site.range.start).line + 1}`;
    for (const name of ['journalMode', 'busyTimeout', 'synchronous', 'foreignKeys'] as const) {
      const fact = connection[name];
      notes.push(
        `${place}: ${name} = ${fact.known ? `${fact.value} (${fact.source})` : `unknown (${fact.reason})`}`,
      );
    }
  }
  return notes;
}

function lineOf(project: Project, file: string, offset: number): number {
  return (project.sqlFiles.get(file)?.source.lines.positionAt(offset).line ?? 0) + 1;
}
