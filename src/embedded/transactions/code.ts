import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../host-file.ts';
import type { HostLanguage } from '../host-languages.ts';
import { holds, nodesOf } from '../sql/text-expressions.ts';
import { type CodeGrammar, codeGrammarOf } from './grammar.ts';
import type { StatementKind } from './site.ts';
import { kindOfSql } from './statement-kind.ts';

/** A chain of calls as one: `db.prepare(sql).run(id)`. */
export interface Unit {
  /** The outermost call. */
  readonly node: Node;
  /** From the first name to the last: `['db', 'prepare', 'run']`. */
  readonly names: readonly string[];
  /** The calls of the chain, the first that is made first. */
  readonly calls: readonly { readonly name: string; readonly args: readonly Node[] }[];
}

/** The calls of one file in the order in which they are made, and what the order of statements depends on. */
export class Code {
  readonly file: HostFile;
  readonly language: HostLanguage;
  readonly grammar: CodeGrammar;
  #units: readonly Unit[] | undefined;
  #functions: ReadonlyMap<string, readonly Node[]> | undefined;
  #prepared: ReadonlyMap<string, { kind: StatementKind; on: string | undefined } | undefined> | undefined;

  constructor(file: HostFile, language: HostLanguage) {
    this.file = file;
    this.language = language;
    this.grammar = codeGrammarOf(language);
  }

  /** In the order of their ends: arguments are computed before the call is made. Computed when first asked for. */
  get units(): readonly Unit[] {
    this.#units ??= this.#readUnits();
    return this.#units;
  }

  #readUnits(): Unit[] {
    const { calls, chainOf, argumentsOf } = this.grammar;
    const units: Unit[] = [];
    for (const node of nodesOf(this.file.root, [...calls])) {
      if (this.#isOnSpine(node)) continue;
      const spine: { name: string; args: readonly Node[] }[] = [];
      let inner: Node | undefined = node;
      while (inner) {
        if (calls.has(inner.type)) {
          spine.unshift({ name: chainOf(inner).at(-1) ?? '', args: argumentsOf(inner) });
        }
        inner = receiverNode(inner);
      }
      units.push({ node, names: chainOf(node), calls: spine });
    }
    return units.sort((a, b) => a.node.endIndex - b.node.endIndex);
  }

  /** True for a call that another is made on: `db.prepare(sql)` of `db.prepare(sql).run()`. */
  #isOnSpine(node: Node): boolean {
    let inner = node;
    let outer = node.parent;
    while (outer && receiverNode(outer)?.id === inner.id) {
      if (this.grammar.calls.has(outer.type)) return true;
      inner = outer;
      outer = outer.parent;
    }
    return false;
  }

  unitsWithin({ start, end }: { readonly start: number; readonly end: number }): Unit[] {
    return this.units.filter(({ node }) => node.startIndex >= start && node.endIndex <= end);
  }

  /** The functions and methods of the file that have a name. */
  functionsNamed(name: string): readonly Node[] {
    if (!this.#functions) {
      const functions = new Map<string, Node[]>();
      for (const node of nodesOf(this.file.root, [...this.grammar.declared])) {
        const own = node.childForFieldName('name')?.text ?? '';
        const others = functions.get(own);
        if (others) others.push(node);
        else functions.set(own, [node]);
      }
      this.#functions = functions;
    }
    return this.#functions.get(name) ?? [];
  }

  /** The nearest function around a node; undefined at the top of the file. */
  functionOf(node: Node, types = this.grammar.functions): Node | undefined {
    let around = node.parent;
    while (around && !types.has(around.type)) around = around.parent;
    return around ?? undefined;
  }

  /** True for a node that a loop runs within another node. */
  isInLoop(node: Node, within: Node): boolean {
    for (let around = node.parent; around && around.id !== within.id; around = around.parent) {
      if (this.grammar.loops.has(around.type)) return true;
      if (this.grammar.functions.has(around.type) && isIterated(around)) return true;
    }
    return false;
  }

  /** True where it is possible that the one is run and the other after it, both in one run of the code around them. */
  mayFollow(first: Node, later: Node): boolean {
    const { arms, exits, blocks, functions } = this.grammar;
    let leaves = false;
    let inner = first;
    for (let around: Node | null = first; around; around = around.parent) {
      if (holds(around, later)) {
        if (leaves) return false;
        const other = around.namedChildren.find((child) => holds(child, later));
        const isAlternative =
          around.childForFieldName('consequence')?.id === inner.id &&
          around.childForFieldName('alternative')?.id === other?.id;
        return !(
          isAlternative ||
          (!blocks.has(around.type) && arms.has(inner.type) && other && arms.has(other.type))
        );
      }
      if (functions.has(around.type)) leaves = false;
      else if (exits.has(around.type)) leaves = true;
      else if (blocks.has(around.type)) {
        const last = around.namedChildren.filter((child) => child && !child.type.endsWith('comment')).at(-1);
        const inside = last?.type === 'expression_statement' ? last.namedChildren[0] : last;
        if (inside && exits.has(inside.type)) leaves = true;
      }
      inner = around;
    }
    return false;
  }

  /** The text of SQL that an argument is; undefined for what is none, or not known. */
  sqlOf(node: Node): string | undefined {
    const pieces = this.file.texts.textOf(node);
    if (!pieces || pieces.length === 0) return undefined;
    const text = pieces.map((piece) => ('hole' in piece ? '?' : piece.text)).join('');
    return kindOfSql(text) === undefined ? undefined : text;
  }

  /** The SQL that a chain of calls is handed. */
  sqlOfUnit({ calls }: Unit): string | undefined {
    for (const { args } of calls) {
      for (const argument of args.slice(0, 3)) {
        const sql = this.sqlOf(argument);
        if (sql !== undefined) return sql;
      }
    }
    return undefined;
  }

  /** What the prepared statement of a name does; `on`: what it was prepared on. */
  preparedAs(name: string): { kind: StatementKind; on: string | undefined } | undefined {
    if (!this.#prepared) {
      const prepared = new Map<string, { kind: StatementKind; on: string | undefined } | undefined>();
      for (const unit of this.units) {
        const at = unit.names.findIndex((one) =>
          /^(?:prepare(?:Statement|Async|Context|d|_cached|_v2)?|Prepare(?:Context|x|Named)?)$/.test(one),
        );
        if (at < 0) continue;
        const target = nameThatKeeps(unit.node);
        if (target === undefined) continue;
        const sql = this.sqlOfUnit(unit);
        const kind = sql === undefined ? undefined : kindOfSql(sql);
        const known = prepared.get(target);
        const is = kind && { kind, on: unit.names[0] };
        prepared.set(target, prepared.has(target) && known?.kind !== kind ? undefined : is);
      }
      this.#prepared = prepared;
    }
    return this.#prepared.get(name);
  }
}

