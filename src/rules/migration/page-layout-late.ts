import { pragmaBoolean } from '../../facts/pragmas.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { readPragma } from '../../sql/pragma.ts';
import { defineRule } from '../rule.ts';

const table = 'CREATE TABLE book (id INTEGER PRIMARY KEY);\n';

export default defineRule({
  id: 'migration/page-layout-late',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds `PRAGMA auto_vacuum` and `PRAGMA page_size` in a script behind the first table, without a `VACUUM` behind them.',
    why: 'Once the database has a table, both are only a wish for the next VACUUM, which nothing runs. The pragma returns no error: the file never shrinks, or keeps its page size.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_auto_vacuum',
      'https://sqlite.org/pragma.html#pragma_page_size',
    ],
    bad: [
      { 'schema.sqlite.sql': `${table}PRAGMA auto_vacuum = INCREMENTAL;\n` },
      {
        'migrations/001_init.sqlite.sql': table,
        'migrations/002_pages.sqlite.sql': 'PRAGMA page_size = 8192;\n',
      },
    ],
    good: [
      { 'schema.sqlite.sql': `PRAGMA auto_vacuum = INCREMENTAL;\n${table}` },
      { 'schema.sqlite.sql': `${table}PRAGMA auto_vacuum = FULL;\nVACUUM;\n` },
      // What is asked for, and what is so anyway.
      { 'schema.sqlite.sql': `${table}PRAGMA auto_vacuum;\nPRAGMA auto_vacuum = NONE;\n` },
    ],
  },
  proofs: [
    {
      claim: 'Behind a table the pragma changes nothing.',
      sql: [table, 'PRAGMA auto_vacuum = FULL', 'PRAGMA auto_vacuum'],
      expect: [[0]],
    },
    {
      claim: 'A VACUUM makes it true.',
      sql: [table, 'PRAGMA auto_vacuum = FULL', 'VACUUM', 'PRAGMA auto_vacuum'],
      expect: [[1]],
    },
    {
      claim: 'So it does for the size of pages.',
      sql: [table, 'PRAGMA page_size = 8192', 'PRAGMA page_size'],
      expect: [[4096]],
    },
  ],
  *checkFile({ source, backwards, role, database }) {
    if (backwards || role === 'query') return;
    const earlier = database?.files.slice(0, Math.max(0, database.files.indexOf(source))) ?? [];
    let hasTable = earlier.some(makesTable);
    const { statements } = source.document;
    for (const [at, statement] of statements.entries()) {
      const { tree } = statement;
      if (tree?.type === 'CreateTableStmt' && !tree.temporary) hasTable = true;
      const pragma = tree && readPragma(tree);
      if (!hasTable || !pragma || pragma.value === undefined || !setsLayout(pragma.name, pragma.value))
        continue;
      if (statements.slice(at + 1).some((later) => later.tree?.type === 'VacuumStmt')) continue;
      // Set before the first table, it is set already.
      if (isSetBefore(pragma.name, [...earlier, source], statement.start, source)) continue;
      yield {
        range: statement.range,
        message: `PRAGMA ${pragma.name} comes behind the first table and changes nothing without a VACUUM.`,
        help: `Set it before the first table is made, or run VACUUM behind it${pragma.name === 'page_size' ? ' (not in WAL mode)' : ''}, outside of a transaction.`,
      };
    }
  },
});

function setsLayout(name: string, value: string): boolean {
  if (name === 'page_size') return true;
  return name === 'auto_vacuum' && !/^(?:0|none)$/i.test(value) && pragmaBoolean(value) !== undefined;
}

function makesTable({ document }: SourceFile): boolean {
  return document.statements.some(({ tree }) => tree?.type === 'CreateTableStmt');
}

function isSetBefore(name: string, files: readonly SourceFile[], end: number, last: SourceFile): boolean {
  return files.some((file) =>
    file.document.statements.some((statement) => {
      if (file === last && statement.start >= end) return false;
      const pragma = statement.tree && readPragma(statement.tree);
      return pragma?.name === name && pragma.value !== undefined;
    }),
  );
}
