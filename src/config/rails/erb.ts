import type { Range } from '../../text/range.ts';

/** What a template puts into a text, as far as it is known. */
export interface ErbValue {
  /** As printed; undefined where it is computed. */
  readonly value: string | undefined;
  /** The environment variable that it is, with `value` where it is not set. */
  readonly env: string | undefined;
}

/** A text with ERB in it, made into one that its own format can be read of, with the same offsets. */
export interface ErbText {
  readonly text: string;
  /** What a scalar of `text` prints; undefined for one that has no ERB in it. */
  valueOf(range: Range): ErbValue | undefined;
  /** True for a place between the tags of a condition or a loop. */
  isConditional(offset: number): boolean;
}

/** Characters of YAML's plain scalars that no file would have in a row. */
const stand = 'ˑ';

/**
 * Replaces the tags of ERB by characters that mean nothing in YAML.
 * https://docs.ruby-lang.org/en/master/ERB.html
 * @param known what constants of the framework are: `Rails.env` is `production`
 */
export function readErb(source: string, known: Readonly<Record<string, string>>): ErbText {
  const outputs: { readonly range: Range; readonly code: string }[] = [];
  const conditional: Range[] = [];
  const open: number[] = [];
  const text = source.replace(
    /<%(=|#|-)?([\s\S]*?)-?%>/g,
    (tag: string, kind: string, code: string, at: number) => {
      if (kind === '=') {
        outputs.push({ range: { start: at, end: at + tag.length }, code: code.trim() });
        return stand.repeat(tag.length);
      }
      if (kind !== '#') {
        if (/^\s*(?:if|unless|case|for|while|begin)\b|\bdo\s*(?:\|[^|]*\|)?\s*$/.test(code)) open.push(at);
        if (/^\s*end\b/.test(code)) {
          const start = open.pop();
          if (start !== undefined) conditional.push({ start, end: at });
        }
      }
      return tag.replace(/[^\n]/g, ' ');
    },
  );
  return {
    text,
    valueOf(range) {
      const own = outputs.filter((one) => range.start <= one.range.start && one.range.end <= range.end);
      if (own.length === 0) return undefined;
      let printed = '';
      let at = range.start;
      let env: string | undefined;
      for (const { range: place, code } of own) {
        const { value, env: name } = evaluated(code, known);
        if (name !== undefined && own.length === 1) env = name;
        if (value === undefined) return { value: undefined, env };
        printed += source.slice(at, place.start) + value;
        at = place.end;
      }
      return { value: (printed + source.slice(at, range.end)).replace(/^(["'])([\s\S]*)\1$/, '$2'), env };
    },
    isConditional: (offset) => conditional.some(({ start, end }) => start < offset && offset < end),
  };
}

/** What an expression of Ruby prints: a literal, a known constant, or a variable of the environment. */
function evaluated(code: string, known: Readonly<Record<string, string>>): ErbValue {
  const constant = known[code];
  if (constant !== undefined) return { value: constant, env: undefined };
  const literal = literalOf(code);
  if (literal !== undefined) return { value: literal, env: undefined };
  const fetched =
    /^ENV\.fetch\(\s*["'](\w+)["']\s*(?:,\s*(.+?))?\)\s*(?:\{\s*(.+?)\s*\})?(?:\.to_i|\.to_s)?$/s.exec(
      code,
    ) ?? /^\(?ENV\[["'](\w+)["']\](?:\.presence)?\s*(?:\|\|\s*(.+?))?\)?(?:\.to_i|\.to_s)?$/s.exec(code);
  if (!fetched) return { value: undefined, env: undefined };
  const [, env, second, block] = fetched;
  const otherwise = second ?? block;
  return { value: otherwise === undefined ? undefined : literalOf(otherwise), env };
}

function literalOf(code: string): string | undefined {
  const quoted = /^(["'])([^"'#\\]*)\1$/.exec(code)?.[2];
  if (quoted !== undefined) return quoted;
  return /^\d[\d_]*$/.test(code) ? code.replaceAll('_', '') : undefined;
}
