import {
  type AndOr,
  type Command,
  type CommandNode,
  type CompoundList,
  forEachChild,
  type ParsedScript,
  type Pipeline,
  parse,
  type Redirection as RedirectionNode,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { type MappedText, rangeInFile } from '../../text/mapped-text.ts';
import type { Range } from '../../text/range.ts';
import type { Certainty, Redirection, ShellCommand, ShellWord } from './command.ts';
import { type InnerScript, innerScriptOf, innerScriptOfArgument, scriptWordOf } from './inner-script.ts';
import { programOf, withoutLaunchers } from './launchers.ts';
import { ShellVariables } from './variables.ts';
import { expandBraces, type Lookup, nothingKnown, partsValue, wordValue } from './words.ts';

/**
 * The commands of a shell script, in the order of its text. Those of `sh -c '…'`, of substitutions and of functions are
 * among them. Where the text has a syntax error, nothing from the statement on that has it is read.
 * @param start where the text stands in its file
 */
export function commandsIn(text: string, start = 0): ShellCommand[] {
  return commandsOfText({ text, places: start });
}

/** As {@link commandsIn}, for a text that its file writes in another form. */
export function commandsOfText(text: MappedText): ShellCommand[] {
  return read(text, outermost, nothingKnown);
}

/** The command of a list of arguments that is started without a shell, as lists of Docker's and Kubernetes's are. */
export function commandOfWords(words: readonly ShellWord[], range: Range): ShellCommand[] {
  return commandsOfWords({ words, range, assignments: [], redirections: [] }, outermost);
}

/** How the command that holds a text runs. */
interface Outside {
  readonly certainty: Certainty;
  readonly background: boolean;
  readonly launchers: readonly string[];
  readonly depth: number;
}

const outermost: Outside = { certainty: 'always', background: false, launchers: [], depth: 0 };
/** `sh -c` in `sh -c` in … */
const maximumDepth = 4;

function read(text: MappedText, outside: Outside, inherited: Lookup): ShellCommand[] {
  if (outside.depth > maximumDepth) return [];
  try {
    return new ScriptReader(text, outside, inherited).commands;
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

class ScriptReader {
  readonly commands: ShellCommand[] = [];
  readonly #text: MappedText;
  readonly #lookup: Lookup;

  constructor(text: MappedText, outside: Outside, inherited: Lookup) {
    this.#text = text;
    const script = parse(withoutTags(text.text));
    const variables = new ShellVariables(script);
    this.#lookup = (name, at) => variables.lookup(name, at) ?? inherited(name, at);
    this.#script(script, outside);
  }

  #script(script: ParsedScript, how: Outside): void {
    const [error] = script.errors ?? [];
    const { commands } = script;
    if (!error) {
      for (const statement of commands) this.#statement(statement, how);
      return;
    }
    // The last one that starts before the error may be what has it: one that is not closed has no end of its own.
    const after = commands.findIndex(({ pos, end }) => pos >= error.pos || end >= error.pos || end <= pos);
    for (const statement of commands.slice(0, after < 0 ? -1 : after)) this.#statement(statement, how);
  }

  #list({ commands }: CompoundList, how: Outside): void {
    for (const statement of commands) this.#statement(statement, how);
  }

  #statement({ command, background }: Statement, how: Outside): void {
    this.#node(command, background ? { ...how, background: true } : how);
  }

  #node(node: AndOr | Pipeline | CommandNode | CompoundList, how: Outside): void {
    const sometimes: Outside = { ...how, certainty: 'sometimes' };
    switch (node.type) {
      case 'Command':
        this.#command(node, how);
        break;
      case 'Pipeline':
        for (const command of node.commands) this.#node(command, how);
        break;
      case 'AndOr':
        node.commands.forEach((command, index) => {
          this.#node(command, index === 0 ? how : sometimes);
        });
        break;
      case 'Redirected':
        this.#node(node.command, how);
        break;
      case 'Subshell':
      case 'BraceGroup':
        this.#list(node.body, how);
        break;
      case 'CompoundList':
        this.#list(node, how);
        break;
      case 'If':
        this.#list(node.clause, how);
        this.#list(node.then, sometimes);
        for (const { clause, then } of node.elif) {
          this.#list(clause, sometimes);
          this.#list(then, sometimes);
        }
        if (node.else) this.#list(node.else, sometimes);
        break;
      case 'While':
        this.#list(node.clause, how);
        this.#list(node.body, sometimes);
        break;
      case 'For':
        for (const word of node.wordlist ?? []) this.#substitutions(word, how);
        this.#list(node.body, sometimes);
        break;
      case 'Select':
      case 'ArithmeticFor':
        this.#list(node.body, sometimes);
        break;
      case 'Case':
        this.#substitutions(node.word, how);
        for (const { body } of node.items) this.#list(body, sometimes);
        break;
      case 'Function':
      case 'Coproc':
        this.#node(node.body, sometimes);
        break;
      default:
        this.#substitutions(node, how);
    }
  }

  #command(command: Command, how: Outside): void {
    this.#substitutions(command, how);
    const { name, prefix, suffix } = command;
    const assignments: ShellCommand['assignments'][number][] = [];
    const words: ShellWord[] = name ? this.#words(name) : [];
    for (const one of [...prefix, ...suffix]) {
      if (one.type === 'Word') words.push(...this.#words(one));
      else if (one.type === 'Assignment') {
        if (name && suffix.includes(one)) words.push(this.#word(one));
        const value = one.value.type === 'Word' ? this.#word(one.value) : undefined;
        assignments.push({ name: one.name, value });
      }
    }
    const range = rangeInFile(this.#text, { start: command.pos, end: command.end });
    if (words.length === 0) {
      if (assignments.length > 0)
        this.commands.push({
          ...asRun(how),
          program: undefined,
          words,
          assignments,
          redirections: [],
          range,
        });
      return;
    }
    const redirections = command.redirects.map((one) => this.#redirection(one));
    this.commands.push(
      ...commandsOfWords({ words, range, assignments, redirections }, how, (word) =>
        this.#inner(word, command),
      ),
    );
  }

  /** The commands in `$(…)`, backticks and `<(…)` below a node, nearest first. */
  #substitutions(node: SyntaxNode, how: Outside): void {
    forEachChild(node, (child) => {
      if (child.type === 'CommandExpansion' || child.type === 'ProcessSubstitution') {
        // The places of a script with escaped backticks are those of another text.
        if (child.script && child.script.source === undefined) this.#script(child.script, how);
      } else this.#substitutions(child, how);
    });
  }

  #words(word: Word): ShellWord[] {
    const choices = expandBraces(word);
    if (!choices) return [this.#word(word)];
    const plain = this.#word(word);
    return choices.map((choice) => {
      const [only] = wordsOf(choice);
      return only?.type === 'Word' ? { ...plain, ...wordValue(only, this.#lookup), written: choice } : plain;
    });
  }

  #word(node: Word | SyntaxNode): ShellWord {
    const written = this.#text.text.slice(node.pos, node.end);
    const range = rangeInFile(this.#text, { start: node.pos, end: node.end });
    if (node.type === 'Word') return { ...wordValue(node, this.#lookup), written, range };
    // An assignment in the place of an argument: `export A=b`, `dd of=x`.
    if (node.type !== 'Assignment' || node.value.type !== 'Word') return { text: undefined, written, range };
    const { text, byDefault } = wordValue(node.value, this.#lookup);
    const before = this.#text.text.slice(node.pos, node.value.pos);
    return {
      text: text === undefined ? undefined : before + text,
      byDefault: byDefault === undefined ? undefined : before + byDefault,
      written,
      range,
    };
  }

  #redirection(node: RedirectionNode): Redirection {
    if (node.type !== 'HereDoc') {
      const { target, operator } = node;
      const isDescriptor = operator.endsWith('&') && /^(?:\d+|-)$/.test(target?.text ?? '');
      return { operator, word: target && !isDescriptor ? this.#word(target) : undefined };
    }
    const { body } = node;
    const range = rangeInFile(this.#text, { start: body.pos, end: body.end });
    const value = body.parts
      ? partsValue(body.parts, this.#lookup)
      : { text: body.text, byDefault: body.text };
    return { operator: '<<', word: { ...value, written: body.text, range } };
  }

  /** The text that a word holds for another shell, with what is known of the variables in it. */
  #inner({ range }: ShellWord, command: Command): InnerScript | undefined {
    const word = command.args.find(
      (one): one is Word =>
        one.type === 'Word' &&
        rangeInFile(this.#text, { start: one.pos, end: one.end }).start === range.start,
    );
    return word && innerScriptOf(word, this.#text, this.#lookup);
  }
}

/** Tags of a template engine, which may hold blanks, in the form of one word. Everything keeps its place. */
function withoutTags(text: string): string {
  return text.replace(/\{\{[^\n]*?\}\}|<%[^\n]*?%>/g, (tag) => `{{${'_'.repeat(tag.length - 4)}}}`);
}

interface WordList {
  readonly words: readonly ShellWord[];
  readonly range: Range;
  readonly assignments: ShellCommand['assignments'];
  readonly redirections: readonly Redirection[];
}

type Inner = (word: ShellWord) => InnerScript | undefined;

/** The command itself, or those of the text that it gives a shell. */
function commandsOfWords(
  { words: all, range, assignments, redirections }: WordList,
  how: Outside,
  innerOf: Inner = innerScriptOfArgument,
): ShellCommand[] {
  const launched = withoutLaunchers(all);
  const launchers = [...how.launchers, ...launched.launchers];
  const { words } = launched;
  const program = programOf(words[0]);
  const script = scriptWordOf(program, words);
  const inner = script && innerOf(script);
  if (inner) {
    return read(
      inner.text,
      { ...how, launchers: [...launchers, `${program} -c`], depth: how.depth + 1 },
      inner.lookup,
    );
  }
  const own = launched.assignments.map((word) => {
    const at = word.written.indexOf('=');
    const value = word.text?.slice(word.text.indexOf('=') + 1);
    return {
      name: word.written.slice(0, at),
      value: { ...word, text: value, byDefault: value, written: word.written.slice(at + 1) },
    };
  });
  return [
    {
      ...asRun(how),
      program,
      words,
      launchers,
      assignments: [...assignments, ...own],
      redirections,
      range,
    },
  ];
}

function asRun({
  certainty,
  background,
  launchers,
}: Outside): Pick<ShellCommand, 'certainty' | 'background' | 'launchers'> {
  return { certainty, background, launchers };
}

function wordsOf(text: string): readonly SyntaxNode[] {
  const [statement] = parse(`: ${text}`).commands;
  return statement?.command.type === 'Command' ? statement.command.args : [];
}
