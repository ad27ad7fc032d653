import type { Node } from '@vscode/tree-sitter-wasm';
import { lexemeAt } from '../../sql/scan.ts';
import type { EmbeddedSql, Hole } from '../sql/embedded-sql.ts';
import { nodesOf, placeOf } from '../sql/text-expressions.ts';
import type { Code } from './code.ts';
import { originOf } from './origins.ts';
import type { FilledValue } from './site.ts';

/** The values that a program puts into SQL, of which it is sure that they are none of its own. */
export function filledValues(code: Code): FilledValue[] {
  return code.file.sql.flatMap((sql): FilledValue[] => {
    const holes = sql.by === 'tag' ? [] : sql.holes.filter(({ kind }) => kind === 'text');
    // What asks the catalogue of another database is run on that one.
    if (holes.length === 0 || /\binformation_schema\b|\bpg_\w+|\bsetval\(/i.test(sql.text)) return [];
    const placed = holes.flatMap((hole) => {
      const place = placeOfHole(sql.text, hole);
      const written = code.file.text.slice(hole.host.start, hole.host.end);
      return place === undefined || isNumber.test(written) ? [] : [{ hole, place, written }];
    });
    if (placed.length === 0) return [];
    const whole = nodeAt(code, sql);
    const pieces = whole && code.file.texts.textOf(whole);
    return placed.flatMap(({ hole, place, written }): FilledValue[] => {
      const piece = pieces?.find((one) => 'hole' in one && one.hole.start === hole.host.start);
      const value = piece && 'hole' in piece ? piece.filled : undefined;
      const origin = value && originOf(value, code, place === 'quoted' || place === 'path');
      return origin ? [{ range: hole.host, written: shortened(value?.text ?? written), place, origin }] : [];
    });
  });
}

/** The place in a format of what is a number: whatever it is, it ends no text and begins no clause. */
const isNumber = /^%[-+0 #]*\d*(?:\.\d+)?[dioxXufFeEgGtbc]$|^\{[^}]*:[^}]*[dnfxe]\}$/i;

/** The expression that a piece of SQL is. */
function nodeAt(code: Code, { range, holes }: EmbeddedSql): Node | undefined {
  const end = Math.max(range.end, ...holes.map(({ host }) => host.end));
  const node = code.file.root.descendantForIndex(range.start, Math.max(range.start, end - 1));
  let found = node ?? undefined;
  while (found && !code.file.texts.textOf(found)) found = found.parent ?? undefined;
  while (
    found?.parent &&
    found.parent.startIndex === found.startIndex &&
    code.file.texts.textOf(found.parent)
  ) {
    found = found.parent;
  }
  return found;
}

/** Where something stands that is put into SQL; undefined where it may be a clause, or nothing can be said. */
function placeOfHole(text: string, { range }: Pick<Hole, 'range'>): FilledValue['place'] | undefined {
  // What a pragma is given are names and numbers.
  if (/^\s*pragma\b/i.test(text)) return undefined;
  let at = 0;
  while (at < range.start) {
    const lexeme = lexemeAt(text, at);
    if (lexeme.end > range.start) {
      if (lexeme.kind !== 'quoted') return undefined;
      if (isPath(text.slice(0, at))) return 'path';
      return text.startsWith("'", at) ? 'quoted' : 'name';
    }
    at = lexeme.end;
  }
  const before = text.slice(0, range.start);
  const after = text.slice(range.end);
  if (/[\w$."`\]?]$/.test(before)) return undefined;
  if (isPath(before)) return 'path';
  if (/\b(?:from|join|into|update|table|order\s+by|group\s+by)\s+$/i.test(before) && !/^\s*\(/.test(after))
    return /^[.\w]/.test(after) ? undefined : 'name';
  if (/^[\w$."`(?]/.test(after)) return undefined;
  const isOperand = /(?:=|<|>|<=|>=|<>|!=|\|\||\b(?:like|glob|between|then|else|limit|offset))\s*$/i.test(
    before,
  );
  if (isOperand)
    return /^\s*(?:$|[,;)\n]|\b(?:and|or|order|group|limit|offset|where|returning|end|when|else|escape|collate|union|desc|asc|then|on)\b|\|\|)/i.test(
      after,
    )
      ? 'value'
      : undefined;
  const list = /\b(?:in|values)\s*\(([^()]*)$/i.exec(before);
  return list && /^\s*$|,\s*$/.test(list[1] ?? '') && /^\s*[,)]/.test(after) ? 'value' : undefined;
}

function isPath(before: string): boolean {
  return /^\s*attach\s+(?:database\s+)?$|\bvacuum\s+(?:\w+\s+)?into\s+$/i.test(before);
}

function shortened(expression: string): string {
  const line = expression.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** Calls that let SQL load native code into the process. */
export function extensionLoading(
  code: Code,
): { readonly range: ReturnType<typeof placeOf>; readonly written: string }[] {
  if (!/enable_?load_?extension|allowExtension|load_extension/i.test(code.file.text)) return [];
  // Where it is switched off again, it was on for the extensions of the program itself.
  if (/enable_?load_?extension\w*\s*\(?\s*(?:\w+,\s*)?(?:false|0)\b/i.test(code.file.text)) return [];
  const found = code.units.flatMap((unit) => {
    const last = unit.names.at(-1) ?? '';
    const [argument] = unit.calls.at(-1)?.args ?? [];
    const isOn =
      /^(?:enable_load_extension|enableLoadExtension|load_extension_enable)$/.test(last) &&
      (argument === undefined || /^(?:true|True|1)$/.test(argument.text));
    return isOn ? [{ range: placeOf(unit.node), written: `${last}(${argument?.text ?? ''})` }] : [];
  });
  const pairs = nodesOf(code.file.root, ['pair']).filter(
    (pair) =>
      /^['"]?allowExtension['"]?$/.test(pair.childForFieldName('key')?.text ?? '') &&
      pair.childForFieldName('value')?.text === 'true',
  );
  return [...found, ...pairs.map((pair) => ({ range: placeOf(pair), written: 'allowExtension: true' }))];
}
