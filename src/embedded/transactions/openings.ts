import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { placeOf } from '../sql/text-expressions.ts';
import type { Reach } from './classify.ts';
import { type Code, nameThatKeeps, type Unit } from './code.ts';
import type { TransactionSite } from './site.ts';
import { beginOfSql, endsTransaction } from './statement-kind.ts';

/** Where a transaction begins and how far it reaches. */
export interface Opening extends Pick<TransactionSite, 'range' | 'begin' | 'by' | 'library' | 'fix'> {
  /** Where the statements of the transaction stand. */
  readonly body: Range;
  readonly bodyNode: Node;
  readonly reach: Reach;
}

/** How a transaction is opened, by what the language and the libraries call it. */
export function openingsOf(code: Code): Opening[] {
  const spans = byStatement(code);
  switch (code.language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return [...spans, ...javaScript(code)];
    case 'go':
      return [...spans, ...go(code)];
    case 'rust':
      return [...spans, ...rust(code)];
    case 'python':
      return [...spans, ...python(code)];
    case 'ruby':
      return [...spans, ...ruby(code)];
    case 'php':
      return [...spans, ...php(code)];
    case 'java':
      return [...spans, ...java(code)];
    case 'c-sharp':
      return [...spans, ...cSharp(code)];
  }
}

/** BEGIN as a statement of its own, up to the last COMMIT or ROLLBACK of the function. */
function byStatement(code: Code): Opening[] {
  const begins = code.units.flatMap((unit): Opening[] => {
    const sql = code.sqlOfUnit(unit);
    const begin = sql === undefined ? undefined : beginOfSql(sql);
    if (!begin || unit.names.some((name) => /^prepare/i.test(name))) return [];
    const around = code.functionOf(unit.node) ?? code.file.root;
    const receiver = unit.names.slice(0, -1).join('.');
    return [
      {
        range: placeOf(unit.node),
        begin,
        by: 'sql',
        library: undefined,
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, isEnd(code)) },
        bodyNode: around,
        reach: { handle: undefined, receiver: receiver === '' ? undefined : receiver, orm: undefined },
        fix: fixOfBegin(unit, begin, sql ?? ''),
      },
    ];
  });
  return begins;
}

