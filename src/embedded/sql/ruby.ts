import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { decodeRubyEscape, heredocBodies, rawRubyEscapes } from '../ruby.ts';
import { literalPieces, numberPieces } from './builder.ts';
import { formatted, printfFilling, printfPlaceholders } from './format.ts';
import { commonIndentation, withoutIndentation } from './indentation.ts';
import {
  calleeOf,
  childrenOf,
  type Declaration,
  enclosing,
  isField,
  nodesOf,
  onlyShows,
  type Part,
  placeOf,
  type TextSyntax,
  type Use,
} from './text-expressions.ts';

/** Methods of the sqlite3 gem, Active Record and Sequel whose first argument is SQL. */
const sqlMethods =
  /^(?:execute2?|execute_batch2?|prepare|query|exec_query|exec_update|exec_insert|exec_delete|internal_exec_query|select_all|select_one|select_values?|select_rows|find_by_sql|count_by_sql|get_first_row|get_first_value|insert|update|delete|fetch|run|sanitize_sql|sanitize_sql_array|async_find_by_sql|with_sql\w*)$/;

/** Methods that make their argument a part of a statement. */
const clauseMethods =
  /^(?:sql|lit|where|not|from|joins|left_outer_joins|select|order|reorder|in_order_of|group|having|pluck|pick|with|exists\?|union\w*|optimizer_hints|reselect|rewhere)$/;

/** Methods that leave a text what it is, as far as SQL goes. */
const transparentMethods =
  /^(?:squish|strip|strip_heredoc|lstrip|rstrip|chomp|freeze|dup|to_s|html_safe|itself)!?$/;

/** Methods that put more behind the text that they are called on. */
const appendingMethods = /^(?:concat|prepend|gsub!|sub!)$/;

const methods: ReadonlySet<string> = new Set(['method', 'singleton_method', 'program']);
const owners: ReadonlySet<string> = new Set(['class', 'module', 'singleton_class', 'program']);

/** How Ruby writes texts. */
export function rubyTexts(root: Node, text: string): TextSyntax {
  return new RubyTexts(root, text);
}

class RubyTexts implements TextSyntax {
  readonly literals: readonly string[] = ['string', 'heredoc_beginning'];
  readonly names: readonly string[] = [
    'identifier',
    'constant',
    'instance_variable',
    'global_variable',
    'call',
  ];
  readonly wrappers: ReadonlySet<string> = new Set(['argument_list', 'interpolation']);
  readonly choices: ReadonlySet<string> = new Set([
    'parenthesized_statements',
    'conditional',
    'if',
    'elsif',
    'else',
    'unless',
    'then',
    'case',
    'when',
    'begin',
  ]);
  readonly blocks: ReadonlySet<string> = new Set([
    'program',
    'body_statement',
    'block_body',
    'then',
    'else',
    'do',
    'if_modifier',
    'unless_modifier',
    'begin',
  ]);
  readonly #text: string;
  readonly #bodies: ReadonlyMap<number, Node>;
  /** The nodes that begin heredocs, by the ids of their bodies. */
  readonly #beginnings: ReadonlyMap<number, Node>;

