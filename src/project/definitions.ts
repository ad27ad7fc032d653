import { shapesSchema, targetsOf } from '../schema/steps.ts';
import type { Statement, StatementSyntax } from '../sql/statement.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** The statements of a file, without those of the way back. */
export function upStatements(file: SourceFile): Statement[] {
  return file.document.statements.filter(({ section }) => section?.direction !== 'down');
}

/** The tables that files create, in lower case. */
export function tablesOf(files: readonly SourceFile[]): Set<string> {
  return new Set(files.flatMap((file) => createdBy(file)));
}

const createdBy = remember((file: SourceFile): string[] =>
  upStatements(file).flatMap(({ syntax }) => {
    const { tree } = syntax;
    if (tree && (tree.type !== 'CreateTableStmt' || tree.temporary)) return [];
    return madeBy(syntax) ?? [];
  }),
);

/**
 * The table that a statement makes, in lower case. The words tell where the parser reads no tree: SQLite knows keywords
 * that it takes for names (`CREATE TABLE rule (filter TEXT)`).
 */
function madeBy(syntax: StatementSyntax): string | undefined {
  const { tree, text } = syntax;
  const makes = tree
    ? tree.type === 'CreateTableStmt' || tree.type === 'CreateVirtualTableStmt'
    : /^CREATE\s+TABLE\b/i.test(text);
  return makes ? targetsOf(syntax)[0]?.toLowerCase() : undefined;
}

/** The tables that a file creates, changes, indexes or drops, in lower case. */
export const shapedBy = remember((file: SourceFile): ReadonlySet<string> => {
  return new Set(
    upStatements(file).flatMap(({ syntax }) =>
      shapesSchema(syntax) ? targetsOf(syntax).map((name) => name.toLowerCase()) : [],
    ),
  );
});

/**
 * Why a list of migrations does not build a schema from nothing: the first that changes a table which none before it
 * made.
 */
export function firstMissing(files: readonly SourceFile[]): string | undefined {
  const made = new Set<string>();
  for (const file of files) {
    for (const { syntax } of upStatements(file)) {
      const { tree } = syntax;
      const table = madeBy(syntax);
      if (table !== undefined) made.add(table);
      switch (tree?.type) {
        case 'AlterTableStmt': {
          const name = tree.tblName.objName.text;
          if (!made.has(name.toLowerCase())) return `${file.path} changes ${name}, which no migration makes`;
          if (tree.body.type === 'RenameToAlterTableBody') made.add(tree.body.name.text.toLowerCase());
          break;
        }
        case 'CreateIndexStmt': {
          const name = tree.tblName.text;
          if (!made.has(name.toLowerCase())) return `${file.path} indexes ${name}, which no migration makes`;
          break;
        }
      }
    }
  }
  return undefined;
}

/** The names of the indexes that are left on each table when the files have run, all in lower case. */
export function indexesLeft(files: readonly SourceFile[]): Map<string, Set<string>> {
  const left = new Map<string, Set<string>>();
  for (const { tree } of files.flatMap(upStatements)) {
    switch (tree?.type) {
      case 'CreateIndexStmt': {
        const table = tree.tblName.text.toLowerCase();
        left.set(table, (left.get(table) ?? new Set()).add(tree.idxName.objName.text.toLowerCase()));
        break;
      }
      case 'DropIndexStmt':
        for (const names of left.values()) names.delete(tree.idxName.objName.text.toLowerCase());
        break;
      case 'DropTableStmt':
        left.delete(tree.tblName.objName.text.toLowerCase());
        break;
      case 'AlterTableStmt':
        if (tree.body.type === 'RenameToAlterTableBody') {
          const names = left.get(tree.tblName.objName.text.toLowerCase());
          left.delete(tree.tblName.objName.text.toLowerCase());
          left.set(tree.body.name.text.toLowerCase(), names ?? new Set());
        }
        break;
    }
  }
  return left;
}

/**
 * True for a file that defines tables and stands by itself: it changes and indexes only what it makes. One that
 * changes other tables is a patch of a schema that is written elsewhere.
 */
export const isDefinition = remember((file: SourceFile): boolean => {
  if (tablesOf([file]).size === 0 || isMigrationFolder(file.folder)) return false;
  const made = new Set<string>();
  for (const { syntax } of upStatements(file)) {
    const { tree } = syntax;
    const table = madeBy(syntax);
    if (table !== undefined) made.add(table);
    if (tree?.type === 'AlterTableStmt' && !made.has(tree.tblName.objName.text.toLowerCase())) return false;
    if (tree?.type === 'AlterTableStmt' && tree.body.type === 'RenameToAlterTableBody')
      made.add(tree.body.name.text.toLowerCase());
  }
  return true;
});

/** Files of one folder that define different tables make one schema together; those that define the same are variants. */
export function groupDefinitions(files: readonly SourceFile[]): SourceFile[][] {
  const byFolder = new Map<string, SourceFile[]>();
  for (const file of files) {
    const list = byFolder.get(file.folder);
    if (list) list.push(file);
    else byFolder.set(file.folder, [file]);
  }
  return [...byFolder.values()].flatMap((list) => {
    const names = list.flatMap((file) => [...tablesOf([file])]);
    const disjoint = new Set(names).size === names.length;
    return disjoint ? [list] : list.map((file) => [file]);
  });
}

/** True for a folder that is named as migration tools name theirs. */
export function isMigrationFolder(path: string): boolean {
  return /(?:^|[/_.-])(?:migrations?|migrate|changelogs?|versions|schema[_-]changes|evolutions)$/i.test(path);
}