/** What a member or a call stands on. */
function receiverNode(node: Node): Node | undefined {
  for (const field of [
    'function',
    'constructor',
    'object',
    'operand',
    'value',
    'receiver',
    'expression',
    'macro',
  ]) {
    const inner = node.childForFieldName(field);
    if (inner && spineTypes.test(node.type)) return inner;
  }
  if (
    /^(?:try_expression|await_expression|await|parenthesized_expression|non_null_expression)$/.test(node.type)
  )
    return node.namedChildren.find((child) => child !== null) ?? undefined;
  return undefined;
}

const spineTypes =
  /^(?:call|call_expression|new_expression|member_expression|attribute|selector_expression|field_expression|macro_invocation|generic_function|member_call_expression|nullsafe_member_call_expression|member_access_expression|method_invocation|field_access|invocation_expression)$/;

/** True for a function that is called for each element of a list. */
function isIterated(callback: Node): boolean {
  const head = callback.parent?.type === 'arguments' ? callback.parent.parent : callback.parent;
  const end = head?.type === 'call' || head?.type === 'call_expression' ? callback.startIndex : -1;
  if (!head || end < 0) return false;
  return /(?:\.|->|&\.)(?:forEach|map|flatMap|each\w*|for_each|find_each|times|in_batches|reduce)\b[^.]{0,40}$/.test(
    head.text.slice(0, end - head.startIndex),
  );
}

/** The last name of what keeps the value of an expression: `insert` of `this.insert = …`, of `{ insert: … }`. */
export function nameThatKeeps(node: Node): string | undefined {
  let value = node;
  for (let around = node.parent; around; around = around.parent) {
    if (
      /^(?:parenthesized_expression|await_expression|await|try_expression|expression_list|match_expression|as_expression)$/.test(
        around.type,
      )
    ) {
      value = around;
      continue;
    }
    const target =
      around.childForFieldName('pattern') ??
      around.childForFieldName('left') ??
      around.childForFieldName('name') ??
      around.childForFieldName('key') ??
      around.childForFieldName('property');
    if (!target || target.endIndex > value.startIndex || !keepers.test(around.type)) return undefined;
    // Of several targets the first has the value: `stmt, err := …`.
    const first = target.text.replace(/^(?:mut|ref)\s+/, '').split(/[,\s]/, 1)[0] ?? '';
    return /([\w]+)$/.exec(first.replace(/[)\]]$/, ''))?.[1];
  }
  return undefined;
}

const keepers =
  /^(?:variable_declarator|assignment_expression|assignment|public_field_definition|field_definition|pair|short_var_declaration|assignment_statement|var_spec|let_declaration|named_expression)$/;
