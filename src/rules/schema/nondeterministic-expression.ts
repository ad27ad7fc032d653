import { checksOf, definitionOf } from '../../engine/definition.ts';
import { StatementSyntax } from '../../sql/statement.ts';
import { type AstNode, type FunctionCallExpr, walk } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { columnPlace, headRange, indexPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/nondeterministic-expression',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: "Finds dates that depend on the clock or the time zone in a CHECK, an index or a generated column: `date('now')`, `datetime(x, 'localtime')`.",
    why: 'SQLite accepts the definition, and refuses the function whenever the expression is evaluated: rows can’t be inserted any more. What such a place computes has to stay the same.',
    sources: [
      'https://sqlite.org/deterministic.html#special_case_processing_for_date_time_functions',
      'https://sqlite.org/lang_createtable.html#ckconst',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, day TEXT NOT NULL CHECK (day <= date('now')));\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, day TEXT NOT NULL);\nCREATE INDEX visit_coming ON visit (day) WHERE day > date('now');\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL, day TEXT AS (date(at, 'localtime')) STORED);\n",
      },
    ],
    good: [
      // The same text gives the same date.
      {
        'schema.sqlite.sql':
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, day TEXT NOT NULL CHECK (day IS date(day)));\nCREATE INDEX visit_month ON visit (strftime('%Y-%m', day));\n",
      },
      // A default is computed for each row, and may be another each time.
      {
        'schema.sqlite.sql':
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, day TEXT NOT NULL DEFAULT (date('now')));\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'In a CHECK: the table is made, and a row is refused.',
      sql: [
        "CREATE TABLE visit (day TEXT CHECK (day <= date('now')))",
        "INSERT INTO visit VALUES ('2026-01-01')",
      ],
      error: 'non-deterministic use of date() in a CHECK constraint',
    },
    {
      claim: 'In an index: it is made, and a row is refused.',
      sql: [
        'CREATE TABLE visit (day TEXT)',
        "CREATE INDEX i ON visit (day) WHERE day > date('now')",
        "INSERT INTO visit VALUES ('2026-01-01')",
      ],
      error: 'non-deterministic use of date() in an index',
    },
    {
      claim: 'In a generated column, with the local time zone.',
      sql: [
        "CREATE TABLE visit (at TEXT, day TEXT AS (date(at, 'localtime')) STORED)",
        "INSERT INTO visit (at) VALUES ('2026-01-01')",
      ],
      error: 'non-deterministic use of date() in a generated column',
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      const definition = definitionOf(table);
      if (!definition) continue;
      const own = [
        ...checksOf(table).map((check) => ({ ...check, where: 'a CHECK' })),
        ...definition.columns.flatMap(({ colName, constraints }) =>
          constraints.flatMap(({ constraint }) =>
            constraint.type === 'GeneratedColumnConstraint'
              ? [{ expr: constraint.expr, column: colName.text, where: 'a generated column' }]
              : [],
          ),
        ),
      ];
      for (const { expr, column, where } of own) {
        const call = clockIn(expr);
        if (!call) continue;
        const place =
          column === undefined
            ? { file: state.created.file, range: headRange(state.created) }
            : columnPlace(state, column);
        yield {
          ...place,
          ...report(definition.syntax.textOf(call), where, `${table.name}${column ? `.${column}` : ''}`),
        };
      }
      for (const index of table.indexes) {
        const terms = [
          ...index.columns.flatMap(({ name, expression }) => (expression ? [name] : [])),
          ...(index.where === undefined ? [] : [index.where]),
        ];
        const place = indexPlace(state, index.name);
        for (const term of terms) {
          const syntax = new StatementSyntax(`SELECT ${term.replace(/\s+(?:ASC|DESC)\s*$/i, '')}`);
          const call = syntax.tree && clockIn(syntax.tree);
          if (!call || !place) continue;
          yield {
            file: place.file,
            range: place.range,
            ...report(syntax.textOf(call), 'an index', `${index.name} on ${table.name}`),
          };
          break;
        }
      }
    }
  },
});

function report(call: string, where: string, of: string): { message: string; help: string } {
  return {
    message: `${call} can’t be used in ${where}: ${of}. SQLite accepts the definition and refuses the rows, with “non-deterministic use”.`,
    help:
      where === 'an index'
        ? 'Compare with a column, and put the present time into the query.'
        : 'Compare with the present time in a trigger, or in the program.',
  };
}

const dates = /^(?:date|time|datetime|julianday|unixepoch|strftime)$/i;

/** A call whose result depends on the clock or the time zone, whatever it is given. */
function clockIn(root: AstNode): FunctionCallExpr | undefined {
  let found: FunctionCallExpr | undefined;
  walk(root, (node) => {
    if (found || node.type !== 'FunctionCallExpr' || !dates.test(node.name.name)) return undefined;
    const given = node.args ?? [];
    const isBare = given.length === (/^strftime$/i.test(node.name.name) ? 1 : 0);
    const isClock = given.some(
      (argument) => argument.type === 'StringLiteral' && /^'?(?:now|localtime|utc)'?$/i.test(argument.value),
    );
    if (isBare || isClock) found = node;
    return undefined;
  });
  return found;
}
