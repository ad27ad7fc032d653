import type { Index, IndexColumn, Table } from '../../engine/catalog.ts';
import { rowidAlias } from '../../engine/rowid.ts';
import { dropIndexHelp } from '../index-help.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { dropIndexFix, indexPlace, sameName } from '../schema-places.ts';

const table =
  'CREATE TABLE visit (id INTEGER PRIMARY KEY, site TEXT NOT NULL, day TEXT NOT NULL, UNIQUE (site, day));\n';

export default defineRule({
  id: 'schema/redundant-index',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds indexes that another one makes needless: the same columns, or the first columns of another index, of a unique constraint or of the primary key.',
    why: 'Every index is written on every insert and takes room in the cache. One whose columns another index starts with finds nothing that the other does not find. (A query that orders by rowid behind the indexed columns is the exception: look before you drop.)',
    sources: [
      'https://sqlite.org/queryplanner.html',
      'https://sqlite.org/lang_createtable.html#unique_constraints',
    ],
    bad: [
      { 'schema.sqlite.sql': `${table}CREATE INDEX visit_site ON visit (site);\n` },
      {
        'schema.sqlite.sql': `${table}CREATE INDEX visit_day ON visit (day);\nCREATE INDEX visit_day_2 ON visit (day);\n`,
      },
      { 'schema.sqlite.sql': `${table}CREATE INDEX visit_id ON visit (id);\n` },
    ],
    good: [
      { 'schema.sqlite.sql': `${table}CREATE INDEX visit_day ON visit (day);\n` },
      // Unique: it does what the longer one does not.
      { 'schema.sqlite.sql': `${table}CREATE UNIQUE INDEX visit_site ON visit (site);\n` },
      { 'schema.sqlite.sql': `${table}CREATE INDEX visit_site ON visit (site) WHERE day > '2026';\n` },
      { 'schema.sqlite.sql': `${table}CREATE INDEX visit_site ON visit (site COLLATE NOCASE);\n` },
      // Dropped again by a later migration.
      {
        'migrations/1_init.sqlite.sql': `${table}CREATE INDEX visit_site ON visit (site);\n`,
        'migrations/2_drop.sqlite.sql': 'DROP INDEX visit_site;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The index of a unique constraint serves its first column.',
      sql: [
        'CREATE TABLE visit (site TEXT NOT NULL, day TEXT NOT NULL, UNIQUE (site, day))',
        "SELECT 1 FROM visit WHERE site = 'x'",
      ],
      plan: ['SEARCH visit USING COVERING INDEX sqlite_autoindex_visit_1 (site=?)'],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { indexes } = state.table;
      const certain = indexes.filter(
        ({ name }) =>
          !state.indexes.get(name.toLowerCase())?.names?.get(`index ${name.toLowerCase()}`)?.perhaps,
      );
      for (const index of indexes) {
        if (index.origin !== 'create' || index.where !== undefined) continue;
        const place = indexPlace(state, index.name);
        const reason = isRowid(index, state.table) ?? servedBy(index, certain, state.table);
        if (!place || reason === undefined) continue;
        const { name } = state.table;
        const columns = index.columns.map((column) => column.name);
        const which = place.unnamed ? `on ${name} (${columns.join(', ')})` : `${index.name} on ${name}`;
        yield {
          file: place.file,
          range: place.range,
          message: `The index ${which} is redundant: ${reason}.`,
          help: `Drop it unless a query orders by rowid behind its columns: ${dropIndexHelp(database, name, index.name, columns)}`,
          fixes: place.unnamed ? [] : dropIndexFix(database, state, index),
        };
      }
    }
  },
});

function isRowid(index: Index, table: Table): string | undefined {
  const [only, ...more] = index.columns;
  const alias = rowidAlias(table);
  if (!only || only.expression || more.length > 0 || !alias || !sameName(alias.name, only.name))
    return undefined;
  return `${alias.name} is the rowid, by which the table itself is ordered`;
}

function servedBy(index: Index, indexes: readonly Index[], table: Table): string | undefined {
  for (const other of indexes) {
    if (other === index || other.where !== undefined || !startsWith(other.columns, index.columns)) continue;
    const same = other.columns.length === index.columns.length;
    if (index.unique && !(same && other.unique)) continue;
    // Of two equal ones the later is reported; what a constraint made can't be dropped.
    if (
      same &&
      other.origin === 'create' &&
      !isLater(index, other, indexes) &&
      !(other.unique && !index.unique)
    )
      continue;
    const what =
      other.origin === 'primary-key'
        ? `the primary key (${list(other.columns)})`
        : other.origin === 'unique'
          ? `the unique constraint on (${list(other.columns)})`
          : `the index ${other.name} (${list(other.columns)})`;
    return same ? `${what} has the same columns` : `${what} starts with the same columns`;
  }
  // The primary key of a table without rowid is the table itself.
  if (!table.withoutRowid) return undefined;
  const key = table.columns
    .filter(({ primaryKey }) => primaryKey > 0)
    .sort((a, b) => a.primaryKey - b.primaryKey);
  const leads = index.columns.every(
    (column, at) =>
      !column.expression && !column.descending && key[at] && sameName(column.name, key[at].name),
  );
  return leads &&
    !index.unique &&
    index.columns.length <= key.length &&
    !indexes.some(({ origin }) => origin === 'primary-key')
    ? 'the primary key starts with the same columns'
    : undefined;
}

/** SQLite lists a table's indexes from the newest to the oldest. */
function isLater(index: Index, other: Index, indexes: readonly Index[]): boolean {
  return indexes.indexOf(index) < indexes.indexOf(other);
}

function startsWith(longer: readonly IndexColumn[], shorter: readonly IndexColumn[]): boolean {
  return shorter.every((column, at) => {
    const other = longer[at];
    return (
      other !== undefined &&
      other.expression === column.expression &&
      other.descending === column.descending &&
      sameName(other.collation, column.collation) &&
      normal(other.name) === normal(column.name)
    );
  });
}

/** Names without regard to case; expressions without regard to blanks. */
function normal(term: string): string {
  return term.toLowerCase().replace(/\s+/g, ' ');
}

function list(columns: readonly IndexColumn[]): string {
  return columns.map(({ name }) => name).join(', ');
}
