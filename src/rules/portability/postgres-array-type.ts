import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'portability/postgres-array-type',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds columns with a type of arrays, `TEXT[]`.',
    why: 'SQLite accepts any words as a type, and reads `TEXT[]` as `TEXT`: the column holds one value. What a driver hands over for a list is refused, or kept as a text that no function of SQLite can take apart.',
    sources: ['https://sqlite.org/datatype3.html', 'https://www.postgresql.org/docs/current/arrays.html'],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY, tags TEXT[]);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY, sizes INTEGER[3] NOT NULL);\n' },
    ],
    good: [
      // Names in brackets, as SQL Server writes them.
      { 'schema.sqlite.sql': 'CREATE TABLE [report] ([id] INTEGER PRIMARY KEY, [tags] [text] NOT NULL);\n' },
      // A vector of sqlite-vec in a table of its own.
      {
        'schema.sqlite.sql':
          "CREATE TABLE page (id INTEGER PRIMARY KEY, embedding FLOAT[512] CHECK (typeof(embedding) = 'blob'));\n",
      },
      { 'db/postgres/schema.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY, tags TEXT[]);\n' },
    ],
  },
  proofs: [
    {
      claim: 'Such a column holds one value.',
      sql: [
        'CREATE TABLE t (a TEXT[])',
        "INSERT INTO t VALUES ('{x,y}')",
        'SELECT typeof(a), json_valid(a) FROM t',
      ],
      expect: [['text', 0]],
    },
  ],
  *checkStatement({ syntax, section, backwards, database }) {
    const { tree } = syntax;
    if (tree?.type !== 'CreateTableStmt' || section?.direction === 'down' || backwards) return;
    if (tree.body.type !== 'ColumnsAndConstraintsCreateTableBody') return;
    // A table that a later migration has replaced is of no consequence any more.
    const state = database?.timeline?.tables.get(tree.tblName.objName.text.toLowerCase());
    if (database?.timeline && state?.created.statement?.syntax !== syntax) return;
    for (const { colName, colType } of tree.body.columns) {
      if (!colType) continue;
      const type = syntax.textOf(colType);
      // `FLOAT[512]` is how sqlite-vec writes the type of a vector.
      if (!/\w\s*\[\s*\d*\s*\]$/.test(type) || /^(?:float|int8|bit)\s*\[\s*\d/i.test(type)) continue;
      yield {
        range: syntax.rangeOf(colType),
        message: `${type} holds no array in SQLite, but one value. In Postgres it is a list.`,
        help: `Keep the list as JSON in ${colName.text} TEXT, or each element as a row of a table of its own.`,
      };
    }
  },
});
