import type { MigrationScript, SchemaOperation } from '../embedded/migrations/operations.ts';
import { type EmbeddedSql, hostRange, standsAsItIs } from '../embedded/sql/embedded-sql.ts';
import { shapesSchema, targetsOf } from '../schema/steps.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import { lexemeAt } from '../sql/scan.ts';
import type { Statement } from '../sql/statement.ts';
import { overlaps } from '../text/range.ts';
import type { SchemaSource } from './databases.ts';
import type { DialectVerdict } from './dialect.ts';
import { ownerAt } from './program-owners.ts';
import type { SourceFile } from './source-file.ts';
import { ladderOf } from './version-ladder.ts';

/** A statement in a program's text that shapes a schema. */
interface ShapingStatement {
  readonly statement: Statement;
  readonly sql: EmbeddedSql;
  /** The function or constant that it stands in. */
  readonly owner: string;
}

/** The schema that a program makes by itself. */
export interface ProgramSchema {
  readonly source: SchemaSource;
  readonly script: MigrationScript;
  /** The tables that it makes, in lower case. */
  readonly tables: ReadonlySet<string>;
}

/** Functions and constants that change a schema of an earlier version. */
const upgrades =
  /migrat|upgrade|downgrade|patch|legacy|rollback|v?\d+_?to_?v?\d+|(?:^|_)(?:old|temp|tmp|test|down)|alter|drop|fix|convert|backfill/i;

/**
 * The schema that the SQL in a program's text makes, when that can be told: functions that are numbered run in their
 * order; otherwise what is created for a new database counts, and what changes an old one does not.
 * @param texts the SQL in the file
 * @param known tables that other files of the project make or change as well, in lower case: what becomes of them is open
 * @returns undefined for a program that makes no table
 */
export function programSchemaOf(
  file: SourceFile,
  texts: readonly EmbeddedSql[],
  verdict: DialectVerdict,
  known: ReadonlySet<string>,
  cache: SyntaxCache,
): ProgramSchema | undefined {
  const memory = read(file, texts, cache);
  if (memory.all.length === 0) return undefined;
  const shared = [...memory.tables].filter((table) => known.has(table));
  const key = `${verdict.reason} ${shared.join()}`;
  if (!memory.schemas.has(key)) memory.schemas.set(key, readSchema(memory, verdict, new Set(shared)));
  return memory.schemas.get(key);
}

/** True for a program that is a history of steps, each of which is run once: what it asks is no query to judge. */
export function isHistory(file: SourceFile, texts: readonly EmbeddedSql[], cache: SyntaxCache): boolean {
  return read(file, texts, cache).numbered !== undefined;
}

/** What was read of a file's texts, apart from the project. */
interface Memory {
  readonly file: SourceFile;
  readonly all: readonly ShapingStatement[];
  readonly tables: ReadonlySet<string>;
  /**
   * Those that are run one after the other, in that order: by the numbers of their functions, or by the versions that a
   * function of migrations asks for.
   */
  readonly numbered: readonly ShapingStatement[] | undefined;
  readonly schemas: Map<string, ProgramSchema | undefined>;
  remade?: readonly string[];
}

const remembered = new WeakMap<readonly EmbeddedSql[], Memory>();

