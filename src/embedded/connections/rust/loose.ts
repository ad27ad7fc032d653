import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, LooseSetting } from '../site.ts';
import { functionAround, isConditional } from './chains.ts';
import { isAside, type Run, runsIn } from './runs.ts';

/** The pragmas that are run on handles which are opened elsewhere, or in a way that isn't followed. */
export function looseRuns(file: HostFile, sites: readonly ConnectionSite[]): LooseSetting[] {
  const isTaken = (run: Run, { start }: Range): boolean =>
    sites.some(
      ({ range, settings }) => settings.some((setting) => setting.range.start === start) && isOwn(run, range),
    );
  return runsIn(file).all.flatMap((run) => {
    const handle = kindOf(run, file);
    const body = functionAround(run.node)?.childForFieldName('body');
    const maybe = isAside(run.node) || (body ? isConditional(run.node, body) : false);
    return run.pragmas
      .filter(({ range }) => !isTaken(run, range))
      .map(
        (one): LooseSetting => ({
          ...one,
          by: 'statement',
          everyConnection: handle === 'connection',
          handle,
          ...(maybe ? { maybe } : {}),
        }),
      );
  });
}

/** False in a function that is handed the connection: others may hand it theirs. */
function isOwn({ handle, node }: Run, site: Range): boolean {
  const around = functionAround(node);
  return (
    handle?.startsWith('self.') === true ||
    around === undefined ||
    (around.startIndex <= site.start && site.end <= around.endIndex) ||
    /^on_acquire$/.test(around.childForFieldName('name')?.text ?? '')
  );
}

/** What a handle is, by the type that its parameter or field is declared with. */
function kindOf({ handle, isTaken, node }: Run, file: HostFile): LooseSetting['handle'] {
  if (handle === undefined || isTaken) return 'unknown';
  const type = typeOf(handle, node, file);
  if (type === undefined || /Pool(?:ed)?Connection|Transaction|\bObject\b/.test(type)) return 'unknown';
  // SeaORM’s has one connection, unless it is told otherwise.
  if (/DatabaseConnection/.test(type)) return 'unknown';
  if (/Pool\b/.test(type)) return 'pool';
  return /Connection\b|\bConn\b/.test(type) ? 'connection' : 'unknown';
}

function typeOf(handle: string, node: Node, { root }: HostFile): string | undefined {
  const field = /^self\.(\w+)$/.exec(handle)?.[1];
  if (field !== undefined) {
    const types = nodesOf(root, ['field_declaration'])
      .filter((declaration) => declaration.childForFieldName('name')?.text === field)
      .map((declaration) => declaration.childForFieldName('type')?.text);
    return new Set(types).size === 1 ? types[0] : undefined;
  }
  const parameter = childrenOf(functionAround(node)?.childForFieldName('parameters')).find(
    (one) => one.childForFieldName('pattern')?.text.replace(/^mut\s+/, '') === handle,
  );
  return parameter?.childForFieldName('type')?.text;
}
