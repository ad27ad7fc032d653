import type { Code } from './code.ts';
import { cSharp } from './openings/csharp.ts';
import { go } from './openings/go.ts';
import { java } from './openings/java.ts';
import { javaScript } from './openings/javascript.ts';
import type { Opening } from './openings/opening.ts';
import { php } from './openings/php.ts';
import { python } from './openings/python.ts';
import { ruby } from './openings/ruby.ts';
import { rust } from './openings/rust.ts';
import { byStatement } from './openings/statements.ts';

/** How a transaction is opened, by what the language and the libraries call it. */
export function openingsOf(code: Code): Opening[] {
  const spans = byStatement(code);
  switch (code.language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return [...spans, ...javaScript(code)];
    case 'go':
      return [...spans, ...go(code)];
    case 'rust':
      return [...spans, ...rust(code)];
    case 'python':
      return [...spans, ...python(code)];
    case 'ruby':
      return [...spans, ...ruby(code)];
    case 'php':
      return [...spans, ...php(code)];
    case 'java':
      return [...spans, ...java(code)];
    case 'c-sharp':
      return [...spans, ...cSharp(code)];
  }
}
