import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { joined, readProperties } from '../jdbc.ts';
import type { ConnectionSite } from '../site.ts';
import { holderOf } from '../values.ts';
import { type Call, callsOn } from './objects.ts';
import { configAt, settersIn } from './setters.ts';
import { urlAt } from './urls.ts';

const type = /^(?:org\.sqlite\.(?:javax\.)?)?SQLite(?:ConnectionPool)?DataSource$/;

/** Data sources of sqlite-jdbc: `new SQLiteDataSource(config)` with `setUrl(url)`. */
export function* readDataSources(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['object_creation_expression'])) {
    if (type.test(node.childForFieldName('type')?.text ?? '')) yield readSite(node, file);
  }
}

function readSite(node: Node, file: HostFile): ConnectionSite {
  const [given] = childrenOf(node.childForFieldName('arguments'));
  const holder = holderOf(node);
  const calls = callsOn(node, holder, file, node);
  const configs = [given, ...calls.filter(({ method }) => method === 'setConfig').map(({ args }) => args[0])];
  const read = configs.flatMap((config) => (config ? [configAt(config, file)] : []));
  const url = urlOf(calls, file);
  const facts = joined(
    ...(url ? [url] : []),
    ...read.map((properties) => readProperties(properties ?? [], () => undefined)),
    readProperties(settersIn(calls, file), () => undefined),
  );
  return {
    ...facts,
    driver: 'sqlite-jdbc/data-source',
    range: placeOf(node),
    database: url?.database ?? { kind: 'unknown', reason: 'its URL is set elsewhere' },
    storage: url?.storage ?? 'unknown',
    opaque: read.includes(undefined)
      ? 'its configuration is built elsewhere'
      : !url
        ? 'its URL is set elsewhere'
        : url.isComplete
          ? undefined
          : 'its URL may hold further parameters',
    variable: holder?.name,
    fix: url?.fix,
  };
}

function urlOf(calls: readonly Call[], file: HostFile): ReturnType<typeof urlAt> {
  return calls
    .map(({ method, args }) => (method === 'setUrl' ? urlAt(args[0], file) : undefined))
    .find((one) => one);
}
