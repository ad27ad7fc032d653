import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type AdoDialect, keywordBehind, storageOfAdo } from '../ado/keywords.ts';
import { microsoftDialect } from '../ado/microsoft.ts';
import { systemDataDialect } from '../ado/system-data.ts';
import type { ConnectionSite, Written } from '../site.ts';
import { type Holder, holderOf, isHolder, resolved } from '../values.ts';
import { shortened, writtenAt } from '../written.ts';
import { type ConnectionString, connectionStringAt, readBuilder } from './builders.ts';
import { runOn } from './run.ts';
import { argumentsOf, createdType, creationsIn, dialectOf, initializersOf, usesSystemData } from './types.ts';

/** Connections of Microsoft.Data.Sqlite and System.Data.SQLite. */
export function* readAdoConnections(file: HostFile): Iterable<AdoSite> {
  const used = new Set<number>();
  const assigned = new Set<number>();
  for (const node of creationsIn(file)) {
    const type = dialectOf(createdType(node), file);
    if (type?.kind !== 'Connection') continue;
    const holder = holderOf(node);
    const later = assignmentTo(holder, file);
    const given =
      argumentsOf(node)[0] ?? initialString(node) ?? later?.childForFieldName('right') ?? undefined;
    if (later) assigned.add(later.id);
    if (!given && assignsString(file)) continue;
    const site = readSite(type.dialect, node, given, holder, file);
    const builder = given && connectionStringAt(given, file)?.builder;
    if (builder) used.add(builder.id);
    yield site;
  }
  yield* readAssigned(file, assigned, used);
  yield* readBuilders(file, used);
}

/** `connection.ConnectionString = "Data Source=…"` on one that is created elsewhere, or by a factory. */
function* readAssigned(file: HostFile, seen: ReadonlySet<number>, used: Set<number>): Iterable<AdoSite> {
  for (const node of nodesOf(file.root, ['assignment_expression'])) {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (seen.has(node.id) || !right || left?.childForFieldName('name')?.text !== 'ConnectionString') continue;
    const object = left.childForFieldName('expression');
    const text = connectionStringAt(right, file);
    const factory = object && isFromFactory(object);
    if (!text && !factory) continue;
    if (text?.builder) used.add(text.builder.id);
    const dialect = text?.dialect ?? (factory || usesSystemData(file) ? systemDataDialect : microsoftDialect);
    const holder = object ? { name: object.text, scope: functionAround(node) } : undefined;
    yield readSite(dialect, node, right, holder, file);
  }
}

/** True for what `SQLiteFactory` creates, in any of the values that a name has in its function. */
function isFromFactory(object: Node): boolean {
  const factory = /\bSQLiteFactory\.Instance\.CreateConnection\(\)/;
  if (factory.test(resolved(object).text)) return true;
  return new RegExp(`\\b${object.text.replaceAll(/\W/g, '\\$&')}\\s*=[^;=]*${factory.source}`).test(
    functionAround(object).text,
  );
}

/** Builders whose text is handed on: what opens the connection stands elsewhere. */
function* readBuilders(file: HostFile, used: ReadonlySet<number>): Iterable<AdoSite> {
  for (const node of creationsIn(file)) {
    const type = dialectOf(createdType(node), file);
    if (type?.kind !== 'ConnectionStringBuilder' || used.has(node.id)) continue;
    const holder = holderOf(node);
    const text = readBuilder(node, type.dialect, holder, file, node);
    const facts = type.dialect.read(text.keywords);
    // One that takes a connection string apart.
    if (!facts.source || !isHandedOn(holder, file) || isOfEfCore(node, file)) continue;
    yield siteOf(type.dialect, node, text, undefined, file);
  }
}

function isHandedOn(holder: Holder | undefined, file: HostFile): boolean {
  if (!holder) return true;
  return nodesOf(file.root, ['member_access_expression']).some((access) => {
    const name = access.childForFieldName('name')?.text;
    const object = access.childForFieldName('expression')?.text ?? '';
    return (name === 'ConnectionString' || name === 'ToString') && isHolder(holder, object, access);
  });
}

/** What UseSqlite() is given is EF Core's, wherever it is read. */
function isOfEfCore(node: Node, file: HostFile): boolean {
  return nodesOf(file.root, ['invocation_expression']).some((call) => {
    const method = call.childForFieldName('function')?.childForFieldName('name')?.text;
    const [given] = argumentsOf(call);
    return (
      method === 'UseSqlite' &&
      given !== undefined &&
      connectionStringAt(given, file)?.builder?.id === node.id
    );
  });
}