/** Where BEGIN stands in a plain literal, IMMEDIATE is put behind it. */
function fixOfBegin(unit: Unit, begin: string, sql: string): Opening['fix'] {
  if (begin !== 'deferred' || /deferred/i.test(sql)) return undefined;
  const found = /(['"`]\s*)begin(?=\s*(?:;|transaction|['"`]))/i.exec(unit.node.text);
  if (!found) return undefined;
  const at = unit.node.startIndex + found.index + found[0].length;
  return { range: { start: at, end: at }, text: /begin$/.test(found[0]) ? ' immediate' : ' IMMEDIATE' };
}

const isEnd =
  (code: Code) =>
  (unit: Unit): boolean => {
    const sql = code.sqlOfUnit(unit);
    return (sql !== undefined && endsTransaction(sql)) || /^(?:commit|Commit)$/.test(unit.names.at(-1) ?? '');
  };

/** The start of the last call of a function that ends what another has begun; the function's end where there is none. */
function endOf(code: Code, around: Node, begin: Unit, ends: (unit: Unit) => boolean): number {
  const later = code
    .unitsWithin({ start: begin.node.endIndex, end: around.endIndex })
    .filter((unit) => ends(unit) && code.mayFollow(begin.node, unit.node));
  const commits = later.filter((unit) => !/rollback/i.test(unit.node.text));
  const again = code
    .unitsWithin({ start: begin.node.endIndex, end: around.endIndex })
    .find(
      (unit) =>
        unit.names.join('.') === begin.names.join('.') &&
        unit.calls.at(-1)?.args[0]?.text === begin.calls.at(-1)?.args[0]?.text,
    );
  const limit = again?.node.startIndex ?? around.endIndex;
  return commits.filter(({ node }) => node.startIndex < limit).at(-1)?.node.startIndex ?? limit;
}

const direct = (handle: string | undefined): Reach => ({ handle, receiver: undefined, orm: undefined });

const functionTypes =
  /^(?:arrow_function|function_expression|func_literal|closure_expression|lambda_expression|anonymous_function|anonymous_function_creation_expression|anonymous_method_expression|lambda)$/;

/** The function that a call is handed, with the name of its first parameter. */
function callbackOf(unit: Unit): { readonly node: Node; readonly parameters: readonly string[] } | undefined {
  for (const { args } of unit.calls) {
    for (const argument of args) {
      if (!functionTypes.test(argument.type)) continue;
      const list = argument.childForFieldName('parameters') ?? argument.childForFieldName('parameter');
      const parameters =
        list?.type === 'identifier'
          ? [list.text]
          : (list?.namedChildren ?? []).flatMap((one) => {
              const name = one?.childForFieldName('pattern') ?? one?.childForFieldName('name') ?? one;
              return name ? [name.text.replace(/^\$|^(?:&\s*)?mut\s+/, '').split(/[:\s]/, 1)[0] ?? ''] : [];
            });
      return { node: argument, parameters };
    }
  }
  return undefined;
}

const handleNames =
  /^(?:tx|trx|txn|t|trans|transaction|db|conn|connection|c|client|manager|em|entityManager|transactionalEntityManager|transactionalEntityManager|transactionManager|sql|knex|k|database|_tx)$/;

function javaScript(code: Code): Opening[] {
  const { text } = code.file;
  return code.units.flatMap((unit): Opening[] => {
    const at = unit.names.findIndex((name) => /^\$?transaction$/i.test(name));
    const callback = at < 1 ? undefined : callbackOf(unit);
    if (!callback) return [];
    const [first] = callback.parameters;
    const behind = unit.names.slice(at + 1);
    const isBuilder = behind.includes('execute');
    const isPrisma = unit.names[at] === '$transaction';
    const handle = first !== undefined && handleNames.test(first) && !/^\{/.test(first) ? first : undefined;
    const options = unit.calls
      .flatMap(({ args }) => args)
      .filter(({ type }) => type === 'object')
      .map((node) => node.text)
      .join();
    const receiver = unit.names.slice(0, at).join('.');
    return [
      {
        range: placeOf(unit.node),
        begin: beginOfJavaScript(code, unit, behind, options),
        by: 'api',
        library: isPrisma
          ? 'prisma'
          : isBuilder
            ? 'kysely'
            : /\bSequelize\b|sequelize/.test(text)
              ? 'sequelize'
              : undefined,
        body: placeOf(callback.node),
        bodyNode: callback.node,
        reach: handle === undefined ? { handle: undefined, receiver, orm: undefined } : direct(handle),
      },
    ];
  });
}

function beginOfJavaScript(
  code: Code,
  unit: Unit,
  behind: readonly string[],
  options: string,
): Opening['begin'] {
  const mode = /^(?:deferred|immediate|exclusive)$/;
  const called = behind.find((name) => mode.test(name));
  if (called !== undefined) return called as 'deferred';
  const option = /\b(?:behavior|type|mode)\s*:\s*(?:['"]|[\w.]*TYPES\.)(deferred|immediate|exclusive)/i.exec(
    options,
  )?.[1];
  if (option !== undefined) return option.toLowerCase() as 'deferred';
  if (/\b(?:behavior|type|isolationLevel|mode)\b|\.\.\./.test(options)) return undefined;
  // better-sqlite3 and Bun make a function of it, which is run in the mode that it is called with.
  const name = nameThatKeeps(unit.node);
  const kept = name !== undefined && !/await/.test(unit.node.parent?.type ?? '');
  if (kept && new RegExp(`\\b${name}\\.(?:immediate|exclusive|deferred)\\b`).test(code.file.text))
    return undefined;
  const isReturned = /^(?:return_statement|arrow_function)$/.test(unit.node.parent?.type ?? '');
  const isPlain = /^(?:async|await)/.test(unit.node.parent?.text ?? '') || behind.length > 0;
  return isReturned && !isPlain && !/await|async/.test(unit.node.text.slice(0, 200)) ? undefined : 'driver';
}

function go(code: Code): Opening[] {
  return code.units.flatMap((unit): Opening[] => {
    const method = unit.names.at(-1) ?? '';
    const args = unit.calls.at(-1)?.args ?? [];
    const around = code.functionOf(unit.node);
    if (/^(?:Begin|BeginTx|Beginx|BeginTxx|MustBegin)$/.test(method) && around) {
      const handle = nameThatKeeps(unit.node);
      if (handle === undefined || handle === '_') return [];
      const options = args.at(-1)?.text ?? '';
      const isPlain = args.length < 2 || options === 'nil' || /TxOptions\{\s*\}$/.test(options);
      const ends = (end: Unit): boolean =>
        end.names.join('.') === `${handle}.Commit` ||
        (end.names[0] === handle && end.names.at(-1) === 'Commit');
      return [
        {
          range: placeOf(unit.node),
          begin: isPlain ? 'driver' : undefined,
          by: 'api',
          library: 'database/sql',
          body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
          bodyNode: around,
          reach: direct(handle),
        },
      ];
    }
    const callback = callbackOf(unit);
    const parameters = callback?.node.childForFieldName('parameters')?.text ?? '';
    const handle = /(\w+)\s+\*?(?:sql\.Tx|sqlx\.Tx|gorm\.DB|bun\.Tx)\b/.exec(parameters)?.[1];
    if (!callback || handle === undefined) return [];
    const isTransaction =
      /^(?:Transaction|RunInTx|WithTx|withTx|InTx|inTx|WithTransaction|withTransaction|InTransaction|Tx|ExecTx|execTx)$/.test(
        method,
      );
    if (!isTransaction) return [];
    return [
      {
        range: { start: unit.node.startIndex, end: callback.node.startIndex },
        begin: /\bsql\.TxOptions\{[^}]|ReadOnly/.test(unit.node.text) ? undefined : 'driver',
        by: 'api',
        library: /gorm/.test(parameters) ? 'gorm' : 'database/sql',
        body: placeOf(callback.node),
        bodyNode: callback.node,
        reach: direct(handle),
      },
    ];
  });
}

function rust(code: Code): Opening[] {
  const isSqlx = /\bsqlx\b/.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const at = unit.names.findIndex((name) =>
      /^(?:transaction|unchecked_transaction|transaction_with_behavior|immediate_transaction|exclusive_transaction|begin|begin_with)$/.test(
        name,
      ),
    );
    const method = unit.names[at];
    if (at < 1 || method === undefined) return [];
    const call = unit.calls.find(({ name }) => name === method);
    const first = call?.args[0];
    const callback = callbackOf(unit);
    const begin = rustMode(method, first?.text);
    const range = placeOf(unit.node);
    if (callback) {
      const [handle] = callback.parameters;
      if (handle === undefined) return [];
      return [
        {
          range,
          begin,
          by: 'api',
          library: 'diesel',
          body: placeOf(callback.node),
          bodyNode: callback.node,
          reach: direct(handle),
        },
      ];
    }
    if (method === 'begin' && !isSqlx && !/sea_orm/.test(code.file.text)) return [];
    const handle = nameThatKeeps(unit.node);
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (handle === undefined || !around || call?.args.some((arg) => functionTypes.test(arg.type))) return [];
    const ends = (end: Unit): boolean => end.names[0] === handle && end.names.at(-1) === 'commit';
    return [
      {
        range,
        begin,
        by: 'api',
        library: method.startsWith('begin') ? 'sqlx' : 'rusqlite',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach: direct(handle),
        fix:
          method === 'transaction' && call?.args.length === 0 && /rusqlite/.test(code.file.text)
            ? fixOfRust(unit)
            : undefined,
      },
    ];
  });
}

function fixOfRust(unit: Unit): Opening['fix'] {
  const found = /\.transaction\(\s*\)/.exec(unit.node.text);
  if (!found) return undefined;
  const start = unit.node.startIndex + found.index;
  return {
    range: { start, end: start + found[0].length },
    text: '.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)',
  };
}

function rustMode(method: string, argument: string | undefined): Opening['begin'] {
  if (method === 'immediate_transaction') return 'immediate';
  if (method === 'exclusive_transaction') return 'exclusive';
  if (method === 'transaction_with_behavior' || method === 'begin_with') {
    const mode = /\b(deferred|immediate|exclusive)\b/i.exec(argument ?? '')?.[1];
    return mode?.toLowerCase() as 'deferred' | undefined;
  }
  return 'driver';
}

function python(code: Code): Opening[] {
  const isDjango = /^\s*(?:from|import)\s+django\b/m.test(code.file.text);
  const isPeewee = /^\s*(?:from|import)\s+peewee\b/m.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const written = unit.names.join('.');
    if (isDjango && /^(?:transaction\.)?atomic$/.test(written)) {
      const around = withBlockOf(unit.node) ?? decoratedBy(unit.node);
      if (!around) return [];
      return [
        {
          range: placeOf(unit.node),
          begin: 'driver',
          by: 'api',
          library: 'django',
          body: placeOf(around),
          bodyNode: around,
          reach: { handle: undefined, receiver: undefined, orm: 'django' },
        },
      ];
    }
    if (isPeewee && /\.(?:atomic|transaction)$/.test(written)) {
      const around = withBlockOf(unit.node);
      if (!around) return [];
      const argument = unit.calls.at(-1)?.args[0]?.text;
      const mode = /^['"](deferred|immediate|exclusive)['"]$/i.exec(argument ?? '')?.[1]?.toLowerCase();
      return [
        {
          range: placeOf(unit.node),
          begin: argument === undefined ? 'driver' : (mode as 'deferred' | undefined),
          by: 'api',
          library: 'peewee',
          body: placeOf(around),
          bodyNode: around,
          reach: { handle: undefined, receiver: undefined, orm: undefined },
        },
      ];
    }
    return [];
  });
}

function withBlockOf(node: Node): Node | undefined {
  let around = node.parent;
  while (around && /^(?:with_item|with_clause|as_pattern)$/.test(around.type)) around = around.parent;
  return around?.type === 'with_statement' ? (around.childForFieldName('body') ?? undefined) : undefined;
}

function decoratedBy(node: Node): Node | undefined {
  const definition = node.parent?.type === 'decorator' ? node.parent.parent : undefined;
  return definition?.childForFieldName('definition')?.childForFieldName('body') ?? undefined;
}

function ruby(code: Code): Opening[] {
  const isRails = !/require ['"](?:sqlite3|sequel)['"]/.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const block = unit.node.childForFieldName('block');
    if (unit.names.at(-1) !== 'transaction' || !block) return [];
    const [argument] = unit.calls.at(-1)?.args ?? [];
    const mode = /^:(deferred|immediate|exclusive)$/.exec(argument?.text ?? '')?.[1];
    if (argument && mode === undefined && !isRails) return [];
    return [
      {
        range: { start: unit.node.startIndex, end: block.startIndex },
        begin: (mode as 'deferred' | undefined) ?? 'driver',
        by: 'api',
        library: isRails ? 'rails' : undefined,
        body: placeOf(block),
        bodyNode: block,
        reach: { handle: undefined, receiver: undefined, orm: isRails ? 'rails' : undefined },
      },
    ];
  });
}

