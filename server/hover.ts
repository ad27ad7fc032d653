import { type Hover, MarkupKind, type Position } from 'vscode-languageserver-types';
import type { Linter } from '../src/lint/linter.ts';
import { docsUrl } from '../src/report/locate.ts';
import { rules } from '../src/rules/index.ts';
import { toRange } from './diagnostics.ts';
import { litestreamHover } from './litestream-hover.ts';

/**
 * The rules of the findings at a place: what each finds, why, and the proof's claim; and, in a litestream.yml, what the
 * key means.
 */
export function hover(linter: Linter, path: string, position: Position): Hover | null {
  const file = linter.file(path);
  if (!file) return null;
  const offset = file.lines.offsetAt(position);
  const here = linter.check(path).filter(({ range }) => range.start <= offset && offset <= range.end);
  const key = litestreamHover(linter, path, offset);
  const range = here[0]?.range ?? key?.range;
  if (!range) return null;
  const parts = here.flatMap(({ rule: id }) => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) return [];
    const claims = (rule.proofs ?? []).map(({ claim }) => `- ${claim}`).join('\n');
    const proven = claims === '' ? '' : `\n\nShown by running SQLite:\n\n${claims}`;
    return [`**[${id}](${docsUrl(id)})**\n\n${rule.docs.what}\n\n${rule.docs.why}${proven}`];
  });
  return {
    contents: {
      kind: MarkupKind.Markdown,
      value: [...(key ? [key.markdown] : []), ...parts].join('\n\n---\n\n'),
    },
    range: toRange(range, file),
  };
}
