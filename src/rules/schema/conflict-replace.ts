import { definitionOf } from '../../engine/definition.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { headRange } from '../schema-places.ts';

export default defineRule({
  id: 'schema/conflict-replace',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds constraints that are declared ON CONFLICT REPLACE.',
    why: 'Every plain INSERT or UPDATE that meets the constraint deletes the row that is in the way, together with what refers to it by ON DELETE CASCADE, and without its DELETE triggers. Nothing in the statement says so.',
    sources: ['https://sqlite.org/lang_conflict.html'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE setting (name TEXT NOT NULL UNIQUE ON CONFLICT REPLACE, value TEXT);\n',
      },
    ],
    good: [{ 'schema.sqlite.sql': 'CREATE TABLE setting (name TEXT NOT NULL UNIQUE, value TEXT);\n' }],
  },
  proofs: [
    {
      claim: 'A plain INSERT deletes a row, and the rows that refer to it.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT UNIQUE ON CONFLICT REPLACE)',
        'CREATE TABLE book (author INTEGER REFERENCES author ON DELETE CASCADE)',
        "INSERT INTO author VALUES (1, 'Austen')",
        'INSERT INTO book VALUES (1)',
        "INSERT INTO author VALUES (2, 'Austen')",
        'SELECT count(*) FROM book',
      ],
      expect: [[0]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const definition = definitionOf(state.table);
      const constraints = [
        ...(definition?.columns.flatMap((column) => column.constraints) ?? []),
        ...(definition?.constraints ?? []),
      ].map(({ constraint }) => constraint);
      const isReplacing = constraints.some(
        (constraint) =>
          (constraint.type === 'UniqueColumnConstraint' ||
            constraint.type === 'UniqueTableConstraint' ||
            constraint.type === 'PrimaryKeyColumnConstraint' ||
            constraint.type === 'PrimaryKeyTableConstraint') &&
          constraint.conflictClause === 'Replace',
      );
      if (!isReplacing) continue;
      yield {
        file: state.created.file,
        range: headRange(state.created),
        message: `A plain INSERT into ${state.table.name} may delete other rows: ON CONFLICT REPLACE. What refers to them by ON DELETE CASCADE goes with them.`,
        help: 'Leave it out, and write INSERT … ON CONFLICT DO UPDATE where a row is to be replaced.',
      };
    }
  },
});
