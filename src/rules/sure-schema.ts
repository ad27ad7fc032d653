import type { LogicalDatabase } from '../project/databases.ts';
import type { Project } from '../project/project.ts';
import { tablesNamedBy } from '../project/queries.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';
import { mentionsName } from '../sql/names.ts';
import type { Stmt } from '../sql/tree.ts';
import { nodesOf, treeOf } from './query-trees.ts';
import type { StatementInput } from './rule.ts';
import { frameworks } from './schema-columns.ts';

/**
 * True where a schema is surely known as a whole: files of migrations or one of the schema make it without a step that
 * failed or can't be followed. Programs add columns and indexes to what they make in ways that are not followed.
 */
export function isWhole({ timeline, tool, unknowns }: LogicalDatabase): boolean {
  return (
    timeline !== undefined && timeline.failures.length === 0 && unknowns.length === 0 && tool !== 'program'
  );
}

/** True where SQLite's message about a view, a trigger or a key can be relied on: what is missing is not elsewhere. */
export function isCertain(database: LogicalDatabase, message: string): boolean {
  const [, what, schema] = /^no such (table|column): (?:(\w+)\.)?/.exec(message) ?? [];
  if (what === undefined) return database.timeline?.failures.length === 0;
  // A framework brings tables along; an attached database has its own.
  const isElsewhere =
    what === 'table' && (frameworks.has(database.tool) || (schema !== undefined && schema !== 'main'));
  return isWhole(database) && !isElsewhere;
}

/** A statement that SQLite refuses because of the schema, and would refuse in production. */
export interface RefusedStatement {
  readonly tree: Stmt;
  /** As SQLite says it. */
  readonly error: string;
  /** True where another file that shapes a schema has a word: what it says of the tables may be news. */
  isNamedElsewhere(word: string): boolean;
}

/**
 * The statement, where SQLite refuses it, the schema is surely known as a whole, and no other database of the project has
 * a table of the same name.
 */
export function refusedStatement(input: StatementInput): RefusedStatement | undefined {
  const { query, role, isGuess, database } = input;
  const tree = treeOf(input);
  const timeline = database?.timeline;
  if (!tree || query?.error === undefined || role !== 'query' || isGuess || !database || !timeline)
    return undefined;
  if (!isWhole(database)) return undefined;
  if ([...nodesOf(tree, 'QualifiedName')].some(({ node }) => node.dbName)) return undefined;
  const named = [...tablesNamedBy({ tree })];
  const isSure = named.every((name) => {
    const kind = timeline.tables.get(name)?.table.kind;
    return kind === 'table' || kind === 'view';
  });
  const { project } = input;
  const others = project.databases.filter(({ name }) => name !== database.name);
  if (!isSure || named.some((name) => others.some((other) => other.timeline?.tables.has(name))))
    return undefined;
  return {
    tree,
    error: query.error,
    isNamedElsewhere: (word) =>
      shapingFiles(project).some((file) => !database.files.includes(file) && mentionsName(file.text, word)),
  };
}

/** Files that make or change tables, in whatever language and for whatever database. */
const shapingFiles = remember((project: Project): readonly SourceFile[] => project.sources.filter(shapes));

const shapes = remember(({ text }: SourceFile): boolean =>
  /\b(?:create|alter)\s+table\b|\badd[ _]?column|\b(?:create|alter|change)_?table|\bSchema::|\bmigrat/i.test(
    text,
  ),
);
