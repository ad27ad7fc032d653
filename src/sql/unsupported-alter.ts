import type { Range } from '../text/range.ts';
import { parseStatement } from './parse.ts';
import { isBlank, lexemeAt } from './scan.ts';
import type { StatementSyntax } from './statement.ts';
import type { SqlSyntaxError } from './syntax-error.ts';

/** What no version of SQLite alters. */
export type AlterForm =
  | 'several'
  | 'type'
  | 'default'
  | 'modify'
  | 'unique'
  | 'primary-key'
  | 'foreign-key'
  | 'add-index'
  | 'drop-index'
  | 'rename-index'
  | 'if-exists'
  | 'only'
  | 'cascade'
  | 'column-list'
  | 'rename'
  | 'option';

/** A form of ALTER TABLE that other databases have and SQLite refuses. Offsets count from the start of the statement. */
export interface UnsupportedAlter {
  readonly form: AlterForm;
  /** The words that tell the form. */
  readonly range: Range;
  /** The table, as it is written. */
  readonly table: string;
  /** One statement for each action, or another statement that does the same; undefined where there is none. */
  readonly instead: readonly string[] | undefined;
}

interface Token {
  readonly start: number;
  readonly end: number;
  /** In upper case, but for what is quoted. */
  readonly word: string;
}

/** Reads why SQLite refuses an ALTER TABLE; undefined for any other statement, and for any other reason. */
export function readUnsupportedAlter(
  syntax: StatementSyntax,
  error: SqlSyntaxError,
): UnsupportedAlter | undefined {
  const { text } = syntax;
  if (!/^\s*ALTER\s+TABLE\b/i.test(text)) return undefined;
  const tokens = tokensOf(text);
  const wordAt = (at: number): string => tokens[at]?.word ?? '';
  const rangeOf = (first: number, last: number): Range => ({
    start: tokens[first]?.start ?? 0,
    end: tokens[last]?.end ?? text.length,
  });
  let at = 2;
  const options: { form: AlterForm; first: number; last: number }[] = [];
  if (wordAt(at) === 'IF' && wordAt(at + 1) === 'EXISTS') {
    options.push({ form: 'if-exists', first: at, last: at + 1 });
    at += 2;
  }
  if (wordAt(at) === 'ONLY' && isName(wordAt(at + 1))) {
    options.push({ form: 'only', first: at, last: at });
    at += 1;
  }
  const named = at;
  while (wordAt(at + 1) === '.') at += 2;
  const { start, end } = rangeOf(named, at);
  const table = text.slice(start, end);
  const actions = actionsOf(tokens, at + 1);
  if (table === '' || actions.length === 0) return undefined;

  const written = actions.map(({ first, last }) => textWithin(text, rangeOf(first, last)));
  const alone = written.map((action) => `ALTER TABLE ${table} ${action};`);
  const [option] = options;
  if (option) {
    const instead = alone.every(isAccepted) ? alone : undefined;
    return { form: option.form, range: rangeOf(option.first, option.last), table, instead };
  }
  if (actions.length > 1 && alone.every(isAccepted)) {
    const range = rangeOf(actions[1]?.first ?? 0, actions[1]?.last ?? 0);
    return { form: 'several', range, table, instead: alone };
  }
  const refused = alone.findIndex((statement) => !isAccepted(statement));
  const action = actions[refused];
  if (!action) return undefined;
  const words = tokens
    .slice(action.first, action.last + 1)
    .map(({ word }) => word)
    .join(' ');
  const whole = rangeOf(action.first, action.last);
  if (actions.length === 1 && (error.range.start < whole.start || error.range.start > whole.end))
    return undefined;
  const found = forms.find(([, pattern]) => pattern.test(words));
  if (!found) return undefined;
  const [form, pattern] = found;
  const count = (pattern.exec(words)?.[0].trim().split(' ') ?? []).length;
  const other = insteadOf(form, table, written[refused] ?? '');
  const instead = alone.map((statement, index) => (index === refused ? other : statement));
  return {
    form,
    range: rangeOf(action.first, Math.min(action.first + count - 1, action.last)),
    table,
    instead: instead.every((statement) => statement !== undefined && isAccepted(statement))
      ? instead.flatMap((statement) => statement ?? [])
      : undefined,
  };
}