/** A function that drops or renames the table that it is given: `drop_table(tx, "book")`. */
const remakingCall = /\b(?:drop|rename|remove|recreate|rebuild)\w*\s*!?\([^)\n]{0,80}?["'`](\w+)["'`]/gi;

/** The tables that a program drops, renames or takes columns from, in lower case. */
export function tablesRemadeBy(
  file: SourceFile,
  texts: readonly EmbeddedSql[],
  cache: SyntaxCache,
): readonly string[] {
  const memory = read(file, texts, cache);
  memory.remade ??= [
    ...memory.all.flatMap(({ statement }) => (remakes(statement) ? targets(statement) : [])),
    ...[...file.text.matchAll(remakingCall)].flatMap(([, name]) => name?.toLowerCase() ?? []),
  ];
  return memory.remade;
}

/** True for a statement behind which a table is not what it was made as; a further column changes nothing of it. */
function remakes({ tree }: Statement): boolean {
  return (
    tree?.type === 'DropTableStmt' ||
    (tree?.type === 'AlterTableStmt' && tree.body.type !== 'AddColumnAlterTableBody')
  );
}

function read(file: SourceFile, texts: readonly EmbeddedSql[], cache: SyntaxCache): Memory {
  let memory = remembered.get(texts);
  if (memory?.file !== file) {
    const all = texts.flatMap((sql) => shapingStatements(sql, file, cache));
    const tables = new Set(all.flatMap(({ statement }) => targets(statement)));
    memory = {
      file,
      all,
      tables,
      numbered: inOrderOfNumbers(all) ?? inLadder(file, all),
      schemas: new Map(),
    };
    remembered.set(texts, memory);
  }
  return memory;
}

function readSchema(
  { file, all, numbered }: Memory,
  verdict: DialectVerdict,
  known: ReadonlySet<string>,
): ProgramSchema | undefined {
  const isUpgrade = ({ owner }: ShapingStatement): boolean => upgrades.test(owner);
  if (!numbered && /migrat/i.test(file.path)) return undefined;
  const current = numbered ?? all.filter((one) => !isUpgrade(one));
  const whole = current.filter(({ sql, statement }) => isWhole(sql, statement));
  const creates = whole.filter(({ statement }) => statement.tree?.type === 'CreateTableStmt');
  if (creates.length === 0) return undefined;

  const reason = 'it makes the table in more than one way';
  const doubted = new Set([
    ...(numbered ? outside(all, numbered) : changedTwice(current)),
    ...current.filter((one) => !whole.includes(one)).flatMap(({ statement }) => targets(statement)),
    // The other database may be this one.
    ...creates.flatMap(({ statement }) => targets(statement).filter((table) => known.has(table))),
  ]);
  const own = new Set(creates.flatMap(({ statement }) => targets(statement)));
  const shaping = numbered ?? whole.filter(({ statement }) => addsTo(statement, own));
  return {
    tables: own,
    source: {
      name: file.path,
      tool: 'program',
      verdict,
      files: [file],
      others: [],
      unknowns: [],
      doubts: doubted.size > 0 ? [{ file, tables: [...doubted], reason }] : [],
    },
    script: {
      tool: 'program',
      whole: true,
      operations: shaping
        .filter(({ sql, statement }) => isWhole(sql, statement))
        .map(({ statement, sql }): SchemaOperation => {
          const range = hostRange(sql, statement.range);
          const verbatim = standsAsItIs(sql, { start: statement.start, end: statement.end });
          return { kind: 'sql', range, sql: statement.text, textRange: range, verbatim };
        }),
    },
  };
}

function shapingStatements(sql: EmbeddedSql, file: SourceFile, cache: SyntaxCache): ShapingStatement[] {
  if (!/\b(?:create|alter|drop)\b/i.test(sql.text)) return [];
  const owner = ownerAt(file.text, sql.range.start);
  return readSqlDocument(sql.text, cache)
    .statements.filter(({ syntax }) => shapesSchema(syntax))
    .map((statement) => ({ statement, sql, owner }));
}

/** True for a statement of which nothing but values in quotes is filled in at run time. */
function isWhole({ holes }: EmbeddedSql, statement: Statement): boolean {
  const { start, end } = statement;
  const own = holes.filter(({ range }) => overlaps(range, { start, end }));
  return own.every(({ range }) => isQuoted(statement.text, range.start - start));
}

function isQuoted(sql: string, offset: number): boolean {
  for (let at = 0; at < sql.length; ) {
    const lexeme = lexemeAt(sql, at);
    if (offset < lexeme.end) return lexeme.kind === 'quoted' && sql[at] === "'";
    at = lexeme.end;
  }
  return false;
}

/** Statements by the number of the function that they stand in; undefined when most stand in none. */
function inOrderOfNumbers(all: readonly ShapingStatement[]): ShapingStatement[] | undefined {
  const parts = all.map(({ owner }) => /^(.*?[A-Za-z_])_?(\d+)$/.exec(owner));
  const [prefix] = parts.find((part) => part !== null)?.slice(1) ?? [];
  const numbers = parts.map((part) => (part && part[1] === prefix ? Number(part[2]) : undefined));
  const distinct = new Set(numbers.filter((number) => number !== undefined));
  if (distinct.size < 3 || numbers.some((number) => number === undefined)) return undefined;
  return all
    .map((one, at) => ({ one, number: numbers[at] ?? 0, at }))
    .sort((a, b) => a.number - b.number || a.at - b.at)
    .map(({ one }) => one);
}

/** Statements of migrations in one function, under conditions on the version that rise; undefined when none are. */
function inLadder(
  { path, text }: SourceFile,
  all: readonly ShapingStatement[],
): ShapingStatement[] | undefined {
  // What is filled in may be any table.
  if (!/migrat/i.test(path) || !all.every(({ sql, statement }) => isWhole(sql, statement))) return undefined;
  const steps = ladderOf(text, [...new Set(all.map(({ sql }) => sql))]);
  const isStep = ({ sql }: ShapingStatement): boolean => steps?.has(sql) ?? false;
  // What drops an index doesn't say whose it is.
  const isOpen = all.some((one) => !isStep(one) && one.statement.tree?.type === 'DropIndexStmt');
  return steps && !isOpen ? all.filter(isStep) : undefined;
}

/** The tables that are shaped by what has no place in the order, too. */
function outside(all: readonly ShapingStatement[], ordered: readonly ShapingStatement[]): string[] {
  const placed = new Set(ordered);
  return all.filter((one) => !placed.has(one)).flatMap(({ statement }) => targets(statement));
}

const targets = ({ syntax }: Statement): string[] => targetsOf(syntax).map((name) => name.toLowerCase());

/** Tables that are made twice, or that are dropped or renamed: which definition survives is not known. */
function changedTwice(all: readonly ShapingStatement[]): string[] {
  const made = new Set<string>();
  return all.flatMap(({ statement }) => {
    const { tree } = statement;
    const names = targets(statement);
    if (tree?.type === 'CreateTableStmt') {
      const again = names.filter((name) => made.has(name));
      for (const name of names) made.add(name);
      return again;
    }
    const isHarmless =
      tree?.type === 'CreateIndexStmt' ||
      tree?.type === 'CreateTriggerStmt' ||
      tree?.type === 'CreateViewStmt' ||
      tree?.type === 'CreateVirtualTableStmt' ||
      tree?.type === 'DropViewStmt' ||
      tree?.type === 'DropTriggerStmt' ||
      (tree?.type === 'AlterTableStmt' && tree.body.type === 'AddColumnAlterTableBody');
    // What drops an index doesn't say whose it is.
    return isHarmless ? [] : names;
  });
}

/** True for what makes the tables, and what is made on them. */
function addsTo(statement: Statement, tables: ReadonlySet<string>): boolean {
  switch (statement.tree?.type) {
    case 'CreateTableStmt':
    case 'CreateVirtualTableStmt':
    case 'CreateViewStmt':
      return true;
    case 'CreateIndexStmt':
    case 'CreateTriggerStmt':
      return targets(statement).some((table) => tables.has(table));
    default:
      return false;
  }
}
