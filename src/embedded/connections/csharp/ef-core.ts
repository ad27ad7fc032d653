import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { microsoftDialect } from '../ado/microsoft.ts';
import type { ConnectionSite, LooseSetting, Setting } from '../site.ts';
import { looseSettingOf, pragmasSetBy, settingOf } from '../statements.ts';
import { isConditional, resolved } from '../values.ts';
import { shortened } from '../written.ts';
import { connectionStringAt } from './builders.ts';
import { siteOf } from './connections.ts';
import { argumentsOf, classAround, createdType, dialectOf } from './types.ts';

/** Contexts of EF Core: `options.UseSqlite("Data Source=app.db")`. */
export function* readEfCore(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['invocation_expression'])) {
    const called = node.childForFieldName('function');
    const name = called?.childForFieldName('name') ?? called;
    if (!/^(?:UseSqlite|AddSqlite<.*>)$/s.test(name?.text ?? '')) continue;
    const [given] = argumentsOf(node);
    if (!given || isConnection(given, file)) continue;
    const interceptors = interceptorsBeside(node);
    const text = connectionStringAt(given, file);
    const site = text ? siteOf(microsoftDialect, node, text, undefined, file) : unknownSite(node, given);
    yield {
      ...site,
      driver: 'EF Core',
      settings: [...site.settings, ...hooksOf(interceptors, file)],
    };
  }
}

/** A connection that is opened by hand, and read as such. */
function isConnection(given: Node, file: HostFile): boolean {
  const value = resolved(given);
  if (/object_creation_expression$/.test(value.type))
    return dialectOf(createdType(value), file)?.kind === 'Connection';
  return /connection$/i.test(value.text) || /^_?(?:conn|db)$/i.test(value.text);
}

function unknownSite(node: Node, given: Node): ConnectionSite {
  return {
    driver: 'EF Core',
    range: placeOf(node),
    database: { kind: 'unknown', reason: `${shortened(given.text)} is known at run time only` },
    storage: 'unknown',
    readOnly: false,
    settings: [],
    ignored: [],
    opaque: 'its connection string is built elsewhere',
  };
}

/** The names of the classes whose objects are added in the statement around a call. */
function interceptorsBeside(node: Node): string[] {
  let statement = node;
  while (
    statement.parent &&
    !/^(?:block|declaration_list|compilation_unit|global_statement)$/.test(statement.parent.type)
  )
    statement = statement.parent;
  const whole = statement.parent?.type === 'block' ? statement.parent : statement;
  return nodesOf(whole, ['invocation_expression']).flatMap((call) =>
    call.childForFieldName('function')?.childForFieldName('name')?.text === 'AddInterceptors'
      ? argumentsOf(call).map((given) => createdType(resolved(given)))
      : [],
  );
}

const interceptorBase = /\b(?:DbConnectionInterceptor|IDbConnectionInterceptor)\b/;

/** The pragmas that interceptors of the file run on each connection that is opened. */
function hooksOf(names: readonly string[], file: HostFile): Setting[] {
  return intercepted(file)
    .filter(({ name }) => names.includes(name))
    .flatMap(({ settings }) => settings);
}

/** The pragmas that interceptors run which are added to a context elsewhere. */
export function looseHooks(file: HostFile, sites: readonly ConnectionSite[]): LooseSetting[] {
  const taken = new Set(sites.flatMap(({ settings }) => settings.map(({ range }) => range.start)));
  return intercepted(file).flatMap(({ loose }) => loose.filter(({ range }) => !taken.has(range.start)));
}

function intercepted(file: HostFile): { name: string; settings: Setting[]; loose: LooseSetting[] }[] {
  if (!interceptorBase.test(file.text)) return [];
  return file.sql.flatMap((sql) => {
    const at = /\bpragma\b/i.test(sql.text)
      ? file.root.descendantForIndex(sql.range.start, sql.range.end)
      : null;
    const around = at ? classAround(at) : undefined;
    if (!at || !around || !interceptorBase.test(around.text.slice(0, around.text.indexOf('{')))) return [];
    // On some conditions only, given that the connection was opened.
    const method = around.childForFieldName('body') ?? around;
    const maybe = isConditional(at, method) || undefined;
    const statements = pragmasSetBy(sql, file.cache);
    return [
      {
        name: around.childForFieldName('name')?.text ?? '',
        settings: statements.map((one) => {
          return { ...settingOf(one, { by: 'hook' as const, everyConnection: true }), maybe };
        }),
        loose: statements.map((one) => ({
          ...looseSettingOf(one, 'connection'),
          by: 'hook' as const,
          maybe,
        })),
      },
    ];
  });
}