/** By the words of an action; those of a name stand for one. The first that fits counts. */
const forms: readonly (readonly [AlterForm, RegExp])[] = [
  ['type', /^ALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b/],
  ['default', /^ALTER (?:COLUMN )?\S+ (?:SET|DROP) DEFAULT\b/],
  ['modify', /^(?:MODIFY|CHANGE) (?:COLUMN )?\S+/],
  ['unique', /^ADD (?:CONSTRAINT \S+ )?UNIQUE\b(?: INDEX| KEY)?/],
  ['primary-key', /^(?:ADD (?:CONSTRAINT \S+ )?|DROP )PRIMARY KEY\b/],
  ['foreign-key', /^(?:ADD (?:CONSTRAINT \S+ )?|DROP )FOREIGN KEY\b/],
  ['add-index', /^ADD (?:INDEX|KEY)(?: \S+)? (?=\()/],
  ['drop-index', /^DROP (?:INDEX|KEY) \S+$/],
  ['rename-index', /^RENAME (?:INDEX|KEY|CONSTRAINT) \S+ TO \S+$/],
  ['if-exists', /^(?:ADD|DROP) (?:COLUMN |CONSTRAINT )?IF (?:NOT )?EXISTS\b/],
  ['cascade', /^DROP (?:COLUMN )?\S+ (?:CASCADE|RESTRICT)$/],
  ['column-list', /^ADD (?:COLUMNS? )?(?=\()/],
  ['rename', /^RENAME(?: AS)? \S+$/],
  [
    'option',
    /^(?:OWNER TO|ENGINE|AUTO_INCREMENT|CONVERT TO|(?:DEFAULT )?CHARACTER SET|(?:ENABLE|DISABLE|FORCE|NO) [A-Z]+|SET SCHEMA|SET (?=\()|RESET|CLUSTER ON|REPLICA IDENTITY|VALIDATE CONSTRAINT|INHERIT|ATTACH PARTITION)(?: |$)/,
  ],
];

/** The statement that does what an action of another database does, where SQLite has one. */
function insteadOf(form: AlterForm, table: string, action: string): string | undefined {
  switch (form) {
    case 'unique': {
      const [, name, other, columns] =
        /^ADD\s+(?:CONSTRAINT\s+(\S+)\s+)?UNIQUE\s*(?:(?:INDEX|KEY)\s*)?([\w"`[\]]+\s*)?(\([^()]+\))$/i.exec(
          action,
        ) ?? [];
      const index = name ?? other?.trim();
      return columns && index ? `CREATE UNIQUE INDEX ${index} ON ${table} ${columns};` : undefined;
    }
    case 'add-index': {
      const [, name, columns] = /^ADD\s+(?:INDEX|KEY)\s+([\w"`[\]]+)\s*(\([^()]+\))$/i.exec(action) ?? [];
      return columns ? `CREATE INDEX ${name} ON ${table} ${columns};` : undefined;
    }
    case 'drop-index':
      return `DROP INDEX ${action.replace(/^DROP\s+(?:INDEX|KEY)\s+/i, '')};`;
    case 'if-exists':
      return `ALTER TABLE ${table} ${action.replace(/\bIF\s+(?:NOT\s+)?EXISTS\s+/i, '')};`;
    case 'cascade':
      return `ALTER TABLE ${table} ${action.replace(/\s+(?:CASCADE|RESTRICT)$/i, '')};`;
    case 'rename':
      return `ALTER TABLE ${table} RENAME TO ${action.replace(/^RENAME(?:\s+AS)?\s+/i, '')};`;
    default:
      return undefined;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, end } = lexemeAt(text, at);
    const word = text.slice(at, end);
    if (!isBlank(kind) && kind !== 'semicolon')
      // A quoted thing is one word, whatever stands in it.
      tokens.push({
        start: at,
        end,
        word: kind === 'quoted' ? word.replace(/\s/g, '_') : word.toUpperCase(),
      });
    at = end;
  }
  return tokens;
}

function isName(word: string): boolean {
  return /^["`[\w]/.test(word) && !/^(?:ADD|ALTER|DROP|RENAME)$/.test(word);
}

/** The actions from a token on: commas outside of parentheses divide them. */
function actionsOf(tokens: readonly Token[], from: number): { first: number; last: number }[] {
  const actions: { first: number; last: number }[] = [];
  let depth = 0;
  let first = from;
  for (let at = from; at < tokens.length; at++) {
    const word = tokens[at]?.word;
    if (word === '(') depth++;
    if (word === ')') depth--;
    if (word === ',' && depth === 0) {
      actions.push({ first, last: at - 1 });
      first = at + 1;
    }
  }
  actions.push({ first, last: tokens.length - 1 });
  return actions.every((action) => action.first <= action.last) ? actions : [];
}

/** On one line, without the comments. */
function textWithin(text: string, { start, end }: Range): string {
  let result = '';
  for (let at = start; at < end; ) {
    const { kind, end: next } = lexemeAt(text, at);
    result += isBlank(kind) ? ' ' : text.slice(at, next);
    at = next;
  }
  return result.replace(/ {2,}/g, ' ').trim();
}

function isAccepted(statement: string): boolean {
  return parseStatement(statement).failure === undefined;
}
