import type { ProposedIndex } from '../advice/advice.ts';
import type { Term } from '../advice/candidates/model.ts';
import { readQuery } from '../advice/candidates/read-query.ts';
import type { KnownTables } from '../advice/tables.ts';
import type { TableState } from '../schema/timeline.ts';
import type { StatementInput } from './rule.ts';
import { sameName } from './schema-places.ts';

/**
 * True for an index that would be searched for nothing but values that the query has written out, or of columns that
 * hold one of a few: states, flags, NULL. Nothing says that these rows are few, and they are often most of the table.
 * A value in a script may stand for any, as somebody tried the query; in a program it is the same in every run.
 */
export function findsOnlyStates(
  index: ProposedIndex,
  { syntax, inProgram }: Pick<StatementInput, 'syntax' | 'inProgram'>,
  state: TableState,
  tables: KnownTables,
): boolean {
  const leaves = readQuery(syntax, tables).filter(({ table }) => sameName(table.name, index.table));
  const isState = ({ condition }: Term): boolean =>
    condition !== undefined && (inProgram || /\b(?:NULL|ISNULL|NOTNULL|TRUE|FALSE)$/i.test(condition.trim()));
  const compared = leaves.flatMap(({ all, either }) => [...all, ...either.flat(2)]);
  // An OR finds as many rows as its widest branch.
  const besideStates = new Set(
    leaves
      .flatMap(({ either }) => either)
      .filter((branches) => branches.some((branch) => branch.every(isState)))
      .flat(2),
  );
  const sought = index.terms.map((sql) => compared.filter((term) => isOf(term, sql)));
  // The order alone pays where the query stops at the first rows.
  if (sought.some((terms) => terms.length === 0) && isLimited(syntax)) return false;
  const terms = sought.flat();
  return (
    terms.length > 0 &&
    terms.every((term) => isState(term) || besideStates.has(term) || holdsFewValues(state, term))
  );
}

/** How many values a column may be allowed to be one of a few. */
const fewValues = 4;

/** True for a column that is a truth value, or that a CHECK allows a few values. */
function holdsFewValues({ table, created }: TableState, { sql, kind }: Term): boolean {
  const column = table.columns.find(({ name }) => sameName(name, sql.replace(/^["`[]|["`\]]$/g, '')));
  if (!column || kind === 'range') return false;
  if (/^bool/i.test(column.type)) return true;
  const checks = (created.statement?.syntax.text ?? '').matchAll(
    /\bCHECK\s*\(\s*["`[]?(\w+)["`\]]?\s+IN\s*\(([^()]*)\)\s*\)/gi,
  );
  return [...checks].some(
    ([, name, values]) => sameName(name ?? '', column.name) && (values ?? '').split(',').length <= fewValues,
  );
}

const isOf = (term: Term, sql: string): boolean =>
  term.sql.toLowerCase() === sql.replace(/ DESC$/i, '').toLowerCase();

function isLimited({ tree }: StatementInput['syntax']): boolean {
  return tree?.type === 'SelectStmt' && Boolean(tree.body.limit);
}
