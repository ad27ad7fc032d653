import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import { knownText } from '../dsn.ts';
import type { LibsqlClient } from '../libsql-client.ts';
import { writtenAt } from '../written.ts';
import { handleOf } from './handles.ts';
import { importedAs } from './imports.ts';
import type { DriverFile } from './opening.ts';
import { objectOf, readOptions } from './options.ts';

/** A call that makes a client, with the node that holds its options. */
interface Made {
  readonly node: Node;
  readonly module: string;
  readonly given: Node | undefined;
}

/**
 * The clients of libSQL and Turso that a file makes, with all that they are told: `createClient({ url, syncUrl })`,
 * `drizzle({ connection: { url } })`, `new PrismaLibSQL({ url })`, `connect('app.db')` of `@tursodatabase/database`.
 */
export function libsqlClients(context: DriverFile): LibsqlClient[] {
  if (!/libsql|@tursodatabase\//i.test(context.file.text)) return [];
  return [...callsOf(context)].flatMap((made) => clientOf(made, context) ?? []);
}

function* callsOf({ imports, names, file }: DriverFile): Iterable<Made> {
  for (const node of names.nodes.of('call_expression', 'new_expression')) {
    const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
    const used = importedAs(callee, imports);
    if (!used) continue;
    const { module, name = '' } = used;
    const [given] = childrenOf(node.childForFieldName('arguments'));
    if (/^@libsql\/client(?:\/\w+)?$/.test(module) && name === 'createClient') yield { node, module, given };
    else if (module === '@prisma/adapter-libsql' && /^PrismaLibS/.test(name)) {
      if (objectOf(given, names)) yield { node, module, given };
    } else if (module === 'drizzle-orm/libsql' && name === 'drizzle') {
      const connection = readOptions(objectOf(given, names), file)?.get('connection')?.node;
      if (connection) yield { node, module, given: connection };
    } else if (/^@tursodatabase\/(?:database|sync)$/.test(module) && /^(?:connect|Database)$/.test(name))
      yield { node, module, given };
  }
}

function clientOf({ node, module, given }: Made, { file, names }: DriverFile): LibsqlClient | undefined {
  const object = objectOf(given, names);
  const base = { module, range: placeOf(node), statements: statementsOn(node, { file, names }) };
  if (!object) {
    if (!given) return undefined;
    const inner = names.constantOf(given);
    // Options that come from elsewhere.
    if (file.texts.textOf(inner) === undefined) return undefined;
    return {
      ...base,
      url: writtenAt(inner, file),
      urlRange: placeOf(unwrapped(given)),
      options: [],
      isComplete: true,
    };
  }
  const options = readOptions(object, file);
  if (!options) return undefined;
  const url = options.get(module === '@tursodatabase/sync' ? 'path' : 'url');
  return {
    ...base,
    url: writtenAt(url && names.constantOf(url.node), file),
    urlRange: url && placeOf(url.node),
    options: options.all
      .filter(({ mayChange }) => !mayChange)
      .map(({ name, range, node: value, value: literal }) => ({
        name,
        range,
        valueRange: placeOf(value),
        value: literal,
      })),
    isComplete: options.isComplete,
  };
}

/** The statements that are run on the variable that holds a client, by its methods for texts. */
function statementsOn(
  node: Node,
  { file, names }: Pick<DriverFile, 'file' | 'names'>,
): LibsqlClient['statements'] {
  const handle = handleOf(node)?.name;
  if (handle === undefined || !/^\w+$/.test(handle)) return [];
  const key = names.keyOf(handle, node);
  return names.nodes.of('call_expression').flatMap((call) => {
    const callee = call.childForFieldName('function');
    const object = callee?.childForFieldName('object');
    if (object?.type !== 'identifier' || names.keyOf(object.text, object) !== key) return [];
    if (!/^(?:execute|executeMultiple)$/.test(callee?.childForFieldName('property')?.text ?? '')) return [];
    const [first] = childrenOf(call.childForFieldName('arguments'));
    const text = first && knownText(file.texts.textOf(first));
    return first && text !== undefined && !isConditional(call) ? [{ text, range: placeOf(first) }] : [];
  });
}

/** True within a condition or what catches errors: the statement may be run on a file alone, or be allowed to fail. */
function isConditional(call: Node): boolean {
  for (let around = call.parent; around; around = around.parent)
    if (/^(?:if_statement|ternary_expression|switch_case|try_statement|catch_clause)$/.test(around.type))
      return true;
    else if (around.type === 'binary_expression') return true;
    else if (around.type === 'call_expression' && /\.catch\s*\(/.test(around.text)) return true;
  return false;
}