function php(code: Code): Opening[] {
  const isLaravel = /\bIlluminate\\/.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const method = unit.names.at(-1) ?? '';
    const common = { range: placeOf(unit.node), begin: 'driver', by: 'api' } as const;
    const reach: Reach = { handle: undefined, receiver: undefined, orm: isLaravel ? 'laravel' : undefined };
    const callback = callbackOf(unit);
    if (/^(?:transaction|transactional|wrapInTransaction)$/.test(method) && callback)
      return [
        {
          ...common,
          library: isLaravel ? 'laravel' : undefined,
          body: placeOf(callback.node),
          bodyNode: callback.node,
          reach,
        },
      ];
    const around = code.functionOf(unit.node) ?? code.file.root;
    if (!/^(?:beginTransaction|startTransaction)$/.test(method)) return [];
    const ends = (end: Unit): boolean =>
      /^(?:commit|closeTransaction|endTransaction)$/.test(end.names.at(-1) ?? '');
    return [
      {
        ...common,
        library: isLaravel ? 'laravel' : 'pdo',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach,
      },
    ];
  });
}

function java(code: Code): Opening[] {
  return code.units.flatMap((unit): Opening[] => {
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (unit.names.at(-1) !== 'setAutoCommit' || unit.calls.at(-1)?.args[0]?.text !== 'false' || !around)
      return [];
    const ends = (end: Unit): boolean => end.names.at(-1) === 'commit';
    return [
      {
        range: placeOf(unit.node),
        begin: 'driver',
        by: 'api',
        library: 'jdbc',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach: { handle: undefined, receiver: unit.names.slice(0, -1).join('.'), orm: undefined },
      },
    ];
  });
}

function cSharp(code: Code): Opening[] {
  return code.units.flatMap((unit): Opening[] => {
    const method = unit.names.at(-1) ?? '';
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (!/^BeginTransaction(?:Async)?$/.test(method) || !around) return [];
    const isDeferred = /\bdeferred\s*:\s*true\b/.test(unit.node.text);
    const ends = (end: Unit): boolean => /^Commit(?:Async)?$/.test(end.names.at(-1) ?? '');
    return [
      {
        range: placeOf(unit.node),
        begin: isDeferred ? 'deferred' : /\bdeferred\s*:/.test(unit.node.text) ? undefined : 'driver',
        by: 'api',
        library: 'dotnet',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach: { handle: undefined, receiver: undefined, orm: undefined },
      },
    ];
  });
}
