import { isColumnName } from '../../schema/scopes.ts';
import { unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, isComparison, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL);\nCREATE INDEX book_author ON book (author_id);\n',
);

export default defineRule({
  id: 'query/self-comparison',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds a column that is compared with itself, also where two spellings turn out to be the same column.',
    why: 'The condition says nothing: it holds for every value, or for none. In a subquery a name without a table means the inner table, so that the link to the outer one is missing.',
    sources: ['https://sqlite.org/lang_select.html'],
    bad: [
      project('SELECT name FROM author WHERE id = id;\n'),
      // Both are the book's: `id` has to be `author.id`.
      project(
        'SELECT name, (SELECT count(*) FROM book WHERE book.id = id AND book.author_id = author.id) FROM author;\n',
      ),
    ],
    good: [
      project('SELECT name, (SELECT count(*) FROM book WHERE author_id = author.id) FROM author;\n'),
      project('SELECT id FROM book WHERE author_id = ? AND TRUE = TRUE;\n'),
      project('SELECT a.id FROM book AS a JOIN book AS b ON a.author_id = b.author_id AND a.id < b.id;\n'),
    ],
  },
  proofs: [
    {
      claim: 'It holds for every value, whatever it is, and never for NULL.',
      sql: ['CREATE TABLE t (a)', "INSERT INTO t VALUES (1), ('x'), (NULL)", 'SELECT a FROM t WHERE a = a'],
      expect: [[1], ['x']],
    },
    {
      claim: 'A name without a table means the inner one.',
      sql: [
        'CREATE TABLE author (id)',
        'CREATE TABLE book (id)',
        'INSERT INTO author VALUES (1), (2)',
        'INSERT INTO book VALUES (2), (3)',
        'SELECT id, (SELECT count(*) FROM book WHERE book.id = id) FROM author',
      ],
      expect: [
        [1, 2],
        [2, 2],
      ],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const references = compiledQuery(input)?.names.references;
    for (const { node } of nodesOf(treeOf(input), 'BinaryExpr')) {
      if (!isComparison(node.op)) continue;
      const [left, right] = [unwrap(node.left), unwrap(node.right)];
      if (!isColumnName(left) || !isColumnName(right)) continue;
      const [a, b] = [references?.get(left), references?.get(right)];
      const isSame =
        a && b
          ? a.source === b.source && a.column === b.column
          : syntax.textOf(left).toLowerCase() === syntax.textOf(right).toLowerCase() &&
            !mayBeNoColumn(syntax.textOf(left));
      if (!isSame) continue;
      const both = [left, right].map((side) => syntax.textOf(side));
      const names = both[0] === both[1] ? both[0] : `${both.join(' and ')} are the same column, which`;
      yield {
        range: syntax.rangeOf(node),
        message: `${names} is compared with itself: this is the same for every value.`,
        help: 'Name the other table before one of the columns, or compare with the value that is meant.',
      };
    }
  },
});

/** Double quotes may hold a string, and the grammar takes TRUE and FALSE for names. */
function mayBeNoColumn(text: string): boolean {
  return text.startsWith('"') || /^(?:true|false)$/i.test(text);
}
