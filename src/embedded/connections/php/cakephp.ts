import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { settingsWithin } from '../set-up.ts';
import type { ConnectionSite } from '../site.ts';
import { pathAt } from '../written.ts';
import { timeoutOf } from './pdo.ts';
import { elementsOf } from './syntax.ts';

/**
 * The source `default` among CakePHP's `Datasources`. The SQL of `init` is run on each new connection.
 * https://book.cakephp.org/5/en/orm/database-basics.html#configuration
 */
export function* readCakePhp(file: HostFile): Iterable<ConnectionSite> {
  for (const array of nodesOf(file.root, ['array_creation_expression'])) {
    const elements = elementsOf(array) ?? [];
    const get = (key: string): Node | undefined => elements.findLast((one) => one.key === key)?.value;
    if (!isCakeDriver(get('driver'), file) || nameOf(array) !== 'default') continue;
    const init = get('init');
    yield {
      driver: 'cakephp',
      range: placeOf(array),
      ...pathAt(get('database'), file),
      readOnly: false,
      settings: [...timeoutOf(get('flags'), file), ...(init ? settingsWithin(init, file) : [])],
      ignored: [],
      opaque: init && !isWritten(init) ? 'its init is put together at run time' : undefined,
    };
  }
}

/** True for SQL that is written there, or a list of it. */
function isWritten(node: Node): boolean {
  const values =
    node.type === 'array_creation_expression'
      ? childrenOf(node).map((one) => childrenOf(one).at(-1))
      : [node];
  return values.every((value) => /string|heredoc|nowdoc/.test(value?.type ?? ''));
}

/** `Sqlite::class` where that is imported, or the class by its whole name. */
function isCakeDriver(driver: Node | undefined, { text }: HostFile): boolean {
  const name = driver?.text.replace(/::class$|['"]/g, '').replaceAll('\\\\', '\\') ?? '';
  return (
    /^\\?Cake\\Database\\Driver\\Sqlite$/.test(name) ||
    (name === 'Sqlite' && /^use\s+Cake\\Database\\Driver\\Sqlite\s*;/m.test(text))
  );
}

/** The key that an array is the value of. */
function nameOf({ parent }: Node): string {
  return (childrenOf(parent)[0]?.text ?? '').replace(/^['"]|['"]$/g, '');
}
