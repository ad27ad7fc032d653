import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { chainBefore, chainOf, keeperOf, type Step } from './chains.ts';
import { openedAt } from './paths.ts';
import { sizeOf } from './pools.ts';
import { settingsOn } from './reach.ts';
import { callsIn, isOf } from './sites.ts';
import { settingOfStep } from './sqlx-options.ts';

/** Connections of SeaORM to a URL that is SQLite's: `Database::connect("sqlite://app.db")`. https://docs.rs/sea-orm */
export function* readSeaOrm(file: HostFile): Iterable<ConnectionSite> {
  const { calls, names } = callsIn(file);
  for (const { node, path, args } of calls) {
    if (!isOf(path, 'sea_orm', /(?:^|::)Database::connect$/, names) && path !== 'sea_orm::Database::connect')
      continue;
    const [argument] = args;
    const made = argument && optionsOf(argument, file);
    const url = made?.url ?? argument;
    const opened = openedAt(url, file);
    const written = opened.database.kind === 'text' ? opened.database.text : opened.dsn?.path;
    // SeaORM takes other databases, too.
    if (!/^sqlite:/.test(written ?? '')) continue;
    const steps = made?.steps ?? [];
    const keeper = keeperOf(chainOf(node).end);
    const run = settingsOn(keeper, node, file, false);
    const mode = opened.dsn?.parameters.find(({ name }) => name === 'mode')?.value;
    yield {
      driver: 'sea-orm',
      range: placeOf(node),
      database: opened.database,
      storage: mode === 'memory' ? 'memory' : opened.storage,
      readOnly: mode === 'ro',
      settings: [...mapped(steps, file), ...run.settings],
      ignored: [],
      opaque: run.opaque,
      // One connection, unless the options say otherwise (src/driver/sqlx_sqlite.rs).
      poolSize: steps.some(({ method }) => method === 'max_connections') ? sizeOf(steps, file) : 1,
      variable: keeper.name,
    };
  }
}

/** The URL of `ConnectOptions::new(url)`, with the methods that are called on them before they are used. */
function optionsOf(
  argument: Node,
  file: HostFile,
): { readonly url: Node | undefined; readonly steps: readonly Step[] } | undefined {
  const { root, steps } = chainBefore(argument);
  const callee = root.childForFieldName('function')?.text ?? '';
  if (root.type === 'call_expression' && /\bConnectOptions::new$/.test(callee))
    return { url: root.childForFieldName('arguments')?.namedChildren[0] ?? undefined, steps };
  if (root.type !== 'identifier') return undefined;
  const name = root.text;
  const declared = nodesOf(file.root, ['let_declaration']).findLast(
    (one) =>
      one.startIndex < argument.startIndex &&
      one.childForFieldName('pattern')?.text.replace(/^mut\s+/, '') === name,
  );
  const value = declared?.childForFieldName('value');
  const made = value && optionsOf(value, file);
  if (!made || !declared) return undefined;
  const later = nodesOf(file.root, ['identifier']).filter(
    (node) =>
      node.text === name && node.startIndex > declared.endIndex && node.startIndex < argument.startIndex,
  );
  return { url: made.url, steps: [...made.steps, ...later.flatMap((node) => chainOf(node).steps), ...steps] };
}

/** `map_sqlx_sqlite_opts(|options| options.journal_mode(…))` */
function mapped(steps: readonly Step[], file: HostFile): Setting[] {
  return steps
    .filter(({ method }) => method === 'map_sqlx_sqlite_opts')
    .flatMap(({ args }) => nodesOf(args[0] ?? file.root, ['field_expression']))
    .flatMap((member) => {
      const call = member.parent;
      if (call?.type !== 'call_expression') return [];
      const step = chainBefore(call).steps.at(-1);
      const setting = step && settingOfStep(step, file);
      return setting && setting !== 'unnamed' ? [setting] : [];
    })
    .sort((a, b) => a.range.start - b.range.start);
}
