import nodeSqlParser from 'node-sql-parser/build/sqlite.js';
import { readSqlDocument, SyntaxCache } from '../src/sql/document.ts';
import { splitScript } from '../src/sql/split.ts';
import { interleave, print } from './measure.ts';

/** Reading texts into statements with trees, beside counting their lines and beside a peer on the same statements. */
export async function benchParse(texts: readonly string[]): Promise<void> {
  const statements = texts.flatMap((text) =>
    splitScript(text).pieces.map(({ range }) => text.slice(range.start, range.end)),
  );
  const peer = new nodeSqlParser.Parser();
  let lines = 0;
  const rows = await interleave(11, {
    'floor: splitting into lines': () => {
      for (const text of texts) lines += text.split('\n').length;
    },
    'statements, trees': () => {
      for (const text of texts) readSqlDocument(text, new SyntaxCache());
    },
    'peer: node-sql-parser (sqlite)': () => {
      for (const statement of statements) {
        try {
          peer.astify(statement);
        } catch {
          // It refuses a quarter of what SQLite accepts; refusing is quicker than parsing.
        }
      }
    },
  });
  const ours = rows[1]?.medianMs ?? 0;
  print(
    `parse: ${statements.length} statements, ${lines / 11} lines, ${((ours * 1000) / statements.length).toFixed(1)} µs a statement`,
    rows,
  );
}
