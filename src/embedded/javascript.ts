import type { Node } from '@vscode/tree-sitter-wasm';

/** The value of a literal of JavaScript; undefined for everything else. */
export function literalOf(node: Node | null | undefined): string | number | boolean | undefined {
  switch (node?.type) {
    case 'string':
      return decodeEscapes(node.text.slice(1, -1));
    case 'template_string':
      return node.namedChildren.some((child) => child?.type === 'template_substitution')
        ? undefined
        : decodeEscapes(node.text.slice(1, -1));
    case 'number': {
      const value = Number(node.text.replaceAll('_', ''));
      return Number.isNaN(value) ? undefined : value;
    }
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return undefined;
  }
}

/** What the body of a string literal stands for. */
export function decodeEscapes(body: string): string {
  return body.replace(
    /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi,
    (_, braced, four, two, simple) => {
      const code = braced ?? four ?? two;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return (
        (
          { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '' } as Record<
            string,
            string
          >
        )[simple] ?? simple
      );
    },
  );
}
