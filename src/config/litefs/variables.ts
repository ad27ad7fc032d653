import type { Range } from '../../text/range.ts';

/** A place of a litefs.yml that LiteFS fills in from the environment before it reads the YAML. */
export interface LitefsVariable {
  /** The variables that it asks for; `FLY_REGION` and `PRIMARY_REGION` of `${FLY_REGION == PRIMARY_REGION}`. */
  readonly names: readonly string[];
  /** True for a comparison, which becomes `true` or `false`. */
  readonly compares: boolean;
  readonly range: Range;
}

/**
 * The places that LiteFS expands, as os.Expand finds them (https://pkg.go.dev/os#Expand) and ExpandEnv in
 * `cmd/litefs/config.go` reads them. There is no way to escape the sign, and no default value.
 */
export function litefsVariables(text: string): LitefsVariable[] {
  return [...text.matchAll(/\$(?:\{([^}\n]*)\}|(\w+|[*#$@!?-]))/g)].map((match) => {
    const [whole, braced, plain] = match;
    const range = { start: match.index, end: match.index + whole.length };
    const inner = (braced ?? plain ?? '').trim();
    const comparison = /^(\w+)\s*[!=]=\s*(?:'.*'|".*"|(\w+))$/.exec(inner);
    if (comparison) {
      const [, left = '', right] = comparison;
      return { names: right === undefined ? [left] : [left, right], compares: true, range };
    }
    return { names: [inner], compares: false, range };
  });
}
