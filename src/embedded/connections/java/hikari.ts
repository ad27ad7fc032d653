import type { Node } from '@vscode/tree-sitter-wasm';
import { wholeNumber } from '../../../text/number.ts';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type JdbcProperty, joined, readProperties } from '../jdbc.ts';
import type { ConnectionSite } from '../site.ts';
import { settingOf } from '../statements.ts';
import { holderOf, resolved } from '../values.ts';
import { ignoredProperty } from './driver-manager.ts';
import { type Call, callsOn, literalAt } from './objects.ts';
import { neverRun, type Run, statementsOf } from './run.ts';
import { nameAndArguments } from './setters.ts';
import { urlAt } from './urls.ts';

/** Pools of HikariCP: https://github.com/brettwooldridge/HikariCP#gear-configuration-knobs-baby */
export function* readHikari(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['object_creation_expression'])) {
    if (
      !/^(?:com\.zaxxer\.hikari\.)?Hikari(?:Config|DataSource)$/.test(
        node.childForFieldName('type')?.text ?? '',
      )
    )
      continue;
    const site = readSite(node, file);
    if (site) yield site;
  }
}

function readSite(node: Node, file: HostFile): ConnectionSite | undefined {
  const holder = holderOf(node);
  const calls = callsOn(node, holder, file, node);
  const opened = calls.find(
    ({ method, args }) =>
      (method === 'setJdbcUrl' && urlAt(args[0], file) !== undefined) ||
      (method === 'setConnectionInitSql' && /^"\s*pragma\b/i.test(args[0]?.text ?? '')) ||
      (/^set(?:DriverClassName|DataSourceClassName)$/.test(method) &&
        /^org\.sqlite\.(?:JDBC|SQLiteDataSource)$/.test(literalAt(args[0], file) ?? '')),
  );
  if (!opened) return undefined;
  // What the pool is to SQLite counts: other branches may set it up for another database.
  const all = callsOn(node, holder, file, opened.node);
  const given = all.find(({ method, args }) => method === 'setJdbcUrl' && urlAt(args[0], file));
  const url = urlAt(given?.args[0], file) ?? dataSourceUrl(all, file);
  const hook = hooksIn(all, file);
  const facts = joined(...(url ? [url] : []), readProperties(propertiesIn(all, file), ignoredProperty), {
    ...hook,
    readOnly: false,
  });
  const size = all.findLast(({ method }) => method === 'setMaximumPoolSize');
  const poolSize = size && !size.maybe ? literalAt(size.args[0], file) : undefined;
  return {
    ...facts,
    driver: 'hikaricp',
    range: placeOf((given ?? opened).node),
    database: url?.database ?? { kind: 'unknown', reason: 'its URL is set elsewhere' },
    storage: url?.storage ?? 'unknown',
    opaque: opaqueUse(all, url?.isComplete),
    poolSize: wholeNumber(poolSize),
    variable: holder?.name,
    fix: url?.fix,
  };
}

function dataSourceUrl(calls: readonly Call[], file: HostFile): ReturnType<typeof urlAt> {
  const call = calls.find(
    ({ method, args }) => method === 'addDataSourceProperty' && literalAt(args[0], file) === 'url',
  );
  return urlAt(call?.args[1], file);
}

function propertiesIn(calls: readonly Call[], file: HostFile): JdbcProperty[] {
  const isBean = calls.some(({ method }) => method === 'setDataSourceClassName');
  return calls.flatMap(({ node, method, args, maybe }): JdbcProperty[] => {
    const [key, value] = args;
    if (method !== 'addDataSourceProperty' || !key || !value) return [];
    const written = literalAt(key, file);
    if (written === undefined || written === 'url') return [];
    // The properties of a data source are those of its class: journalMode.
    const name = isBean ? written.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`) : written;
    const plain = name === 'enforce_foreign_keys' ? 'foreign_keys' : name;
    return [
      {
        name: plain,
        value: literalAt(value, file),
        range: nameAndArguments(node),
        written,
        by: 'option',
        maybe,
      },
    ];
  });
}

/** The SQL that each new connection is given first: its first statement is run. */
function hooksIn(calls: readonly Call[], file: HostFile): Run {
  const found = calls
    .filter(({ method }) => method === 'setConnectionInitSql')
    .flatMap(({ args, maybe }) =>
      file.sql
        .filter(({ range }) => args[0] && holds(resolved(args[0]), range))
        .map((sql) => ({ maybe, ...statementsOf({ ...sql, callee: 'setConnectionInitSql' }, file) })),
    );
  return {
    settings: found.flatMap(({ run, maybe }) =>
      run.map((statement) => ({ ...settingOf(statement, { by: 'hook', everyConnection: true }), maybe })),
    ),
    ignored: found.flatMap(({ left }) =>
      left.map((statement) => neverRun(statement, 'setConnectionInitSql')),
    ),
  };
}

function holds(node: Node, { start, end }: Range): boolean {
  return node.startIndex <= start && end <= node.endIndex;
}

function opaqueUse(calls: readonly Call[], isComplete: boolean | undefined): string | undefined {
  if (isComplete === undefined) return 'its URL is set elsewhere';
  if (!isComplete) return 'its URL may hold further parameters';
  const other = calls.find(({ method }) =>
    /^set(?:DataSourceProperties|DataSource|HealthCheckProperties)$/.test(method),
  );
  return other ? `${other.method} sets what is built elsewhere` : undefined;
}
