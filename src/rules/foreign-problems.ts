import type { ForeignConstruct, Rewrite } from '../facts/foreign/construct.ts';
import { collationOfMysql, pathOfPostgres } from '../facts/foreign/index.ts';
import { mayAttach, speaksOfServers } from '../project/other-databases.ts';
import { acceptedForeign } from '../sql/foreign-functions.ts';
import { type ForeignUse, readForeign } from '../sql/foreign-syntax.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import { walk } from '../sql/tree.ts';
import type { Fix, Problem, StatementInput } from './rule.ts';

/** How a use is described, where that is not by the statement's refusal. */
type Consequence =
  | 'refused'
  | 'no-function'
  | 'no-default'
  | 'no-view'
  | 'no-trigger'
  | 'fails'
  | 'no-schema';

/**
 * The constructs of other databases in a statement that are one rule's. Nothing is said of text that another program
 * completes, of functions where the project may define some, and of what a later migration has replaced; nor of SQL in
 * programs, unless nothing in the project speaks of another database than SQLite.
 * @param rule its name, without the group
 * @param fixesOf further fixes of a use
 */
export function* foreignProblems(
  input: StatementInput,
  rule: ForeignConstruct['rule'],
  fixesOf: (use: ForeignUse) => readonly Fix[] = () => [],
): Generator<Problem> {
  const { syntax, syntaxError } = input;
  // In a program: what SQLite compiles on tables it has.
  if (syntax.hasPlaceholder || (input.inProgram && !(compiles(input) && namesKnownTable(input)))) return;
  const reading = syntaxError && readForeign(syntax, syntaxError);
  if (syntaxError && reading?.uses.length === 0) return;
  const problemOf = (use: ForeignUse, consequence: Consequence): Problem => ({
    range: use.range,
    message: messageOf(use, consequence),
    help: helpOf(use.construct),
    fixes: [...rewritesOf(use, syntax), ...fixesOf(use)],
  });
  // What SQLite's grammar accepts may be a query to another database, which nothing in the project speaks of.
  if (!syntaxError && input.isGuess && input.role === 'query' && !namesKnownTable(input)) return;
  const { functions, others } = acceptedForeign(reading?.neutral ?? syntax);
  const isOfRule = ({ construct }: ForeignUse): boolean => construct.rule === rule;
  const unknown = functions.filter(isOfRule);
  if (![...(reading?.uses ?? []), ...others, ...unknown].some(isOfRule)) return;
  const { project } = input;
  if (input.inProgram && speaksOfServers(project)) return;
  const ours = unknown.length === 0 || project.ownFunctions.areGiven ? [] : unknown;
  for (const use of reading?.uses ?? []) {
    // `DATE_ADD(a, INTERVAL 1 DAY)`, `ANY (ARRAY[1, 2])`: one change.
    const isPart = ours.some(({ range }) => contains(range, use.range));
    if (use.construct.rule === rule && !isPart) yield problemOf(use, 'refused');
  }
  for (const use of others) {
    if (use.construct.rule !== rule) continue;
    if (rule === 'postgres-schema-name') {
      if (!mayAttach(project)) yield problemOf(use, 'no-schema');
    } else if (use.construct === collationOfMysql) {
      if (!project.ownFunctions.areGiven) yield problemOf(use, 'refused');
    } else if (use.construct === pathOfPostgres || !compiles(input)) yield problemOf(use, 'fails');
  }
  for (const use of ours) {
    const consequence = consequenceOf(use, reading?.neutral ?? syntax);
    if (consequence !== 'no-function' && isReplaced(input)) continue;
    yield problemOf(use, consequence);
  }
}

/** What comes of a function that SQLite does not know: within a definition it is looked for when that is used. */
function consequenceOf({ isDefault }: ForeignUse, { tree }: StatementSyntax): Consequence {
  if (isDefault) return 'no-default';
  if (tree?.type === 'CreateViewStmt') return 'no-view';
  return tree?.type === 'CreateTriggerStmt' ? 'no-trigger' : 'no-function';
}

/** True where each name is known: `SELECT e 'label'` reads a column e then. */
function compiles({ query }: StatementInput): boolean {
  return query !== undefined && query.error === undefined;
}

function namesKnownTable({ syntax, database }: StatementInput): boolean {
  const tables = database?.timeline?.tables;
  if (!tables || !syntax.tree) return false;
  let isKnown = false;
  walk(syntax.tree, (node) => {
    if (node.type === 'QualifiedName' && tables.has(node.objName.text.toLowerCase())) isKnown = true;
    return undefined;
  });
  return isKnown;
}

function contains(outer: ForeignUse['range'], inner: ForeignUse['range']): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/**
 * What SQLite makes with a function that it does not know, a default, a view or a trigger, fails when it is used. One
 * that a later migration has replaced is of no consequence any more.
 */
