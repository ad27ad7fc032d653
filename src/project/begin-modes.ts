import { type BeginMode, behaviourOf } from '../facts/drivers/driver.ts';
import type { Connection } from './connections/connection.ts';
import { type Fact, known, unknown } from './facts.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** What the options are called that tell a driver how to begin transactions. */
const options = /transaction_?mode|_txlock|transactionType|transaction_behavior\(|ATTR_TRANSACTION/i;

const namesOption = remember(
  ({ kind, text }: SourceFile): boolean => (kind === 'script' || kind === 'text') && options.test(text),
);

/**
 * The mode of a transaction that names none. A driver's default is not taken for granted where the project names an
 * option for it somewhere: what is put together elsewhere may reach the connection.
 */
export function surelyBegins(connection: Connection, sources: readonly SourceFile[]): Fact<BeginMode> {
  const { site } = connection;
  const begin = beginByMethod(connection) ?? beginOfGo(connection) ?? connection.begin;
  if (!begin.known || site.begin) return begin;
  const file = sources.find(namesOption);
  return file ? unknown(`${file.path} names an option for it`) : begin;
}

/**
 * That of Diesel, whose connections have no option for it: a method of another name begins otherwise.
 * https://docs.rs/diesel/latest/diesel/sqlite/struct.SqliteConnection.html#method.immediate_transaction
 */
function beginByMethod({ driver, version }: Connection): Fact<BeginMode> | undefined {
  const { begin } = behaviourOf(driver, version);
  return begin && /^diesel(?:-r2d2)?$/.test(driver.id) ? known(begin, `${driver.name}’s default`) : undefined;
}

/**
 * The default of a driver of Go whose data source name is known, whatever is run on the handle: nothing but a parameter
 * of that name tells it the mode. Undefined for other connections.
 */
function beginOfGo({ begin, driver, site, version }: Connection): Fact<BeginMode> | undefined {
  const { kind } = site.database;
  if (begin.known || site.begin || driver.registry !== 'go' || (kind !== 'text' && kind !== 'path'))
    return undefined;
  const byDefault = behaviourOf(driver, version).begin;
  return byDefault && known(byDefault, `${driver.name}’s default`);
}
