import type { Setting } from '../site.ts';
import { plainDatabaseAt } from './better-sqlite3.ts';
import { mergedInto } from './merged.ts';
import { functionTypes } from './nodes.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead, optionSettings } from './option-settings.ts';
import { type Options, readOptions } from './options.ts';

const drivers: Readonly<Record<string, string>> = {
  'better-sqlite3': 'typeorm/better-sqlite3',
  sqlite: 'typeorm/sqlite',
};

/** Keys that only TypeORM's options have. */
const marks =
  /^(?:entities|synchronize|migrations|migrationsRun|subscribers|prepareDatabase|enableWAL|autoLoadEntities|entityPrefix|dropSchema)$/;

/**
 * Options of TypeORM: `new DataSource({ type: 'better-sqlite3', database })`, wherever they are written.
 * https://typeorm.io/docs/drivers/sqlite
 */
export function* readTypeOrm({ file, names, imports }: DriverFile): Iterable<Opening> {
  const isImported = [...imports.names.values()].some(({ module }) => /(?:^|\/)typeorm(?:\/|$)/.test(module));
  for (const node of names.nodes.of('object')) {
    if (!/\btype\b[\s\S]*sqlite/.test(node.text)) continue;
    const options = readOptions(node, file);
    const type = options?.get('type')?.value;
    const driver = typeof type === 'string' ? drivers[type] : undefined;
    const database = options?.get('database');
    if (driver === undefined || !options || !database) continue;
    if (!isImported && !options.all.some(({ name }) => marks.test(name))) continue;
    const hook = options.get('prepareDatabase')?.node;
    const prepares = hook && (functionTypes.has(hook.type) ? hook : names.calledBy(hook));
    yield {
      node,
      driver,
      ...plainDatabaseAt(database.node, file),
      readOnly: asksToRead(options, 'readonly'),
      options: optionSettings(options, { timeout: 'busy_timeout', busyTimeout: 'busy_timeout' }),
      hooks: prepares ? [prepares] : [],
      overrides: ['foreign_keys'],
      behindHooks: walOf(options),
      opaque: options.isComplete ? mergedInto(node, { names }) : 'its options are built at run time',
    };
  }
}

/** `enableWAL: false` leaves the journal mode as the file has it. */
function walOf(options: Options): Setting[] {
  const option = options.get('enableWAL');
  if (!option || option.value === false) return [];
  return [
    {
      pragma: 'journal_mode',
      value: option.value === true ? 'WAL' : undefined,
      by: 'option',
      written: 'enableWAL',
      range: option.range,
      everyConnection: true,
    },
  ];
}
