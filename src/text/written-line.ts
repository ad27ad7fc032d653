import { type MappedText, MappedTextBuilder } from './mapped-text.ts';
import type { Range } from './range.ts';

/**
 * A text as the value of a configuration, with the place of each of its characters: in quotes of YAML, JSON or TOML, in a
 * block of YAML, or bare.
 * @param shift what to add to each place, where `text` is not the whole file
 */
export function writtenLine(text: string, range: Range, shift = 0): MappedText {
  const written = text.slice(range.start, range.end);
  const start = range.start + shift;
  const block = /^([|>])[-+\d]*[ \t]*(?:#.*)?\r?\n/.exec(written);
  if (block) {
    const from = block[0].length;
    return blockOf(written.slice(from), start + from, block[1] === '>');
  }
  const many = /^(?:"""|''')\r?\n?([\s\S]*?)(?:"""|''')$/.exec(written)?.[1];
  if (many !== undefined) {
    const from = start + written.indexOf(many, 3);
    return written.startsWith('"') ? unescaped(many, from) : { text: many, places: from };
  }
  if (/^"(?:[^"\\]|\\[\s\S])*"$/.test(written)) return unescaped(written.slice(1, -1), start + 1);
  if (/^'(?:[^']|'')*'$/.test(written)) {
    const line = new MappedTextBuilder();
    for (let at = 1; at < written.length - 1; at++) {
      line.addRun(written[at] as string, start + at);
      if (written[at] === "'") at++;
    }
    return line.build(start + written.length - 1);
  }
  return { text: written, places: start };
}

/** Lines without the indentation of the first; folded ones are one line, as far as no blank line parts them. */
function blockOf(written: string, start: number, isFolded: boolean): MappedText {
  const indentation = /^(?:[ \t]*\r?\n)*([ \t]*)\S/.exec(written)?.[1] ?? '';
  const block = new MappedTextBuilder();
  let at = 0;
  for (const line of written.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const own = line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart();
    const from = start + at + line.length - own.length;
    at += line.length;
    const isLast = at >= written.trimEnd().length;
    if (isFolded && !isLast && own.trim() !== '' && !/^[ \t]/.test(own)) {
      const content = own.trimEnd();
      block.addRun(content, from).addEscape(' ', from + content.length);
    } else block.addRun(own, from);
  }
  return block.build(start + written.length);
}

/** Escapes of JSON, which YAML and TOML share; blanks around the end of a line are one. */
function unescaped(written: string, start: number): MappedText {
  const line = new MappedTextBuilder();
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', e: '\x1b' };
  for (let at = 0; at < written.length; at++) {
    const char = written[at] as string;
    if (char !== '\\') {
      line.addRun(char, start + at);
      continue;
    }
    const [whole, , hex, other = ''] =
      /^\\(u([\dA-Fa-f]{4})|\r?\n[ \t]*|([\s\S]))/.exec(written.slice(at)) ?? [];
    if (whole === undefined) continue;
    if (hex !== undefined) line.addEscape(String.fromCharCode(Number.parseInt(hex, 16)), start + at);
    else if (other !== '') line.addEscape(simple[other] ?? other, start + at);
    at += whole.length - 1;
  }
  return line.build(start + written.length);
}
