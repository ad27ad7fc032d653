import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import { isNamedLikePath, knownText } from '../dsn.ts';
import type { CallWithPaths, PendingText, Surroundings } from '../pending.ts';
import type { ParameterPlace } from './driver-name.ts';

/** The names of functions that may be told which database to open. */
const opensByName = /open|connect|new|init|load|setup|store|database|sqlite|db/i;

/** The calls of a file that may tell a function which database to open. */
export function callsWithPaths(file: HostFile): CallWithPaths[] {
  return nodesOf(file.root, ['call_expression']).flatMap((call) => {
    const callee = call.childForFieldName('function');
    const name = callee?.childForFieldName('field')?.text ?? callee?.text ?? '';
    const args = childrenOf(call.childForFieldName('arguments'));
    if (args.length === 0 || !/^\w+$/.test(name) || !opensByName.test(name)) return [];
    const paths = args.map((argument) => {
      const text = knownText(file.texts.textOf(argument));
      return text === undefined ? isNamedLikePath(argument.text) : text !== '' && !text.includes('?');
    });
    return [{ name, paths }];
  });
}

/**
 * A data source name that is a parameter and nothing else: a path where each call of the function that is seen gives it
 * one.
 */
export function withCallers(
  text: PendingText,
  parameter: ParameterPlace | undefined,
  { shared }: Surroundings,
): PendingText {
  const [only, ...others] = text.pieces;
  if (!parameter || !only || !('hole' in only) || others.length > 0) return text;
  const hole = text.holes.get(only.hole.start);
  if (hole?.written.kind !== 'unknown') return text;
  const calls = shared.flatMap(({ declarations }) =>
    declarations.pathCalls.filter(({ name }) => name === parameter.function),
  );
  if (calls.length === 0 || !calls.every(({ paths }) => paths[parameter.at])) return text;
  const written = { kind: 'path', written: parameter.name } as const;
  return { ...text, holes: new Map(text.holes).set(only.hole.start, { ...hole, written }) };
}
