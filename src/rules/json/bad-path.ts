import { type Expr, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, functionName, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'json/bad-path',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: "Finds paths in JSON functions that are not of the form `$.name` or `$[0]`: `json_extract(payload, 'user')`.",
    why: 'The statement compiles, and fails with “bad JSON path” as soon as it meets a row that has JSON. Only the operators `->` and `->>` take a name alone.',
    sources: ['https://sqlite.org/json1.html#path_arguments'],
    bad: [
      project("SELECT json_extract(payload, 'user') FROM event;\n"),
      project("SELECT value FROM event, json_each(event.payload, 'tags');\n"),
      project("UPDATE event SET payload = json_set(payload, '$seen', 1) WHERE id = ?;\n"),
    ],
    good: [
      project("SELECT json_extract(payload, '$.user', '$.tags[0]'), payload ->> 'user' FROM event;\n"),
      project("UPDATE event SET payload = json_set(payload, '$.seen', 'user') WHERE id = ?;\n"),
      project("SELECT json_object('user', payload) FROM event;\n"),
    ],
  },
  proofs: [
    {
      claim: 'It fails when it is run.',
      sql: ["SELECT json_extract('{}', 'user')"],
      error: "bad JSON path: 'user'",
    },
    {
      claim: 'So does a path without a dot or a bracket behind the $.',
      sql: ["SELECT json_set('{}', '$seen', 1)"],
      error: "bad JSON path: '$seen'",
    },
    {
      claim: 'So does json_each().',
      sql: [`SELECT value FROM json_each('{"tags":[1]}', 'tags')`],
      error: "bad JSON path: 'tags'",
    },
    {
      claim: 'The operators take a name alone.',
      sql: [`SELECT '{"user":1}' -> 'user', '{"user":1}' ->> 'user'`],
      expect: [['1', 1]],
    },
    {
      claim: 'Not on NULL: on an empty table, or without JSON, it goes unnoticed.',
      sql: ["SELECT json_extract(NULL, 'user')"],
      expect: [[null]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    for (const { node } of nodesOf(query?.tree, 'FunctionCallExpr', 'TableCallSelectTable')) {
      const name =
        node.type === 'FunctionCallExpr' ? functionName(node) : node.tblName.objName.text.toLowerCase();
      const isPath = pathArguments(name);
      for (const [at, argument] of (node.args ?? []).entries()) {
        const path = unwrap(argument);
        if (!isPath(at) || path.type !== 'StringLiteral' || isWellFormed(path.value)) continue;
        yield {
          range: input.syntax.rangeOf(path),
          message: `${name}() fails on the path '${path.value}': it wants $.name or $[0].`,
          help: `Write '${corrected(path.value)}'.`,
          fixes: fixOf(path, input.syntax.rangeOf(path)),
        };
      }
    }
  },
});

/** Which arguments of a JSON function are paths, by their position from 0. */
function pathArguments(name: string): (at: number) => boolean {
  switch (name.replace(/^jsonb_/, 'json_')) {
    case 'json_extract':
    case 'json_remove':
      return (at) => at > 0;
    case 'json_set':
    case 'json_insert':
    case 'json_replace':
      return (at) => at % 2 === 1;
    case 'json_type':
    case 'json_array_length':
    case 'json_each':
    case 'json_tree':
      return (at) => at === 1;
    default:
      return () => false;
  }
}

/** A path of Postgres, `{a,b}`, has a rule of its own (portability/foreign-json-function). */
function isWellFormed(path: string): boolean {
  return /^\$(?:$|[.[])/.test(path) || path.startsWith('{') || path === '';
}

function corrected(path: string): string {
  const rest = path.replace(/^[$.]+/, '');
  return rest.startsWith('[') ? `$${rest}` : `$.${rest}`;
}

function fixOf(path: Expr, range: { start: number; end: number }) {
  if (path.type !== 'StringLiteral' || !/^[$.]*[A-Za-z_][\w.]*$/.test(path.value)) return [];
  const text = `'${corrected(path.value)}'`;
  return [{ title: `Change to ${text}`, safe: false, edits: [{ range, text }] }];
}
