import type { DoubleQuotedChild, ParameterExpansionPart, Word, WordPart } from 'unbash';
import type { BelowVariable } from './command.ts';

/** What a word comes to. */
export interface WordValue {
  /** Undefined where it is made up at run time. */
  readonly text: string | undefined;
  /** Where variables from outside are unset and have a default. */
  readonly byDefault: string | undefined;
  /** For a path below a folder that a variable names, and nothing else of which is unknown. */
  readonly below?: BelowVariable | undefined;
}

/** Looks a variable up; undefined for one that the text does not set. */
export type Lookup = (name: string, at: number) => WordValue | undefined;

/** For a text before which nothing is set. */
export const nothingKnown: Lookup = () => undefined;

const unknown: WordValue = { text: undefined, byDefault: undefined };

/** Computes a word without running anything. */
export function wordValue(word: Word, lookup: Lookup): WordValue {
  if (isTemplate(word.text)) return unknown;
  return word.parts ? joined(word.parts, lookup, false) : known(word.value);
}

/** Computes the text in double quotes, or in a here-document. */
export function partsValue(parts: readonly WordPart[], lookup: Lookup): WordValue {
  return joined(parts, lookup, true);
}

/** True for what a template engine replaces before a shell sees it. */
export function isTemplate(text: string): boolean {
  return /\{\{|<%|@@\w+@@/.test(text);
}

function known(text: string): WordValue {
  return { text, byDefault: text };
}

function joined(
  parts: readonly (WordPart | DoubleQuotedChild)[],
  lookup: Lookup,
  isQuoted: boolean,
): WordValue {
  let text: string | undefined = '';
  let byDefault: string | undefined = '';
  let below: BelowVariable | undefined;
  for (const [index, part] of parts.entries()) {
    const value = valueOfPart(part, lookup, isQuoted);
    if (index === 0) below = value.below;
    else below = below && value.text !== undefined ? { ...below, tail: below.tail + value.text } : undefined;
    text = text === undefined || value.text === undefined ? undefined : text + value.text;
    byDefault =
      byDefault === undefined || value.byDefault === undefined ? undefined : byDefault + value.byDefault;
  }
  return { text, byDefault, below: text === undefined ? below : undefined };
}

function valueOfPart(part: WordPart | DoubleQuotedChild, lookup: Lookup, isQuoted: boolean): WordValue {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return known(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return joined(part.parts, lookup, true);
    case 'SimpleExpansion':
      return split(named(part.text.slice(1), lookup(part.text.slice(1), part.pos)), isQuoted);
    case 'ParameterExpansion':
      return split(valueOfExpansion(part, lookup), isQuoted);
    default:
      return unknown;
  }
}

/** A value that is not known is at least that of a variable. */
function named(name: string, value: WordValue = unknown): WordValue {
  if (value.text !== undefined || value.below || !/^[A-Za-z_]\w*$/.test(name)) return value;
  return { ...value, below: { variable: name, tail: '' } };
}

function valueOfExpansion(part: ParameterExpansionPart, lookup: Lookup): WordValue {
  const { parameter, prefix, index, operation } = part;
  if (prefix !== undefined || index) return unknown;
  const value = lookup(parameter, part.pos);
  if (!operation) return named(parameter, value);
  if (operation.type !== 'Default') return unknown;
  switch (operation.operator) {
    case ':-':
    case '-':
    case ':=':
    case '=':
      if (value?.text) return value;
      return {
        text: undefined,
        byDefault: value?.byDefault || wordValue(operation.operand, lookup).byDefault,
      };
    case ':?':
    case '?':
      return value ?? unknown;
    default:
      return unknown;
  }
}

/** The shell divides what stands outside of quotes at blanks, and takes `*` for a pattern. */
function split(value: WordValue, isQuoted: boolean): WordValue {
  const isOne = (text: string | undefined): string | undefined =>
    text === undefined || (!isQuoted && /[\s*?[]/.test(text)) || (!isQuoted && text === '')
      ? undefined
      : text;
  return { ...value, text: isOne(value.text), byDefault: isOne(value.byDefault) };
}

/** The words that `a{b,c}` stands for, as they would be written; undefined for a word without such braces. */
export function expandBraces(word: Word): string[] | undefined {
  const parts = word.parts;
  if (!parts?.some(({ type }) => type === 'BraceExpansion')) return undefined;
  let all = [''];
  for (const part of parts) {
    let choices: readonly string[];
    if (part.type === 'BraceExpansion') {
      const inner = /^\{([^{}"'$`\\]*,[^{}"'$`\\]*)\}$/.exec(part.text)?.[1];
      if (inner === undefined) return undefined;
      choices = inner.split(',');
    } else choices = [part.text];
    all = all.flatMap((before) => choices.map((choice) => before + choice));
    if (all.length > 64) return undefined;
  }
  return all;
}
