/** How far above a text the function or constant is looked for that it stands in, in lines. */
const lookBack = 120;

/** The head of a function in the languages that are read. */
const head =
  /^\s*(?:(?:export|default|public|private|protected|internal|static|final|async|pub(?:\([^)]*\))?|unsafe|override|abstract|virtual|sealed|def|fn|func|function|void|const|let|var)\s+|\([^()]*\)\s*)*\*?\s*(?:def|fn|func|function|void|async|static|public|private|protected|pub)\s+(?:\([^()]*\)\s*)?(?:[\w<>[\],.?]+\s+)?(?:self\.)?([\w$]+)\s*(?:<[^>]*>)?\s*\(/;

/** A name that is given a value. */
const assigned =
  /(?:^|[\s.{(,])["']?([\w$]+)["']?\s*(?::\s*[\w&'<>[\]., ]+?)?\s*(?::=|=>?|:)\s*(?:\(|\[|&?\[?|[A-Za-z]*)?\s*(?:[bfrR]*["'`]+|<<[-~]?["'A-Z_]+|$)/;

/**
 * The name of the constant or the function that a text stands in, by the words above it: `createTablesQuery`,
 * `migrate_3`. Empty where there is none. Both are given where a constant stands in a function: `migrate3.query`.
 */
export function ownerAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const constant = assigned.exec(text.slice(lineStart, offset + 1))?.[1];
  const lines = text.slice(0, lineStart).split('\n').slice(-lookBack).reverse();
  const heads = [text.slice(lineStart, offset), ...lines].flatMap((line) => head.exec(line)?.[1] ?? []);
  const [nearest] = heads;
  if (constant === undefined) return nearest ?? '';
  return nearest === undefined || /^\S/.test(text.slice(lineStart)) ? constant : `${nearest}.${constant}`;
}