  constructor(root: Node, text: string) {
    this.#text = text;
    this.#bodies = heredocBodies(root);
    this.#beginnings = new Map(
      nodesOf(root, ['heredoc_beginning']).flatMap((beginning) => {
        const body = this.#bodies.get(beginning.id);
        return body ? [[body.id, beginning] as const] : [];
      }),
    );
  }

  standsFor(node: Node): Node | undefined {
    return this.#beginnings.get(node.id);
  }

  /** A heredoc's body stands behind the line of the expression that it is part of. */
  rangeOf(node: Node): Range {
    const { start, end } = placeOf(node);
    const bodies = nodesOf(node, ['heredoc_beginning']).map(
      ({ id }) => this.#bodies.get(id)?.endIndex ?? end,
    );
    return { start, end: Math.max(end, ...bodies) };
  }

  partsOf(node: Node): readonly Part[] | undefined {
    switch (node.type) {
      case 'string':
        return this.#stringParts(node);
      case 'heredoc_beginning':
        return this.#heredocParts(node);
      case 'integer':
        return numberPieces(node.text, node.startIndex);
      case 'chained_string':
        return childrenOf(node).map((operand) => ({ operand, host: placeOf(operand) }));
      case 'parenthesized_statements': {
        const [only, ...more] = childrenOf(node);
        return only && more.length === 0 && this.partsOf(only)
          ? [{ operand: only, host: placeOf(only) }]
          : undefined;
      }
      case 'binary':
        return this.#binaryParts(node);
      case 'call':
        return this.#callParts(node);
      default:
        return undefined;
    }
  }

  #stringParts(node: Node): Part[] {
    const first = childrenOf(node)[0];
    if (!first) return [];
    const opening = this.#text.slice(node.startIndex, first.startIndex);
    const isRaw = opening === "'" || opening.startsWith('%q');
    return childrenOf(node).flatMap((child) => this.#contentParts(child, isRaw));
  }

  #contentParts(node: Node, isRaw: boolean): Part[] {
    switch (node.type) {
      case 'escape_sequence':
        return [{ text: decodeRubyEscape(node.text), host: undefined }];
      case 'interpolation': {
        const [operand, ...more] = childrenOf(node);
        return [operand && more.length === 0 ? { operand, host: placeOf(node) } : { hole: placeOf(node) }];
      }
      case 'heredoc_content':
        return [{ text: node.text, host: node.startIndex }];
      default:
        return isRaw
          ? literalPieces(node.text, node.startIndex, rawRubyEscapes, ([sequence]) => sequence.slice(1))
          : [{ text: node.text, host: node.startIndex }];
    }
  }

  #heredocParts(beginning: Node): Part[] {
    const body = this.#bodies.get(beginning.id);
    const parts = childrenOf(body)
      .filter(({ type }) => type !== 'heredoc_end')
      .flatMap((child) => this.#contentParts(child, false));
    // The body begins with the end of the line above it, and ends with the indentation of its end.
    const lines = parts.flatMap((part, at): Part[] => {
      if (!('text' in part) || part.host === undefined) return [part];
      const from = at === 0 ? (/^\r?\n/.exec(part.text)?.[0].length ?? 0) : 0;
      const to = at === parts.length - 1 ? part.text.replace(/[ \t]*$/, '').length : part.text.length;
      return to > from ? [{ text: part.text.slice(from, to), host: part.host + from }] : [];
    });
    return beginning.text.startsWith('<<~')
      ? withoutIndentation(lines, commonIndentation(lines, 8), 8)
      : lines;
  }

  #binaryParts(node: Node): Part[] | undefined {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (!left || !right) return undefined;
    switch (node.childForFieldName('operator')?.text) {
      case '+':
        return this.#isText(left) || this.#isText(right)
          ? [left, right].map((operand) => ({ operand, host: placeOf(operand) }))
          : undefined;
      case '%': {
        const format = this.partsOf(left);
        const args = right.type === 'array' ? childrenOf(right) : right.type === 'hash' ? [] : [right];
        return format && this.#isText(left)
          ? formatted(format, printfPlaceholders, printfFilling(args), placeOf(node))
          : undefined;
      }
      default:
        return undefined;
    }
  }

  #isText(node: Node): boolean {
    return node.type !== 'integer' && this.partsOf(node) !== undefined;
  }

  #callParts(node: Node): Part[] | undefined {
    const method = node.childForFieldName('method')?.text ?? '';
    const receiver = node.childForFieldName('receiver');
    if (receiver && transparentMethods.test(method)) {
      return this.#isText(receiver) ? [{ operand: receiver, host: placeOf(receiver) }] : undefined;
    }
    if (!/^s?printf$|^format$/.test(method) || (receiver && receiver.text !== 'Kernel')) return undefined;
    const [format, ...args] = childrenOf(node.childForFieldName('arguments'));
    const parts = format ? this.partsOf(format) : undefined;
    return parts && formatted(parts, printfPlaceholders, printfFilling(args), placeOf(node));
  }

  nameOf(node: Node): string | undefined {
    if (node.type === 'call') {
      const receiver = node.childForFieldName('receiver');
      return !receiver || receiver.text === 'self' ? node.childForFieldName('method')?.text : undefined;
    }
    if (!this.names.includes(node.type)) return undefined;
    const isPartOfName = isField(node, 'method') || node.parent?.type === 'scope_resolution';
    return isPartOfName ? undefined : node.text;
  }

  useOf(node: Node): Use {
    const { parent } = node;
    switch (parent?.type) {
      case 'argument_list':
        return parent.parent?.type === 'call' ? useAsArgument(node, parent.parent) : 'unknown';
      case 'array': {
        const call = parent.parent?.parent;
        const isFirst = childrenOf(parent)[0]?.id === node.id;
        if (parent.parent?.type === 'argument_list' && call?.type === 'call') {
          const use = useAsArgument(parent, call);
          return use === 'never' || isFirst ? use : 'unknown';
        }
        return isField(parent, 'receiver') && parent.parent?.childForFieldName('method')?.text === 'join'
          ? 'never'
          : 'unknown';
      }
      case 'element_reference':
        return isField(node, 'object') || childrenOf(parent)[1]?.id !== node.id
          ? 'never'
          : { by: 'call', callee: `${parent.childForFieldName('object')?.text ?? ''}[]` };
      case 'binary':
        return parent.childForFieldName('operator')?.text === '||' ? this.useOf(parent) : 'never';
      case 'pair':
        return isField(node, 'key') ? 'never' : 'unknown';
      case 'call':
      case 'pattern':
      case 'interpolation':
      case 'case':
        return 'never';
      default:
        return 'unknown';
    }
  }

  declarations(root: Node): Declaration[] {
    return [
      ...assignmentsOf(root),
      ...appendingOf(root),
      ...parametersOf(root, this.names),
      ...resultsOf(root),
    ];
  }
}

