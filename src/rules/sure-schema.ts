import type { Project } from '../project/project.ts';
import { tablesNamedBy } from '../project/queries.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';
import type { Stmt } from '../sql/tree.ts';
import { nodesOf, treeOf } from './query-trees.ts';
import type { StatementInput } from './rule.ts';

/** A statement that SQLite refuses because of the schema, and would refuse in production. */
export interface RefusedStatement {
  readonly tree: Stmt;
  /** As SQLite says it. */
  readonly error: string;
  /** True where another file that shapes a schema has a word: what it says of the tables may be news. */
  isNamedElsewhere(word: string): boolean;
}

/**
 * The statement, where SQLite refuses it and the schema is surely whole: files of migrations or one of the schema make it
 * without a step that failed or can't be followed, and no other database of the project has a table of the same name.
 * Programs add columns and indexes to what they make in ways that are not followed.
 */
export function refusedStatement(input: StatementInput): RefusedStatement | undefined {
  const { query, role, isGuess, database, project } = input;
  const tree = treeOf(input);
  const timeline = database?.timeline;
  if (!tree || query?.error === undefined || role !== 'query' || isGuess || !database || !timeline)
    return undefined;
  if (database.tool === 'program' || database.unknowns.length > 0 || timeline.failures.length > 0)
    return undefined;
  if ([...nodesOf(tree, 'QualifiedName')].some(({ node }) => node.dbName)) return undefined;
  const named = [...tablesNamedBy({ tree })];
  const isSure = named.every((name) => {
    const state = timeline.tables.get(name);
    const kind = state?.table.kind;
    return state?.uncertain === undefined && (kind === 'table' || kind === 'view');
  });
  const others = project.databases.filter(({ name }) => name !== database.name);
  if (!isSure || named.some((name) => others.some((other) => other.timeline?.tables.has(name))))
    return undefined;
  return {
    tree,
    error: query.error,
    isNamedElsewhere: (word) =>
      shapingFiles(project).some((file) => !database.files.includes(file) && hasWord(file, word)),
  };
}

/** Files that make or change tables, in whatever language and for whatever database. */
const shapingFiles = remember((project: Project): readonly SourceFile[] => project.sources.filter(shapes));

const shapes = remember(({ text }: SourceFile): boolean =>
  /\b(?:create|alter)\s+table\b|\badd[ _]?column|\b(?:create|alter|change)_?table|\bSchema::|\bmigrat/i.test(
    text,
  ),
);

function hasWord({ text }: SourceFile, word: string): boolean {
  const escaped = word.replace(/[^\w]/g, '\\$&');
  return new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'i').test(text);
}
