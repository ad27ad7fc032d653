import type { SchemaStep } from '../engine/protocol.ts';
import { quoteName } from '../engine/read-catalog.ts';
import { moduleArguments } from '../sql/module-arguments.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import type { CreateVirtualTableStmt, Stmt } from '../sql/tree.ts';
import type { Place } from './place.ts';

/** One step of a schema's history. */
export interface TimelineStep {
  readonly place: Place;
  /** What the engine runs; undefined where it can't be told. */
  readonly run: SchemaStep | undefined;
  /** The tables that the step touches, in lower case; undefined when that may be any. */
  readonly touches: readonly string[] | undefined;
  /** True for a step of which it is not known whether it is run at all: that it fails says nothing. */
  readonly perhaps?: boolean | undefined;
  /** Why the step can't be run. */
  readonly opaque?: string | undefined;
  /** The table that goes on under a new name, in lower case: what was uncertain of it stays so. */
  readonly renames?: { readonly from: string; readonly to: string } | undefined;
  /** The table that is made anew with the rest of its history kept (a tool's way to change a column). */
  readonly continues?: string | undefined;
  /** The table that the step makes, in lower case, where it would fail if there was one. */
  readonly creates?: string | undefined;
  /** Dropping something that is not there changes nothing that is known. */
  readonly drops?: 'table' | 'other' | undefined;
}

/** Statements that shape a schema. Those that change rows are not run: the shadow database has none. */
const shaping = new Set<string>([
  'AlterTableStmt',
  'CreateIndexStmt',
  'CreateTableStmt',
  'CreateTriggerStmt',
  'CreateViewStmt',
  'CreateVirtualTableStmt',
  'DropIndexStmt',
  'DropTableStmt',
  'DropTriggerStmt',
  'DropViewStmt',
]);

/** True when the statement belongs to the building of a schema. Where there is no tree, its first word decides. */
export function shapesSchema({ tree, text }: StatementSyntax): boolean {
  if (tree) return shaping.has(tree.type) && !isTemporary(tree);
  return /^(?:CREATE(?!\s+TEMP)|ALTER|DROP)\b/i.test(text);
}

/** Temporary things are gone with their connection; while they are there, they hide what has the same name. */
function isTemporary(tree: Stmt): boolean {
  return (
    (tree.type === 'CreateTableStmt' ||
      tree.type === 'CreateViewStmt' ||
      tree.type === 'CreateTriggerStmt') &&
    tree.temporary
  );
}

/** A statement as a step of a schema's history. */
export function statementStep(syntax: StatementSyntax, place: Place): TimelineStep {
  const { tree, text } = syntax;
  const rename =
    tree?.type === 'AlterTableStmt' && tree.body.type === 'RenameToAlterTableBody'
      ? { from: tree.tblName.objName.text.toLowerCase(), to: tree.body.name.text.toLowerCase() }
      : undefined;
  return {
    place,
    run: tree?.type === 'CreateVirtualTableStmt' ? { sql: text, stub: stubOf(tree, text) } : { sql: text },
    touches: targetsOf(syntax).map((name) => name.toLowerCase()),
    ...(rename && { renames: rename }),
    ...(tree?.type === 'CreateTableStmt' &&
      !tree.ifNotExists &&
      !tree.temporary && { creates: tree.tblName.objName.text.toLowerCase() }),
    ...(/^DROP\b/i.test(text) && { drops: /^DROP\s+TABLE\b/i.test(text) ? 'table' : 'other' }),
  };
}

/** A table of the same columns as a virtual table, for a build without its module. */
function stubOf(tree: CreateVirtualTableStmt, text: string): string {
  const module = tree.moduleName.text.toLowerCase();
  const table = tree.tblName.objName.text;
  const names = moduleArguments(text)
    .filter((argument) => !/^\w+\s*=/.test(argument) && !/^tokenize\s/i.test(argument))
    .map((argument) =>
      /^[+]?\s*(?:"((?:[^"]|"")*)"|`([^`]*)`|\[([^\]]*)\]|'([^']*)'|([^\s"'`[]+))/.exec(argument),
    )
    .flatMap((match) =>
      match ? [match[1] ?? match[2] ?? match[3] ?? match[4] ?? (match[5] as string)] : [],
    );
  // FTS tables have a hidden column of their own name, to search in, and FTS5 a rank.
  if (module.startsWith('fts')) names.push(table, 'rank');
  const unique = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const columns = unique.length > 0 ? unique.map(quoteName).join(', ') : '"value"';
  return `CREATE TABLE ${tree.ifNotExists ? 'IF NOT EXISTS ' : ''}${quoteName(table)} (${columns})`;
}

/** The names of the tables that a statement shapes, as far as its text tells. */
export function targetsOf({ tree, text }: StatementSyntax): string[] {
  switch (tree?.type) {
    case 'CreateTableStmt':
    case 'CreateVirtualTableStmt':
    case 'DropTableStmt':
      return [tree.tblName.objName.text];
    case 'AlterTableStmt':
      return tree.body.type === 'RenameToAlterTableBody'
        ? [tree.tblName.objName.text, tree.body.name.text]
        : [tree.tblName.objName.text];
    case 'CreateIndexStmt':
      return [tree.tblName.text];
    case 'CreateTriggerStmt':
      return [tree.tblName.objName.text];
    case 'CreateViewStmt':
      return [tree.viewName.objName.text];
    case 'DropViewStmt':
      return [tree.viewName.objName.text];
    case undefined: {
      const name = '(?:\\w+\\.)?["`\\[]?(\\w+)';
      const table = new RegExp(
        `^(?:CREATE|ALTER|DROP)\\s+(?:TEMP(?:ORARY)?\\s+)?(?:VIRTUAL\\s+)?(?:TABLE|VIEW)\\s+(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?${name}`,
        'i',
      );
      const index = new RegExp(`^CREATE\\s+(?:UNIQUE\\s+)?INDEX\\b[\\s\\S]*?\\bON\\s+${name}`, 'i');
      const found = table.exec(text) ?? index.exec(text);
      return found ? [found[1] as string] : [];
    }
    default:
      return [];
  }
}