function useAsArgument(node: Node, call: Node): Use {
  const method = call.childForFieldName('method')?.text ?? '';
  const receiver = call.childForFieldName('receiver');
  const isFirst = childrenOf(call.childForFieldName('arguments'))[0]?.id === node.id;
  if (onlyShows(method) || (clauseMethods.test(method) && receiver)) return 'never';
  return isFirst && sqlMethods.test(method) ? { by: 'call', callee: calleeOf(receiver, method) } : 'unknown';
}

/** The place where a name is known: constants and variables of an object are their class's. */
function scopeOf(node: Node, name: string, root: Node): Node {
  return enclosing(node, /^[a-z_]/.test(name) ? methods : owners) ?? root;
}

function assignmentsOf(root: Node): Declaration[] {
  return nodesOf(root, ['assignment', 'operator_assignment']).flatMap((assignment): Declaration[] => {
    const left = assignment.childForFieldName('left');
    if (!left) return [];
    if (left.type === 'left_assignment_list') {
      return nodesOf(left, ['identifier', 'instance_variable']).map((variable) => ({
        name: variable.text,
        scope: scopeOf(assignment, variable.text, root),
        kind: 'variable',
      }));
    }
    const operator = assignment.type === 'assignment' ? '=' : assignment.childForFieldName('operator')?.text;
    return [
      {
        name: left.text,
        scope: scopeOf(assignment, left.text, root),
        value: assignment.childForFieldName('right') ?? undefined,
        kind:
          operator !== '=' && operator !== '||='
            ? 'append'
            : left.type === 'constant'
              ? 'constant'
              : 'variable',
      },
    ];
  });
}

function appendingOf(root: Node): Declaration[] {
  return nodesOf(root, ['binary', 'call']).flatMap((node): Declaration[] => {
    const isShift = node.type === 'binary' && node.childForFieldName('operator')?.text === '<<';
    const appends = isShift || appendingMethods.test(node.childForFieldName('method')?.text ?? '');
    const target = node.childForFieldName(isShift ? 'left' : 'receiver');
    const value = isShift
      ? node.childForFieldName('right')
      : childrenOf(node.childForFieldName('arguments'))[0];
    return appends && target && value
      ? [{ name: target.text, scope: scopeOf(node, target.text, root), value, kind: 'append' }]
      : [];
  });
}

function parametersOf(root: Node, names: readonly string[]): Declaration[] {
  const lists = nodesOf(root, ['method_parameters', 'block_parameters', 'lambda_parameters', 'for']);
  return lists.flatMap((list) =>
    childrenOf(list).flatMap((parameter): Declaration[] => {
      const name = names.includes(parameter.type) ? parameter : parameter.childForFieldName('name');
      return name ? [{ name: name.text, scope: scopeOf(list, name.text, root), kind: 'variable' }] : [];
    }),
  );
}

/** What methods return. */
function resultsOf(root: Node): Declaration[] {
  return nodesOf(root, ['method', 'singleton_method']).flatMap((method) => {
    const name = method.childForFieldName('name')?.text ?? '';
    const scope = enclosing(method, owners) ?? root;
    const body = method.childForFieldName('body');
    const last =
      body?.type === 'body_statement'
        ? childrenOf(body)
            .filter(({ type }) => type !== 'heredoc_body')
            .at(-1)
        : body;
    const returned = nodesOf(method, ['return']).map((statement) => childrenOf(childrenOf(statement)[0])[0]);
    return [last, ...returned].flatMap((value): Declaration[] =>
      value ? [{ name, scope, value, kind: 'result' }] : [],
    );
  });
}
