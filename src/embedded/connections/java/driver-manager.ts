import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type JdbcProperty, joined, readProperties, unknownProperty } from '../jdbc.ts';
import type { ConnectionSite, IgnoredParameter } from '../site.ts';
import { holderOf } from '../values.ts';
import { shortened } from '../written.ts';
import { callOf, propertiesAt } from './objects.ts';
import { runOn } from './run.ts';
import { configAt } from './setters.ts';
import { unknownUrl, urlAt } from './urls.ts';

/** Methods of JDBC, of sqlite-jdbc and of reflection whose first argument is a URL, and what they return. */
const opening = /^(?:getConnection|createConnection|connect|newInstance)$/;
/** Objects that open connections to a URL as they need them: DSL.using of jOOQ, Jdbi.create. */
const pools: ReadonlyMap<string, RegExp> = new Map([
  ['using', /^DSL$/],
  ['create', /^Jdbi$/],
  ['url', /\bDataSourceBuilder\b/],
]);
const connectionTypes = /^(?:org\.sqlite\.(?:jdbc4\.)?)?(?:SQLiteConnection|JDBC4Connection)$/;
const poolTypes =
  /(?:^|\.)(?:Sql2o|DriverManagerDataSource|SingleConnectionDataSource|JdbcConnectionSource|JdbcPooledConnectionSource)$/;

/** Connections whose URL is handed to the call that opens them: `DriverManager.getConnection("jdbc:sqlite:app.db")`. */
export function* readDriverManager(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['method_invocation', 'object_creation_expression'])) {
    const args = childrenOf(node.childForFieldName('arguments'));
    const driver = driverOf(node);
    if (driver === undefined) continue;
    const site = readSite(driver, node, args, file);
    if (site) yield site;
  }
}

function driverOf(node: Node): string | undefined {
  if (node.type === 'object_creation_expression') {
    const type = node.childForFieldName('type')?.text ?? '';
    if (connectionTypes.test(type)) return 'sqlite-jdbc';
    return poolTypes.test(type) ? 'sqlite-jdbc/data-source' : undefined;
  }
  const { method } = callOf(node);
  if (opening.test(method)) return 'sqlite-jdbc';
  const object = node.childForFieldName('object')?.text ?? '';
  if (!pools.get(method)?.test(object)) return undefined;
  return method === 'url' ? 'spring-boot' : 'sqlite-jdbc/data-source';
}

function readSite(
  driver: string,
  node: Node,
  args: readonly Node[],
  file: HostFile,
): ConnectionSite | undefined {
  const [first] = args;
  if (!first) return undefined;
  const isOfSqlite = args.length === 2 && configOf(args[1], file) !== undefined;
  const url =
    urlAt(first, file) ??
    (isOfSqlite ? unknownUrl(`${shortened(first.text)} is known at run time only`) : undefined);
  if (!url) return undefined;
  const given = givenProperties(node, args, file);
  const properties = readProperties(given ?? [], ignoredProperty);
  // Properties win over the URL, and what is run later over both.
  const run = runOn(driver === 'sqlite-jdbc' ? holderOf(node) : undefined, file, node);
  const facts = joined(url, properties, { ...run, readOnly: false });
  return {
    ...facts,
    driver,
    range: placeOf(node),
    database: url.database,
    storage: url.storage,
    opaque: !url.isComplete
      ? 'its URL may hold further parameters'
      : given === undefined
        ? 'its properties are built elsewhere'
        : undefined,
    variable: holderOf(node)?.name,
    fix: url.fix,
  };
}

/** Undefined where there may be some that aren't seen. */
function givenProperties(node: Node, args: readonly Node[], file: HostFile): JdbcProperty[] | undefined {
  if (node.type === 'method_invocation') {
    const { method } = callOf(node);
    const object = node.childForFieldName('object') ?? undefined;
    if (method === 'createConnection' && args.length === 1) return configAt(object, file);
  }
  const given = args.length > 1 ? args.at(-1) : undefined;
  // A user and a password are none of SQLite's.
  if (!given || given.type === 'null_literal' || poolLike(node) || given.type === 'string_literal') return [];
  if (args.length === 3 && callOf(node).method === 'getConnection') return [];
  return configOf(given, file) ?? (isOfConfig(given) ? undefined : propertiesAt(given, file));
}

/** What a SQLiteConfig holds whose properties are given: `config.toProperties()`. */
function configOf(given: Node | undefined, file: HostFile): JdbcProperty[] | undefined {
  return given && isOfConfig(given)
    ? configAt(given.childForFieldName('object') ?? undefined, file)
    : undefined;
}

const isOfConfig = ({ type, text }: Node): boolean =>
  type === 'method_invocation' && /\.\s*toProperties\s*\(\s*\)$/.test(text);

function poolLike(node: Node): boolean {
  return (
    node.type === 'object_creation_expression' && poolTypes.test(node.childForFieldName('type')?.text ?? '')
  );
}

/** Properties that have no effect: those that are no texts, and those that name a pragma in another way. */
export function ignoredProperty(
  property: JdbcProperty,
  meant: string | undefined,
): IgnoredParameter | undefined {
  const { range, written, name, value } = property;
  if (!name.endsWith(' (no text)')) return unknownProperty(property, meant);
  return {
    name: written,
    range,
    reason: 'sqlite-jdbc reads properties that are texts only',
    instead: `setProperty("${written}", "${value ?? '…'}")`,
  };
}
