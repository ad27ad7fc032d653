import type { SourceFile } from '../project/source-file.ts';
import type { Range } from '../text/range.ts';

/** A comment that silences rules: `-- preflight-ignore query/full-scan: ten rows at most`. */
export interface Suppression {
  /** The comment. */
  readonly range: Range;
  readonly rules: readonly string[];
  readonly reason: string;
  /** The text in which it holds. */
  readonly scope: Range;
}

const directive =
  /^(?:--|\/\/|\/\*|#)\s*preflight-ignore(-file)?\s+([\w/-]+(?:\s*,\s*[\w/-]+)*)\s*(?::\s*(.*?))?\s*(?:\*\/)?\s*$/;

/** The suppressions of a file, with the text that each covers: its statement or line, the next one, or the file. */
export function readSuppressions(file: SourceFile): Suppression[] {
  if (!file.text.includes('preflight-ignore')) return [];
  const comments = file.kind === 'sql' ? file.document.comments : hostComments(file.text);
  return comments.flatMap((range) => {
    const match = directive.exec(file.text.slice(range.start, range.end));
    if (!match) return [];
    const whole = match[1] !== undefined;
    return [
      {
        range,
        rules: (match[2] as string).split(/\s*,\s*/),
        reason: match[3] ?? '',
        scope: whole ? { start: 0, end: file.text.length } : scopeOf(range, file),
      },
    ];
  });
}

function scopeOf(comment: Range, file: SourceFile): Range {
  if (file.kind === 'sql') {
    const { statements } = file.document;
    const line = file.lines.positionAt(comment.start).line;
    const own = statements.find(
      (statement) =>
        (statement.start < comment.start && comment.start < statement.end) ||
        (statement.end <= comment.start && file.lines.positionAt(statement.end).line === line),
    );
    const target = own ?? statements.find((statement) => statement.start >= comment.end);
    return target ? { start: target.start, end: target.end } : { start: comment.end, end: comment.end };
  }
  const { line } = file.lines.positionAt(comment.start);
  const alone = file.text.slice(file.lines.lineStart(line), comment.start).trim() === '';
  const target = alone ? line + 1 : line;
  return { start: file.lines.lineStart(target), end: file.lines.lineStart(target + 1) };
}

/** Comments of host languages that hold a suppression; one per line, so that no grammar is needed. */
function hostComments(text: string): Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(/(?:\/\/|#|\/\*)[ \t]*preflight-ignore[^\r\n]*/g)) {
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return ranges;
}

/** The offset behind a byte order mark, the line that starts a script, and the one that opens PHP. */
function startOfCode(text: string): number {
  return /^\uFEFF?(?:#!.*\n)?(?:<\?php\b.*\n)?/.exec(text)?.[0].length ?? 0;
}

/** Files whose comments start with `#`. */
const hashComments =
  /\.(?:py|rb|ya?ml|toml|properties|exs?|env|sh|bash|conf|ini)$|(?:^|\/)(?:\.env[\w.-]*|Gemfile|Dockerfile|Procfile)$/;

/** The line that silences a rule for the statement or line at `offset`, and where it goes. */
export function suppressionEdit(
  file: SourceFile,
  offset: number,
  rule: string,
  wholeFile: boolean,
): { at: number; text: string } {
  const mark = file.kind === 'sql' ? '--' : hashComments.test(file.path) ? '#' : '//';
  if (wholeFile)
    return {
      at: startOfCode(file.text),
      text: `${mark} preflight-ignore-file ${rule}: why it is right here\n`,
    };
  const start =
    file.kind === 'sql'
      ? (file.document.statements.find((statement) => statement.start <= offset && offset <= statement.end)
          ?.start ?? offset)
      : offset;
  const lineStart = file.lines.lineStart(file.lines.positionAt(start).line);
  const before = file.text.slice(lineStart, start);
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  // A statement that follows another on its line gets the comment right before it.
  if (file.kind === 'sql' && before.trim() !== '')
    return {
      at: start,
      text: `\n${indent}${mark} preflight-ignore ${rule}: why it is right here\n${indent}`,
    };
  return { at: lineStart, text: `${indent}${mark} preflight-ignore ${rule}: why it is right here\n` };
}
