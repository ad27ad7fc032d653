import type { Node } from '@vscode/tree-sitter-wasm';
import { wholeNumber } from '../../../text/number.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { Followed } from './follow.ts';
import { goText } from './text.ts';

/** The number that `SetMaxOpenConns` is given; `unknown` where it is computed. */
export function limitOf(argument: Node | undefined, file: HostFile): number | 'unknown' {
  const text = argument && knownText(goText(argument, file).pieces);
  return wholeNumber(text) ?? 'unknown';
}

/** True where a file limits a pool that it does not open to one connection, or to a number that is computed. */
export function limitsPools(file: HostFile, followed: readonly Followed[]): boolean {
  return nodesOf(file.root, ['call_expression']).some((call) => {
    if (call.childForFieldName('function')?.childForFieldName('field')?.text !== 'SetMaxOpenConns')
      return false;
    if (followed.some(({ limiting }) => limiting.has(call.id))) return false;
    const limit = limitOf(childrenOf(call.childForFieldName('arguments'))[0], file);
    return limit === 1 || limit === 'unknown';
  });
}
