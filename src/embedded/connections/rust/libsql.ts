import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { chainOf, keeperOf } from './chains.ts';
import { openedAt } from './paths.ts';
import { settingsOn } from './reach.ts';
import { flagsIn } from './rusqlite.ts';
import { callsIn, handedOn, isOf, statementBehind } from './sites.ts';

/** Local databases of libsql: `Builder::new_local(path).build()`, `Database::open(path)`. https://docs.rs/libsql */
export function* readLibsql(file: HostFile): Iterable<ConnectionSite> {
  const { calls, names } = callsIn(file);
  for (const { node, path, args } of calls) {
    if (isOf(path, 'libsql', /^(?:Builder::new_local|Database::open)$/, names)) {
      const { steps, end } = chainOf(node);
      const database = keeperOf(end);
      // Each connect() opens another connection: where there is one, it is the only one.
      const connects = nodesOf(file.root, ['call_expression']).filter(
        (call) => call.childForFieldName('function')?.childForFieldName('field')?.text === 'connect',
      );
      const only = connects.length === 1 ? connects[0] : undefined;
      const keeper = only ? keeperOf(chainOf(only).end) : database;
      const flags = steps.find(({ method }) => method === 'flags');
      const run = settingsOn(keeper, only ?? node, file, only !== undefined);
      yield {
        ...openedOf(args[0], file),
        driver: 'libsql-rust',
        range: placeOf(node),
        readOnly: flagsIn(flags?.args ?? [], file) === 'read-only',
        settings: run.settings,
        ignored: [],
        opaque: run.opaque ?? handedOn(keeper, file),
        poolSize: only ? 1 : undefined,
        variable: keeper.name,
      };
    } else if (isOf(path, 'sqlite', /^(?:sqlite::open|Connection::open\w*)$/, names)) {
      const { end } = chainOf(node);
      const keeper = keeperOf(end);
      const run = settingsOn(keeper, node, file, true);
      yield {
        ...openedOf(args[0], file),
        driver: 'sqlite-rust',
        range: placeOf(node),
        readOnly: /with_read_only\(/.test(args[1]?.text ?? ''),
        settings: run.settings,
        ignored: [],
        opaque: run.opaque ?? handedOn(keeper, file),
        variable: keeper.name,
        fix: (pragma, value) =>
          keeper.name
            ? statementBehind(keeper, file.text, `${keeper.name}.execute("PRAGMA ${pragma} = ${value}")`)
            : undefined,
      };
    }
  }
}

function openedOf(path: Node | undefined, file: HostFile): Pick<ConnectionSite, 'database' | 'storage'> {
  const { database, storage } = openedAt(path, file);
  return { database, storage };
}
