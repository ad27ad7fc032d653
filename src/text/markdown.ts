/** A table; cells are texts, not Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A text on one line whose characters all stand for themselves. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[|\\`*_<>[\]]/g, '\\$&').replace(/\s*[\r\n]+\s*/g, ' ');
}
