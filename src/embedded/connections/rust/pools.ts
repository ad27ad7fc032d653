import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf } from '../../sql/text-expressions.ts';
import type { Setting } from '../site.ts';
import { chainBefore, chainOf, type Keeper, keeperOf, type Step } from './chains.ts';
import { settingsOfHook } from './reach.ts';
import { callAround, implementationsOf } from './sites.ts';
import { numberOf } from './values.ts';

/** A pool that is built over a manager of connections. */
export interface Pool {
  readonly keeper: Keeper;
  /** Undefined where the program does not say how many connections it opens at most. */
  readonly size: number | undefined;
  /** What its hooks set on each new connection. */
  readonly settings: readonly Setting[];
  /** A hook that isn't followed. */
  readonly hook: string | undefined;
}

/** Methods by which r2d2, bb8, deadpool and SQLx take the largest number of connections. */
const sizing = /^(?:max_size|max_connections|num_conns|pool_max_size)$/;

/** The pool that a manager, or the variable that keeps one, is handed to: `Pool::builder().max_size(4).build(manager)`. */
export function poolOver(manager: Node, file: HostFile): Pool | undefined {
  const keeper = keeperOf(chainOf(manager).end);
  const places =
    keeper.name === undefined
      ? [keeper.whole]
      : nodesOf(keeper.scope, ['identifier']).filter(
          (node) => node.text === keeper.name && node.startIndex > manager.endIndex,
        );
  for (const place of places) {
    const call = callAround(chainOf(place).end);
    const callee = call?.childForFieldName('function');
    const method = callee?.childForFieldName('field')?.text ?? callee?.text.split('::').at(-1) ?? '';
    if (!call || !/^(?:build|build_unchecked|new|builder)$/.test(method)) continue;
    const { steps } = chainBefore(call);
    // `Pool::builder(manager).max_size(4).build()`
    const later = method === 'builder' ? chainOf(call).steps : [];
    const its = [...steps, ...later];
    const value = callee?.type === 'field_expression' ? callee.childForFieldName('value') : undefined;
    return {
      keeper: keeperOf(chainOf(call).end),
      size: sizeOf([...its, ...stepsOfBuilder(value, file)], file),
      ...hooksOf(its, file),
    };
  }
  return undefined;
}

/** The steps on the variable that keeps a builder. */
function stepsOfBuilder(value: Node | null | undefined, { root }: HostFile): readonly Step[] {
  const name = value && chainBefore(value).root;
  if (name?.type !== 'identifier') return [];
  return nodesOf(root, ['let_declaration'])
    .filter((one) => one.childForFieldName('pattern')?.text === name.text)
    .flatMap((one) => {
      const its = one.childForFieldName('value');
      return its ? chainBefore(its).steps : [];
    });
}

/** How many connections a pool opens at most, by the steps that build it; undefined where they don't say. */
export function sizeOf(steps: readonly Step[], file: HostFile): number | undefined {
  const step = steps.findLast(({ method }) => sizing.test(method));
  return numberOf(step?.args[0], file);
}

/** What the hooks of a pool set: r2d2's customizer, deadpool's `post_create`, SQLx' `after_connect`. */
export function hooksOf(steps: readonly Step[], file: HostFile): Pick<Pool, 'settings' | 'hook'> {
  const settings: Setting[] = [];
  let hook: string | undefined;
  for (const { method, args } of steps) {
    if (method === 'connection_customizer') {
      const written = args[0]?.text ?? '';
      const found = implementationsOf(/\bCustomizeConnection\b/, 'on_acquire', file).find(({ type }) =>
        new RegExp(`\\b${type}\\b`).test(written),
      );
      if (found) settings.push(...settingsOfHook(found.body, file));
      else hook = `the pool’s customizer ${written.slice(0, 40)} is not in this file`;
    } else if (/^(?:after_connect|post_create|with_init|on_connect|before_acquire)$/.test(method)) {
      settings.push(...settingsOfHook(args[0], file));
    }
  }
  return { settings, hook };
}
