import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { readDsn, urlForm } from '../dsn.ts';
import type { ConnectionSite } from '../site.ts';
import { writtenAt } from '../written.ts';
import { activeRecordSite, type DatabaseOption } from './active-record-options.ts';
import { type Pairs, pairsOf } from './syntax.ts';

/**
 * Connections of Active Record outside of config/database.yml: `establish_connection(adapter: 'sqlite3', …)`, and hashes
 * with such an adapter that are handed to it later.
 */
export function* readActiveRecord(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['argument_list', 'hash'])) {
    // Arguments that are one hash are read as that hash.
    const pairs = childrenOf(node).filter(({ type }) => type === 'pair' || type === 'hash_splat_argument');
    if (pairs.length === 0) continue;
    const options = pairsOf(pairs, file);
    if (!/^sqlite3$/.test(options.get('adapter')?.value ?? '') || isSequel(node)) continue;
    const database = options.get('database') ?? options.get('dbfile');
    if (database) yield siteOf(node, options, file, database.node);
  }
  for (const call of nodesOf(file.root, ['call'])) {
    if (call.childForFieldName('method')?.text !== 'establish_connection') continue;
    const [url, ...rest] = childrenOf(call.childForFieldName('arguments'));
    const pieces = url && file.texts.textOf(url);
    if (url && pieces && rest.length === 0) {
      const dsn = readDsn(pieces, placeOf(url), () => true, urlForm);
      if (!/^sqlite3?:/.test(dsn.path)) continue;
      const text = dsn.path.replace(/^sqlite3?:(?:\/\/(?!\/))?/, '');
      yield {
        ...activeRecordSite(
          dsn.parameters,
          placeOf(call),
          dsn.isPathKnown ? { kind: 'text', text, range: placeOf(url) } : { kind: 'path', written: text },
        ),
        opaque: undefined,
      };
    }
  }
}

/** Sequel knows the same keys. */
function isSequel({ parent }: Node): boolean {
  return /^(?:::)?Sequel$/.test(parent?.childForFieldName('receiver')?.text ?? '');
}

function siteOf(node: Node, options: Pairs, file: HostFile, database: Node): ConnectionSite {
  const call = node.type === 'argument_list' ? node.parent : node;
  return {
    ...activeRecordSite(optionsOf(options, file), placeOf(call ?? node), writtenAt(database, file)),
    opaque: options.isComplete ? undefined : 'its options are put together at run time',
  };
}

function optionsOf({ all }: Pairs, file: HostFile): DatabaseOption[] {
  return all.map(({ name, value, node, range }) => {
    const inner = node.type === 'hash' ? pairsOf(childrenOf(node), file) : undefined;
    return { name, value, range, inner: inner?.isComplete ? optionsOf(inner, file) : undefined };
  });
}
