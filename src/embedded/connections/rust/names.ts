import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';

/** What the names of a file stand for. */
export interface Names {
  /** Local name → path: `Pool` → `r2d2::Pool`. */
  readonly paths: ReadonlyMap<string, string>;
  /** Paths of which all names are imported: `diesel::prelude`. */
  readonly globs: readonly string[];
}

/** The `use` declarations of a file, wherever in it they stand. */
export function readNames(root: Node): Names {
  const paths = new Map<string, string>();
  const globs: string[] = [];
  const read = (node: Node | null, prefix: string): void => {
    if (!node) return;
    const join = (path: string): string => (prefix === '' ? path : `${prefix}::${path}`);
    switch (node.type) {
      case 'use_as_clause': {
        const alias = node.childForFieldName('alias')?.text;
        if (alias !== undefined) paths.set(alias, join(plain(node.childForFieldName('path')?.text ?? '')));
        break;
      }
      case 'scoped_use_list':
        read(
          node.childForFieldName('list'),
          join(plain(node.childForFieldName('path')?.text ?? '')).replace(/::$/, ''),
        );
        break;
      case 'use_list':
        for (const child of childrenOf(node)) read(child, prefix);
        break;
      case 'use_wildcard':
        globs.push(join(plain(node.text.replace(/(?:^|::)\*$/, ''))).replace(/::$/, ''));
        break;
      case 'self':
        paths.set(lastOf(prefix), prefix);
        break;
      default: {
        const path = join(plain(node.text));
        paths.set(lastOf(path), path);
      }
    }
  };
  for (const declaration of nodesOf(root, ['use_declaration']))
    read(declaration.childForFieldName('argument'), '');
  return { paths, globs };
}

const plain = (path: string): string => path.replace(/\s+/g, '').replace(/^::/, '');

/** The last name of a path: `open` of `Connection::open`. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf(':') + 1);

/** A path with the arguments of its types left out, in terms of the crates that it comes from. */
export function resolved(written: string, { paths }: Names): string {
  const path = plain(withoutTypes(written));
  const [first = '', ...rest] = path.split('::');
  const known = paths.get(first);
  return known === undefined ? path : [known, ...rest].join('::');
}

/** `Pool::<Sqlite>::connect` without `<Sqlite>`. */
function withoutTypes(path: string): string {
  let text = path;
  for (;;) {
    const shorter = text.replace(/(?:::)?<[^<>]*>/g, '');
    if (shorter === text) return text;
    text = shorter;
  }
}