function assignmentTo(holder: Holder | undefined, file: HostFile): Node | undefined {
  if (!holder) return undefined;
  return nodesOf(file.root, ['assignment_expression']).find((node) => {
    const left = node.childForFieldName('left');
    const object = left?.childForFieldName('expression')?.text ?? '';
    return left?.childForFieldName('name')?.text === 'ConnectionString' && isHolder(holder, object, node);
  });
}

function assignsString(file: HostFile): boolean {
  return /\.ConnectionString\s*=[^=]/.test(file.text);
}

function initialString(node: Node): Node | undefined {
  const assignment = initializersOf(node).find(
    (one) => one.childForFieldName('left')?.text === 'ConnectionString',
  );
  return assignment?.childForFieldName('right') ?? undefined;
}

function functionAround(node: Node): Node {
  let around = node;
  while (
    around.parent &&
    !/^(?:method_declaration|constructor_declaration|local_function_statement)$/.test(around.type)
  )
    around = around.parent;
  return around;
}

function readSite(
  dialect: AdoDialect,
  node: Node,
  given: Node | undefined,
  holder: Holder | undefined,
  file: HostFile,
): AdoSite {
  const text = given && connectionStringAt(given, file);
  if (text) return siteOf(dialect, node, text, holder, file);
  return {
    driver: dialect.driver,
    range: placeOf(node),
    database: given
      ? { kind: 'unknown', reason: `${shortened(given.text)} is known at run time only` }
      : { kind: 'unknown', reason: 'its connection string is set elsewhere' },
    storage: 'unknown',
    readOnly: false,
    settings: runOn(holder, file, node),
    ignored: [],
    opaque: 'its connection string is built elsewhere',
    variable: holder?.name,
  };
}

/** A site, with keywords that name a pragma and make no difference. */
export interface AdoSite extends ConnectionSite {
  readonly explained?: readonly Range[] | undefined;
}

/** A site from its connection string. */
export function siteOf(
  dialect: AdoDialect,
  node: Node,
  text: ConnectionString,
  holder: Holder | undefined,
  file: HostFile,
): AdoSite {
  const facts = dialect.read(text.keywords);
  const { settings, ignored, begin, sharedCache, readOnly, source } = facts;
  const { literal } = text;
  return {
    driver: dialect.driver,
    range: placeOf(node),
    database: databaseOf(source, file),
    storage: /memory/i.test(source?.value === undefined ? placeText(source, file) : '')
      ? 'unknown'
      : storageOfAdo(facts),
    readOnly,
    settings: [...settings, ...runOn(holder, file, node)],
    ignored,
    opaque: text.isComplete ? undefined : 'its connection string is put together at run time',
    begin,
    sharedCache,
    variable: holder?.name,
    explained: facts.explained,
    fix: (pragma, value) =>
      literal &&
      keywordBehind(literal.endIndex - 1, dialect.keywordFor(pragma, value), /;\s*"$/.test(literal.text)),
  };
}

function placeText(source: { range: { start: number; end: number } } | undefined, file: HostFile): string {
  return source ? file.text.slice(source.range.start, source.range.end) : '';
}

function databaseOf(
  source: { value: string | undefined; range: { start: number; end: number } } | undefined,
  file: HostFile,
): Written {
  if (!source) return { kind: 'unknown', reason: 'its connection string names no database' };
  if (source.value !== undefined) return { kind: 'text', text: source.value, range: source.range };
  // What fills it in: an interpolation's expression, the right side of an assignment.
  const [filled] = expressionsIn(source.range, file);
  const written = filled ? writtenAt(filled, file) : undefined;
  if (written && written.kind !== 'unknown') return written;
  return { kind: 'path', written: shortened(filled?.text ?? placeText(source, file)) };
}

function expressionsIn({ start, end }: { start: number; end: number }, file: HostFile): Node[] {
  const node = file.root.descendantForIndex(start, end);
  if (!node) return [];
  if (node.type === 'assignment_expression')
    return [node.childForFieldName('right')].filter((one): one is Node => !!one);
  const within = (one: Node): Node[] =>
    start <= one.startIndex && one.endIndex <= end ? [one] : childrenOf(one).flatMap(within);
  return within(node).flatMap((one) => {
    if (one.type === 'interpolation')
      return childrenOf(one).find(({ type }) => !/_(?:brace|clause)$/.test(type)) ?? [];
    return /^(?:string|interpolation|verbatim|raw)_\w+$|^escape_sequence$/.test(one.type) ? [] : [one];
  });
}
