import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { behind } from '../behind.ts';
import type { ConnectionSite, IgnoredParameter, Setting, SiteFix } from '../site.ts';
import type { Flow } from './flow.ts';
import { handleOf } from './handles.ts';
import type { Imports } from './imports.ts';
import type { Names } from './names.ts';
import type { PragmaUse } from './pragmas.ts';
import { type SiteContext, setOnHandle } from './set-on-handle.ts';

/** What the readers of drivers are given of a file. */
export interface DriverFile {
  readonly file: HostFile;
  readonly imports: Imports;
  readonly names: Names;
}

/** A connection as the expression that opens it tells; what is done with the handle is found out afterwards. */
export interface Opening
  extends Pick<
    ConnectionSite,
    'driver' | 'database' | 'storage' | 'readOnly' | 'begin' | 'poolSize' | 'sharedCache'
  > {
  /** The expression whose value is the handle: a call, or the object that configures it. */
  readonly node: Node;
  /** Pragmas that the options set, in the order in which they take effect. */
  readonly options: readonly Setting[];
  /** Pragmas that the driver itself sets behind the hooks, whatever those do. */
  readonly behindHooks?: readonly Setting[];
  /** Pragmas that the driver sets behind the hooks, so that those set them in vain. */
  readonly overrides?: readonly string[];
  /** Functions that are given each new connection. */
  readonly hooks?: readonly Node[];
  readonly ignored?: readonly IgnoredParameter[] | undefined;
  readonly opaque?: string | undefined;
  /** The statement that sets a pragma on the handle; undefined where that reaches one of many connections. */
  readonly code?: (handle: string, pragma: string, value: string) => string;
  /** An edit of the options that sets a pragma on every connection, where there is one. */
  readonly fix?: ((pragma: string, value: string) => SiteFix | undefined) | undefined;
}

/** Puts together what the opening says and what is run on its handle. */
export function siteOf(opening: Opening, uses: readonly PragmaUse[], context: SiteContext): ConnectionSite {
  const { node, options, ignored = [] } = opening;
  const set = setOnHandle(opening, uses, context);
  const opaque = opening.opaque ?? set.opaque;
  const handedTo = handedToPackage(opening, context.names, context.flow);
  const handle = handleOf(node);
  // The tree is gone by the time that a fix is asked for.
  const statement = handle?.statement && {
    startIndex: handle.statement.startIndex,
    endIndex: handle.statement.endIndex,
  };
  return {
    driver: opening.driver,
    range: { start: node.startIndex, end: node.endIndex },
    database: opening.database,
    storage: opening.storage,
    readOnly: opening.readOnly,
    settings: [...options, ...set.inHooks, ...(opening.behindHooks ?? []), ...set.onHandle],
    ignored: [...ignored, ...set.inVain],
    opaque: opaque ?? handedTo,
    isHandedOn: opaque === undefined && handedTo !== undefined,
    begin: opening.begin,
    poolSize: opening.poolSize,
    sharedCache: opening.sharedCache,
    variable: handle?.name,
    fix(pragma, value) {
      const edit = opening.fix?.(pragma, value);
      if (edit || !opening.code || !handle) return edit;
      return behind(statement, context.file.text, opening.code(handle.name, pragma, value));
    },
  };
}

/** Packages that are known to set no pragma on the handles that they are given. */
const leavesPragmas =
  /^(?:drizzle-orm(?:\/|$)|kysely$|knex$|typeorm$|@nestjs\/typeorm$|sequelize$|@prisma\/client$|redbean-node$|sqlite-vec$|better-sqlite3$|sqlite3$|sqlite$|bun:sqlite$|@libsql\/client|libsql$)/;

function handedToPackage({ node }: Opening, names: Names, flow: Flow): string | undefined {
  for (const call of names.nodes.of('call_expression', 'new_expression')) {
    const callee = call?.childForFieldName('function') ?? call?.childForFieldName('constructor');
    const args = call?.childForFieldName('arguments');
    if (!callee || !args || args.type !== 'arguments') continue;
    // A decorator is told what its class is made of, and does nothing with it: `@Module({ imports: [...] })`.
    if (call.parent?.type === 'decorator') continue;
    const module = flow.packageOf(callee);
    if (module === undefined || leavesPragmas.test(module)) continue;
    const handed = args.descendantsOfType([
      'identifier',
      'shorthand_property_identifier',
      'member_expression',
      'new_expression',
      'call_expression',
    ]);
    if (handed.some((argument) => argument && flow.isHandle(argument, node.id)))
      return `it is handed to ${callee.text}() of the package ${module}`;
  }
  return undefined;
}
