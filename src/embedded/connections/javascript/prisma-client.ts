import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import { readDsn, storageOf } from '../dsn.ts';
import { shortened } from '../written.ts';
import { importedAs } from './imports.ts';
import type { Names } from './names.ts';
import type { DriverFile, Opening } from './opening.ts';
import { objectOf, readOptions } from './options.ts';

/**
 * Clients of Prisma that are told where a file of SQLite is: `new PrismaClient({ datasourceUrl: 'file:app.db' })`. Its own
 * engine opens a pool of twice the processors and one more, unless connection_limit says otherwise.
 * The schema names the database already: clients count where the file runs pragmas on them.
 * https://github.com/prisma/prisma-engines/blob/5.22.0-44.605197351a3c8bdd595af2d2a9bc3025bca48ea2/quaint/src/pooled.rs
 */
export function* readPrismaClients({ file, imports, names }: DriverFile): Iterable<Opening> {
  for (const node of names.nodes.of('new_expression')) {
    const used = importedAs(node.childForFieldName('constructor'), imports);
    if (used?.module !== '@prisma/client' || used.name !== 'PrismaClient') continue;
    const [given] = childrenOf(node.childForFieldName('arguments'));
    const object = objectOf(given, names);
    const options = readOptions(object);
    // An adapter opens the database in the place of the engine; what is spread may bring one.
    if (!given || !object || !options?.isComplete || options.get('adapter')) continue;
    const url = urlIn(object, names) ?? urlGivenTo(given, names);
    const pieces = url && file.texts.textOf(url);
    const [first] = pieces ?? [];
    if (!url || !pieces || !first || !('text' in first) || !first.text.startsWith('file:')) continue;
    const isWhole = pieces.length === 1;
    // A name may stand for parameters, too; what puts a path together does not.
    const hole =
      pieces.length === 2
        ? /(?:\+\s*|\$\{\s*)((?:path\.)?(?:join|resolve)\([\s\S]*\))\s*\}?`?$/.exec(url.text)?.[1]
        : undefined;
    if (!isWhole && hole === undefined) continue;
    const { path, parameters } = readDsn(pieces, placeOf(url), () => true);
    const limit = parameters.find(({ name }) => name === 'connection_limit');
    const timeout = parameters.find(({ name }) => name === 'socket_timeout');
    yield {
      node,
      driver: 'prisma',
      database: isWhole
        ? { kind: 'text', text: path, range: placeOf(url) }
        : { kind: 'path', written: shortened(hole ?? '') },
      storage: isWhole ? storageOf(path) : 'file',
      readOnly: false,
      options: timeout
        ? [
            {
              pragma: 'busy_timeout',
              value: /^\d+$/.test(timeout.value ?? '') ? String(Number(timeout.value) * 1000) : undefined,
              by: 'dsn',
              written: 'socket_timeout',
              range: timeout.range,
              everyConnection: true,
            },
          ]
        : [],
      ...(limit && { poolSize: Number(limit.value) || ('unknown' as const) }),
    };
  }
}

/** The URL that an object of options has: in `datasourceUrl`, or in the only one of `datasources`. */
function urlIn(object: Node, names: Names): Node | undefined {
  const options = readOptions(object);
  const url = options?.get('datasourceUrl')?.node;
  return url ?? urlOfSources(options?.get('datasources')?.node, names);
}

function urlOfSources(sources: Node | undefined, names: Names): Node | undefined {
  const [only, ...others] = readOptions(objectOf(sources, names))?.all ?? [];
  return only && others.length === 0 ? readOptions(objectOf(only.node, names))?.get('url')?.node : undefined;
}

/** The URL that is put into a constant of options behind it, once: `options.datasources = { db: { url } }`. */
function urlGivenTo(given: Node, names: Names): Node | undefined {
  const name = unwrapped(given);
  if (name.type !== 'identifier') return undefined;
  const key = names.keyOf(name.text, name);
  const [only, ...others] = names.nodes.of('assignment_expression').filter((node) => {
    const object = node.childForFieldName('left')?.childForFieldName('object');
    return (
      object?.type === 'identifier' && object.text === name.text && names.keyOf(object.text, object) === key
    );
  });
  const property = only?.childForFieldName('left')?.childForFieldName('property')?.text;
  const value = only?.childForFieldName('right') ?? undefined;
  if (!value || others.length > 0) return undefined;
  if (property === 'datasourceUrl') return value;
  return property === 'datasources' ? urlOfSources(value, names) : undefined;
}
