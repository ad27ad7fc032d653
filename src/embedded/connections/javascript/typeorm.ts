import type { Node } from '@vscode/tree-sitter-wasm';
import type { Versioned } from '../../../facts/drivers/driver.ts';
import { functionTypes } from '../../syntax/javascript.ts';
import type { IgnoredParameter, Setting } from '../site.ts';
import { plainDatabaseAt } from './better-sqlite3.ts';
import { mergedInto } from './merged.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead, optionSettings } from './option-settings.ts';
import { type Options, readOptions, withOption } from './options.ts';

const drivers: Readonly<Record<string, string>> = {
  'better-sqlite3': 'typeorm/better-sqlite3',
  sqlite: 'typeorm/sqlite',
};

/** Whose version tells which options there are. */
const typeOrm: Versioned = { name: 'TypeORM', registry: 'npm', packages: ['typeorm'] };
const knowsBusyTimeout: Setting['takenBy'] = [{ of: typeOrm, since: '0.3.12' }];

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
    const own = driver === 'typeorm/sqlite' ? 'busyTimeout' : 'timeout';
    const hook = own === 'timeout' ? options.get('prepareDatabase')?.node : undefined;
    const prepares = hook && (functionTypes.has(hook.type) ? hook : names.calledBy(hook));
    yield {
      node,
      driver,
      ...plainDatabaseAt(database.node, { file, names }),
      readOnly: asksToRead(options, 'readonly'),
      options: optionSettings(
        options,
        { [own]: 'busy_timeout' },
        own === 'busyTimeout' ? knowsBusyTimeout : undefined,
      ),
      ignored: ofOtherDriver(options, own),
      hooks: prepares ? [prepares] : [],
      overrides: ['foreign_keys'],
      behindHooks: walOf(options, driver),
      fix: optionFix(node, own),
      opaque: options.isComplete ? mergedInto(node, { names }) : 'its options are built at run time',
    };
  }
}

/** `enableWAL: false` leaves the journal mode as the file has it. */
function walOf(options: Options, driver: string): Setting[] {
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
      ...(driver === 'typeorm/better-sqlite3' && { takenBy: [{ of: typeOrm, since: '0.3.12' }] }),
    },
  ];
}

/** The option for the busy timeout that the other driver of SQLite takes. */
function ofOtherDriver(options: Options, own: string): IgnoredParameter[] {
  const option = options.get(own === 'timeout' ? 'busyTimeout' : 'timeout');
  if (!option) return [];
  const { name, range, node } = option;
  return [
    {
      name,
      range,
      reason: `TypeORM calls the busy timeout ${own} for this driver, and takes no ${name}`,
      instead: own,
      replacement: `${own}: ${node.text}`,
    },
  ];
}

/** What sets a pragma among the options of TypeORM. */
function optionFix(object: Node, timeout: string): Opening['fix'] {
  const edit = withOption(object);
  return (pragma, value) => {
    if (pragma === 'journal_mode' && value === 'WAL') return edit('enableWAL: true');
    return pragma === 'busy_timeout' ? edit(`${timeout}: ${value}`) : undefined;
  };
}
