import { dateFunctions, isDateModifier, isTimeValue, unknownFormat } from '../../facts/date-functions.ts';
import { type Expr, type FunctionCallExpr, unwrap } from '../../sql/tree.ts';
import { functionName, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/invalid-date-argument',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds times, modifiers and formats that the date functions of SQLite do not know.',
    why: 'The result is NULL then, without an error: a comparison with it finds nothing, a column that it is stored in stays empty.',
    sources: ['https://sqlite.org/lang_datefunc.html'],
    bad: [
      { 'queries/task.sqlite.sql': "DELETE FROM task WHERE due < datetime('now', '-2 weeks');\n" },
      { 'queries/task.sqlite.sql': "SELECT strftime('%d %b %Y', due) FROM task;\n" },
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE due > date('2026-5-1');\n" },
    ],
    good: [
      {
        'queries/task.sqlite.sql': "DELETE FROM task WHERE due < datetime('now', '-14 days', 'localtime');\n",
      },
      { 'queries/task.sqlite.sql': "SELECT strftime('%d.%m.%Y', due), date(due, ?), date(?) FROM task;\n" },
    ],
  },
  proofs: [
    {
      claim: 'Each of these is NULL.',
      sql: [
        "SELECT datetime('now', '-2 weeks'), strftime('%d %b %Y', 'now'), date('2026-5-1'), datetime('today')",
      ],
      expect: [[null, null, null, null]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'FunctionCallExpr')) {
      const name = functionName(node);
      if (!dateFunctions.has(name)) continue;
      for (const { argument, text, problem, help } of invalidArguments(name, node)) {
        yield {
          range: syntax.rangeOf(argument),
          message: `${name}() is NULL here: ${problem(syntax.textOf(argument))}.`,
          help: help ?? advice(text),
        };
      }
    }
  },
});

interface InvalidArgument {
  readonly argument: Expr;
  readonly text: string;
  readonly problem: (written: string) => string;
  readonly help?: string;
}

function* invalidArguments(name: string, { args = [] }: FunctionCallExpr): Generator<InvalidArgument> {
  const rest = [...args];
  if (name === 'strftime') {
    const format = rest.shift();
    const text = format && stringOf(format);
    const unknown = text === undefined ? undefined : unknownFormat(text);
    if (format && unknown !== undefined) {
      yield {
        argument: format,
        text: text as string,
        problem: () => `SQLite has no format ${unknown}`,
        help: 'Use letters that strftime() has; a percent sign is %%.',
      };
    }
  }
  const times = name === 'timediff' ? rest : rest.slice(0, 1);
  for (const argument of times) {
    const text = stringOf(argument);
    if (text !== undefined && !isTimeValue(text))
      yield { argument, text, problem: (written) => `it reads no time in ${written}` };
  }
  for (const argument of rest.slice(times.length)) {
    const text = stringOf(argument);
    if (text !== undefined && !isDateModifier(text))
      yield { argument, text, problem: (written) => `it has no modifier ${written}` };
  }
}

function stringOf(expr: Expr): string | undefined {
  const inner = unwrap(expr);
  return inner.type === 'StringLiteral' ? inner.value : undefined;
}

function advice(text: string): string {
  const weeks = /^\s*([+-]?)(\d+)\s+weeks?\s*$/i.exec(text);
  if (weeks) return `Count days: '${weeks[1]}${Number(weeks[2]) * 7} days'.`;
  return "A time is 'now' or '2026-05-01 12:00:00' with all zeros, a modifier '-7 days' or 'start of month'.";
}
