import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../host-file.ts';
import type { EmbeddedSql } from '../sql/embedded-sql.ts';
import { holds, nodesOf } from '../sql/text-expressions.ts';
import { leavesTransactionOpen } from './open-transaction.ts';
import type { Setting } from './site.ts';
import { pragmasSetBy, receiverOf, settingOf } from './statements.ts';

/** What a grammar says of the order in which statements are run. */
export interface FlowSyntax {
  /** Types of nodes whose body is run when they are called. */
  readonly functions: ReadonlySet<string>;
  /** Types of nodes whose content is run on some conditions, or several times. */
  readonly conditions: ReadonlySet<string>;
  /** Types of nodes that leave a function. */
  readonly returns: readonly string[];
  /** Types of nodes that give a variable or a field, their `left`, a value. */
  readonly assignments: readonly string[];
  /** Types of nodes that call a function. */
  readonly calls: readonly string[];
  /** The name of a function, as `calledName` gives it; undefined for one without. */
  functionName(node: Node): string | undefined;
  /** The function of the same object or file that a call calls; undefined for those of others. */
  calledName(call: Node): string | undefined;
}

/** A setting that is made at a node of the program. */
export interface SettingAt {
  readonly node: Node;
  /** What its method is called on, as written. */
  readonly receiver?: string | undefined;
  readonly setting: Setting;
}

/** When something is run: in the order of `at`, and `maybe` only on some conditions. */
interface Run {
  readonly at: number;
  readonly maybe: boolean;
}

/** The statements that surely or perhaps are run on a handle when it is set up. */
export class SetUp {
  readonly #syntax: FlowSyntax;
  readonly #from: number;
  readonly #opening: Node;
  readonly #own: Node | undefined;

  /**
   * @param opening the expression that opens the connection
   * @param from where what follows it begins: its end, or the beginning of a block that it is handed to
   */
  constructor(opening: Node, syntax: FlowSyntax, from = opening.endIndex) {
    this.#opening = opening;
    this.#syntax = syntax;
    this.#from = from;
    this.#own = this.#functionOf(opening);
  }

