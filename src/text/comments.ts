/** What a comment looks like: `//` and C's, or `#`; strings are told apart from both. */
const patterns = {
  slashes: /(["'`])(?:\\[\s\S]|(?!\1)[^\\])*\1|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
  hash: /"""[\s\S]*?"""|'''[\s\S]*?'''|(["'])(?:\\.|(?!\1)[^\\\n])*\1|#[^\n]*/g,
};

/**
 * A text with its comments blanked out, offsets kept. For a look at settings; where a tree is at hand, that is the
 * better way.
 */
export function withoutComments(text: string, style: keyof typeof patterns): string {
  return text.replace(patterns[style], (part) =>
    /^(?:\/\/|\/\*|#)/.test(part) ? part.replace(/[^\n]/g, ' ') : part,
  );
}