function isReplaced({ syntax, database }: StatementInput): boolean {
  const { tree } = syntax;
  const tables = database?.timeline?.tables;
  if (!tree || !tables) return false;
  switch (tree.type) {
    case 'CreateTableStmt':
      return tables.get(tree.tblName.objName.text.toLowerCase())?.created.statement?.syntax !== syntax;
    case 'CreateViewStmt':
      return tables.get(tree.viewName.objName.text.toLowerCase())?.created.statement?.syntax !== syntax;
    case 'CreateTriggerStmt': {
      const name = tree.triggerName.objName.text.toLowerCase();
      return [...tables.values()].every(({ triggers }) => triggers.get(name)?.statement?.syntax !== syntax);
    }
    default:
      return false;
  }
}

/** The name of a construct as the statement has it. */
function nameOf({ construct, groups, called }: ForeignUse): string {
  if (called !== undefined) return `${called}()`;
  const written = (groups[0] ?? '').replace(/\s+/g, ' ');
  return construct.name.replace(
    '$1',
    construct.name === '$1' && construct.rule !== 'postgres-schema-name' && /^[a-z ]+$/.test(written)
      ? written.toUpperCase()
      : written,
  );
}

function messageOf(use: ForeignUse, consequence: Consequence): string {
  const { of, meaning } = use.construct;
  const name = nameOf(use);
  const there = `In ${of} it is ${meaning}.`;
  switch (consequence) {
    case 'refused':
      return `SQLite has no ${name} and refuses the statement. ${there}`;
    case 'no-function':
      return `SQLite has no function ${name}, so the statement fails. ${there}`;
    case 'no-default':
      return `SQLite has no function ${name}. It makes the table, and refuses each INSERT that needs the default. ${there}`;
    case 'no-view':
      return `SQLite has no function ${name}. It makes the view, and refuses each query to it. ${there}`;
    case 'no-trigger':
      return `SQLite has no function ${name}. It makes the trigger, and refuses each statement that sets it off. ${there}`;
    case 'fails':
      return `SQLite has no ${name}: the statement compiles, and fails when it is run. ${there}`;
    case 'no-schema':
      return `SQLite has no schema ${name}, and looks for a database that is attached as it. ${there}`;
  }
}

function helpOf({ instead, since }: ForeignConstruct): string {
  return since === undefined ? instead : `${instead} (SQLite ${since} or newer)`;
}

/** The first of a construct's rewrites that is for this use. */
function rewritesOf(use: ForeignUse, syntax: StatementSyntax): Fix[] {
  const { text } = syntax;
  const { construct, groups, range, isDefault } = use;
  const rewrite = construct.rewrites?.find((one) => isFor(one, groups));
  // A column that is added to rows takes a constant default.
  if (!rewrite || (isDefault && /^\s*ALTER\b/i.test(text))) return [];
  const plain = rewrite.to
    .replaceAll('$*', groups.join(', '))
    .replaceAll(/(-|= )?\$(\d)/g, (_, operator: string | undefined, number: string) => {
      const group = groups[Number(number) - 1] ?? '';
      return `${operator ?? ''}${operator !== undefined && !/^[\w.?:$]+$/.test(group) ? `(${group})` : group}`;
    });
  const replacement =
    isDefault && !/^CURRENT_\w+$/.test(plain) && !isInParentheses(text, range) ? `(${plain})` : plain;
  const written = text.slice(range.start, range.end).replace(/\s+/g, ' ');
  const title =
    rewrite.title ??
    (replacement === ''
      ? `Remove ${written.length > 40 ? nameOf(use) : written}`
      : `Change to ${replacement.length > 60 ? `${replacement.slice(0, 57)}…` : replacement}`);
  const edit =
    replacement === '' ? { range: withBlanks(text, range), text: '' } : { range, text: replacement };
  return [{ title, safe: rewrite.exact === true, edits: [edit] }];
}

function isFor({ to, args }: Rewrite, groups: ForeignUse['groups']): boolean {
  if (args !== undefined && groups.length !== args) return false;
  if (to.includes('$*') && groups.includes(undefined)) return false;
  return [...to.matchAll(/\$(\d)/g)].every(([, number]) => groups[Number(number) - 1] !== undefined);
}

function isInParentheses(text: string, { start, end }: ForeignUse['range']): boolean {
  return /\(\s*$/.test(text.slice(0, start)) && /^\s*\)/.test(text.slice(end));
}

/** A range with the blanks in front of it, or behind it where it starts the statement. */
function withBlanks(text: string, { start, end }: ForeignUse['range']): ForeignUse['range'] {
  const before = /\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  // Between a parenthesis and a word one blank has to stay only if words would touch.
  if (before > 0) return { start: start - before, end };
  const after = /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
  return { start, end: end + after };
}
