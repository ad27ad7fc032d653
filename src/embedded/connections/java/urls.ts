import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { isNamedLikePath } from '../dsn.ts';
import { type JdbcUrl, jdbcScheme, readJdbcUrl } from '../jdbc.ts';
import type { ConnectionSite, SiteFix, Written } from '../site.ts';
import { resolved, writtenPieces } from '../values.ts';
import { shortened, writtenAt } from '../written.ts';

/** A JDBC URL of SQLite in a program. */
export interface WrittenUrl extends Omit<JdbcUrl, 'path'> {
  readonly database: Written;
  /** Puts a parameter behind the others. */
  readonly fix: ConnectionSite['fix'];
}

/** Undefined for what is no URL of SQLite, as far as can be told. */
export function urlAt(node: Node | undefined, file: HostFile): WrittenUrl | undefined {
  const chosen = node && resolved(node);
  if (chosen?.type === 'ternary_expression') return oneOf(chosen, file);
  const pieces = writtenPieces(node, file);
  const [first] = pieces ?? [];
  if (!node || !pieces || !first || !('text' in first) || !jdbcScheme.test(first.text)) return undefined;
  const url = readJdbcUrl(pieces, placeOf(node), (hole) => isFileName(filledIn(hole, node, file)));
  const holes = pieces.flatMap((piece) => ('hole' in piece ? [piece.hole] : []));
  const { path, ...facts } = url;
  return {
    ...facts,
    database: url.isPathKnown
      ? { kind: 'text', text: path, range: placeOf(node) }
      : partlyWritten(holes, node, file),
    fix: (pragma, value) => parameterBehind(node, url.hasParameters, `${pragma}=${value}`),
  };
}

/** One of two URLs: which, and with which parameters, is not known. */
function oneOf(choice: Node, file: HostFile): WrittenUrl | undefined {
  const urls = ['consequence', 'alternative'].map((field) =>
    urlAt(choice.childForFieldName(field) ?? undefined, file),
  );
  if (!urls.some((url) => url)) return undefined;
  const [storage, ...others] = new Set(urls.map((url) => url?.storage));
  return {
    ...unknownUrl('it is one of two'),
    ignored: urls.flatMap((url) => url?.ignored ?? []),
    storage: others.length === 0 && storage ? storage : 'unknown',
    isComplete: urls.every((url) => url?.isComplete && url.settings.length === 0),
  };
}

/** A URL that surely is SQLite's, and of which nothing else is known. */
export function unknownUrl(reason: string): WrittenUrl {
  return {
    settings: [],
    ignored: [],
    begin: undefined,
    sharedCache: undefined,
    readOnly: false,
    isPathKnown: false,
    storage: 'unknown',
    isComplete: false,
    hasParameters: true,
    database: { kind: 'unknown', reason },
    fix: undefined,
  };
}

/** An environment variable, where that alone is what is filled in. */
function partlyWritten(holes: readonly Range[], node: Node, file: HostFile): Written {
  const [only, ...more] = holes;
  if (!only) return { kind: 'unknown', reason: 'it is not written here' };
  if (more.length > 0) return { kind: 'path', written: shortened(resolved(node).text) };
  const expression = file.root.descendantForIndex(only.start, only.end);
  const written = writtenAt(expression, file);
  return written.kind === 'env' ? written : { kind: 'path', written: shortened(filledIn(only, node, file)) };
}

/** The expression that is filled in: of a format, the last one. */
function filledIn({ start, end }: Range, node: Node, file: HostFile): string {
  const text = file.text.slice(start, end);
  if (!text.startsWith('%')) return text;
  return childrenOf(resolved(node).childForFieldName('arguments')).at(-1)?.text ?? text;
}

/** Values that are put behind `jdbc:sqlite:` as a file: their names or methods say so. */
function isFileName(expression: string): boolean {
  const callee = expression.replace(/\s/g, '').replace(/\([^()]*\)$/, '');
  return (
    isNamedLikePath(expression) || /(?:name|db|database|sqlite|storage|absolutepath|dbfile)$/i.test(callee)
  );
}

function parameterBehind(node: Node, hasParameters: boolean, parameter: string): SiteFix | undefined {
  const separator = hasParameters ? '&' : '?';
  if (node.type === 'string_literal' && !node.text.startsWith('"""'))
    return { range: { start: node.endIndex - 1, end: node.endIndex - 1 }, text: `${separator}${parameter}` };
  if (node.type !== 'binary_expression') return undefined;
  const right = node.childForFieldName('right');
  if (right?.type === 'string_literal') return parameterBehind(right, hasParameters, parameter);
  return { range: { start: node.endIndex, end: node.endIndex }, text: ` + "${separator}${parameter}"` };
}
