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

/** A method, or a function that a name is given to, in languages whose functions need no word of their own. */
const named =
  /^\s*(?:(?:const|let|var|export|async|readonly|static|private|public)\s+)*["']?([\w$]+)["']?\s*(?:[:=]\s*(?:async\s*)?(?:function\b|\(|\w+\s*=>)|\([^;]*\)\s*(?::[^={]*)?\{\s*$)/;

/** A function without a name, which is run when somebody calls it. */
const nameless = /=>|\bfunction\b|\bfunc\s*\(|\blambda\b|\bmove\s*\|/;

const control = /^(?:if|for|while|switch|catch|with|match|else|elif|try|do|return)$/;

/** A function that a text stands in. */
export interface Around {
  /** Empty for one without a name. */
  readonly name: string;
  /** Where its first line starts in the file. */
  readonly start: number;
}

/** How far above a text its functions are looked for, in characters. */
const farthest = 200_000;

/** The functions that a text stands in, the innermost first, by the indentation of the lines above it. */
export function functionsAround(text: string, offset: number): Around[] {
  const found: Around[] = [];
  for (const { line, start } of linesAround(text, offset)) {
    const name = functionNamedBy(line);
    if (name !== undefined) found.push({ name, start });
    else if (nameless.test(line)) found.push({ name: '', start });
  }
  return found;
}

/** The function that a line is the head of; undefined for other lines, and for functions without a name. */
export function functionNamedBy(line: string): string | undefined {
  const name = head.exec(line)?.[1] ?? named.exec(line)?.[1] ?? '';
  return name !== '' && !control.test(name) ? name : undefined;
}

/**
 * The lines that hold a text, by their indentation: what stands before it on its own, then those further out.
 * @param counts tells lines that may hold something from others, such as the lines of a long text
 */
export function* linesAround(
  text: string,
  offset: number,
  counts: (line: string) => boolean = () => true,
): Generator<{ line: string; start: number }> {
  let end = text.lastIndexOf('\n', offset - 1) + 1;
  let least = indentation(text.slice(end, offset + 1));
  yield { line: text.slice(end, offset), start: end };
  while (end > 0 && least > 0 && offset - end < farthest) {
    const start = text.lastIndexOf('\n', end - 2) + 1;
    const line = text.slice(start, end - 1);
    end = start;
    const indent = indentation(line);
    if (/^\s*(?:$|[)}\]]|\/\/|#|\*|--)/.test(line) || indent >= least || !counts(line)) continue;
    least = indent;
    yield { line, start };
  }
}

function indentation(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
}
