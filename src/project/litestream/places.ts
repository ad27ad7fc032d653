import { readLitestreamConfig } from '../../config/litestream/read.ts';
import { at, entriesOf, rangeOf } from '../../config/yaml.ts';
import type { Range } from '../../text/range.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import { type LitestreamCommand, litestreamCommandsOf } from './commands.ts';
import { litestreamUses } from './use.ts';

/** A database with a place that it is copied to. */
export interface ReplicaPlace {
  readonly file: string;
  /** The database, as it is written. */
  readonly database: string;
  /** Two that are the same text are the same place; undefined where a variable decides a part of it. */
  readonly place: string | undefined;
  /** The same with its variables as they are written. */
  readonly written: string;
  /** The key or the argument that names it. */
  readonly range: Range;
}

/** Where a project's databases are copied to: by its litestream.yml files, and by `litestream replicate DB URL`. */
export const replicaPlaces = remember((project: Project): readonly ReplicaPlace[] => [
  ...litestreamUses(project)
    .filter(({ config }) => !config.isTemplate)
    .flatMap(({ file, config }) =>
      config.databases.flatMap(({ path, replicas }) =>
        replicas.flatMap(({ place, written, node, range }): ReplicaPlace[] => {
          if (!path || written === undefined) return [];
          const key = ['url', 'path', 'bucket', 'type'].find((name) => at(node, name)) ?? '';
          const entry = entriesOf(node).find((candidate) => candidate.key === key);
          const where = entry && {
            start: entry.range.start,
            end: rangeOf(entry.value)?.end ?? entry.range.end,
          };
          return [{ file: file.path, database: path.value, place, written, range: where ?? range }];
        }),
      ),
    ),
  ...litestreamCommandsOf(project).flatMap(placesOf),
]);

function placesOf({ file, name, operands }: LitestreamCommand): ReplicaPlace[] {
  const [database, ...urls] = operands;
  if (name?.text !== 'replicate' || !database) return [];
  return urls.flatMap(({ text, range }): ReplicaPlace[] => {
    if (text === undefined || !/^\w+:\/\//.test(text)) return [];
    const place = placeOf(text);
    if (place === undefined) return [];
    return [{ file: file.path, database: database.text ?? database.written, place, written: place, range }];
  });
}

/** As a configuration with that URL has it. */
function placeOf(url: string): string | undefined {
  const { databases } = readLitestreamConfig(JSON.stringify({ dbs: [{ path: 'db', replica: { url } }] }));
  return databases[0]?.replicas[0]?.place;
}