  /** When a node is run behind the opening; undefined where nothing shows that it is. */
  runOf(node: Node): Run | undefined {
    const around = this.#functionOf(node);
    if (around?.id === this.#own?.id || this.#isWithinOpening(node)) {
      return node.startIndex < this.#from ? undefined : { at: node.startIndex, maybe: this.#depends(node) };
    }
    const name = around && this.#syntax.functionName(around);
    if (name === undefined || !this.#own) return undefined;
    const call = nodesOf(this.#own, this.#syntax.calls).find(
      (one) =>
        one.startIndex >= this.#from &&
        this.#syntax.calledName(one) === name &&
        this.#functionOf(one)?.id === this.#own?.id,
    );
    return (
      call && {
        at: call.startIndex + node.startIndex / 1e9,
        maybe: this.#depends(call) || this.#depends(node),
      }
    );
  }

  /**
   * False for what another opening in the same variable comes between: `$db = new …` again, or in the branch that is run
   * in place of this one.
   */
  isOn(node: Node, handle: string): boolean {
    const around = this.#functionOf(node);
    if (this.#isInPlaceOfOpening(node)) return false;
    if (!around || around.id !== this.#own?.id) return true;
    return !nodesOf(around, this.#syntax.assignments).some((one) => {
      // Ruby has no statement around the expression.
      const block = one.parent?.type === 'expression_statement' ? one.parent.parent : one.parent;
      return (
        one.startIndex >= this.#from &&
        one.endIndex <= node.startIndex &&
        one.childForFieldName('left')?.text === handle &&
        one.childForFieldName('right')?.type !== 'null' &&
        block !== undefined &&
        block !== null &&
        holds(block, node)
      );
    });
  }

  /** True where a transaction is open, as far as the function and the calls around a node show. */
  isWithinTransaction(node: Node, text: string): boolean {
    for (let around = node.parent; around && !this.#holdsOpening(around); around = around.parent) {
      const before = text.slice(around.startIndex, node.startIndex);
      if (/call/.test(around.type) && /(?:\.|->|::)transaction\b/.test(before)) return true;
    }
    const from = this.#functionOf(node)?.startIndex ?? 0;
    return leavesTransactionOpen(text.slice(from, node.startIndex));
  }

  /** True for what stands in another branch than the opening. */
  #isInPlaceOfOpening(node: Node): boolean {
    for (let around = node.parent; around && !this.#holdsOpening(around); around = around.parent) {
      const { parent } = around;
      if (!parent || !this.#holdsOpening(parent) || !this.#syntax.conditions.has(parent.type)) continue;
      const holding = parent.namedChildren.find((child) => child && this.#holdsOpening(child));
      return holding !== undefined && !!holding && !isConditionOf(holding, parent);
    }
    return false;
  }

  /** True for what stands in a block that is handed to the opening itself. */
  #isWithinOpening(node: Node): boolean {
    return node.startIndex >= this.#from && node.endIndex <= this.#opening.endIndex;
  }

  /** True where a condition stands around a node that does not stand around the opening. */
  #depends(node: Node): boolean {
    const { conditions, functions, returns } = this.#syntax;
    let within = node;
    let around = node.parent;
    for (; around && !this.#holdsOpening(around) && !functions.has(around.type); around = around.parent) {
      if (conditions.has(around.type) && !isConditionOf(within, around) && !asksForSqlite(around))
        return true;
      within = around;
    }
    const body = this.#functionOf(node);
    return (
      body !== undefined &&
      nodesOf(body, returns).some(
        (one) =>
          one.endIndex <= node.startIndex &&
          one.startIndex >= (body.id === this.#own?.id ? this.#from : 0) &&
          this.#functionOf(one)?.id === body.id &&
          !this.#isInOtherBranch(one, node),
      )
    );
  }

  /** True for what leaves a branch that the opening is not in, such as the one for another database. */
  #isInOtherBranch(leaving: Node, node: Node): boolean {
    let around = leaving.parent;
    while (around && !holds(around, node)) around = around.parent;
    return (
      around !== null && this.#syntax.conditions.has(around.type) && !/^(?:program|body)/.test(around.type)
    );
  }

  #holdsOpening(node: Node): boolean {
    return holds(node, this.#opening);
  }

  #functionOf(node: Node): Node | undefined {
    let around = node.parent;
    while (around?.parent && !this.#syntax.functions.has(around.type)) around = around.parent;
    return around ?? undefined;
  }
}

/** True for what is run on some conditions only, whatever its function is called for. */
export function isConditional(node: Node, { conditions, functions }: FlowSyntax): boolean {
  let within = node;
  for (let around = node.parent; around && !functions.has(around.type); around = around.parent) {
    if (conditions.has(around.type) && !isConditionOf(within, around) && !asksForSqlite(around)) return true;
    within = around;
  }
  return false;
}

/** The settings of a handle in the order in which they are made: those by SQL, and those by methods of the driver. */
export function settingsBehind(
  setUp: SetUp,
  handles: ReadonlySet<string>,
  file: HostFile,
  byMethods: readonly SettingAt[],
  everyConnection = true,
): Setting[] {
  const statements = file.sql.flatMap((sql): SettingAt[] => {
    const receiver = receiverOf(sql.callee)?.replace(/\?$/, '');
    const node = receiver !== undefined && handles.has(receiver) ? nodeOf(sql, file) : undefined;
    if (!node) return [];
    if (receiver === undefined || !setUp.isOn(node, receiver)) return [];
    const set = pragmasSetBy(sql, file.cache).filter(
      // In vain, and what remains in effect is left to what else is known.
      ({ pragma }) => pragma !== 'foreign_keys' || !setUp.isWithinTransaction(node, file.text),
    );
    return set.map((statement) => ({
      node,
      setting: settingOf(statement, { by: 'statement', everyConnection }),
    }));
  });
  return [...statements, ...byMethods.filter(({ node, receiver }) => setUp.isOn(node, receiver ?? ''))]
    .flatMap(({ node, setting }) => {
      const run = setUp.runOf(node);
      return run ? [{ run, setting: run.maybe ? { ...setting, maybe: true } : setting }] : [];
    })
    .sort((a, b) => a.run.at - b.run.at)
    .map(({ setting }) => setting);
}

/** The node that a text of SQL begins with: the body of a heredoc stands behind the line of its statement. */
function nodeOf({ range: { start } }: EmbeddedSql, { root }: HostFile): Node | undefined {
  return root.descendantForIndex(start) ?? undefined;
}

/** The SQL in a part of a program, such as a hook that every new connection is handed to. */
export function settingsWithin(node: Node, file: HostFile): Setting[] {
  return file.sql
    .filter(({ range }) => node.startIndex <= range.start && range.start < node.endIndex)
    .flatMap((sql) => pragmasSetBy(sql, file.cache))
    .map((statement) => settingOf(statement, { by: 'hook', everyConnection: true }));
}

/** Why pragmas may be set whose names are put together at run time; undefined where a file does no such thing. */
export function pragmasByName(file: HostFile): string | undefined {
  const isOpen = file.sql.some((sql) =>
    sql.holes.some(({ range }) => /\bpragma\s+(?:\w+\.)?$/i.test(sql.text.slice(0, range.start))),
  );
  return isOpen || /["']pragma\s+["']\s*(?:\.|\+|<<)|["']pragma\s+(?:\{?\$|#\{|%s)/i.test(file.text)
    ? 'pragmas whose names are put together at run time are set'
    : undefined;
}

/** True for the part of a condition that is always run: what it asks. */
function isConditionOf(node: Node, around: Node): boolean {
  return (['condition', 'value', 'left'] as const).some(
    (field) => around.childForFieldName(field)?.id === node.id,
  );
}

/** True for a condition that holds whenever the database is SQLite's. */
function asksForSqlite(around: Node): boolean {
  const condition = around.childForFieldName('condition')?.text;
  return (
    condition !== undefined &&
    /^(?:if|if_statement|if_modifier|elsif)$/.test(around.type) &&
    /sqlite/i.test(condition) &&
    !/!|\bnot\b|&&|\band\b|version/i.test(condition)
  );
}
