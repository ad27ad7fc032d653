import { type Assignment, forEachChild, type SyntaxNode } from 'unbash';
import { type Lookup, type WordValue, wordValue } from './words.ts';

/** One place that gives a variable a value. */
interface Setting {
  readonly at: number;
  /** The function that it stands in; undefined at the top of the script. */
  readonly scope: SyntaxNode | undefined;
  /** Undefined where it is set in a branch, or to what only a run tells. */
  readonly assignment: Assignment | undefined;
}

/** The variables of a script: those that it sets once, for sure, before they are used. */
export class ShellVariables {
  readonly #settings = new Map<string, Setting[]>();
  /** Where the script runs text from elsewhere (`source`, `eval`), which may set any variable. */
  readonly #foreign: number[] = [];
  readonly #scopes: { readonly node: SyntaxNode; readonly start: number; readonly end: number }[] = [];
  readonly #computed = new Map<Assignment, WordValue>();

  constructor(script: SyntaxNode) {
    this.#visit(script, undefined, true);
  }

  readonly lookup: Lookup = (name, at) => {
    const all = this.#settings.get(name);
    const [only] = all ?? [];
    if (!only) return undefined;
    const { assignment } = only;
    if (all?.length !== 1 || !assignment || assignment.append || assignment.index) return unknown;
    const scope = this.#scopeAt(at);
    // What a function sets is seen by its own later lines; what the script sets, by its functions as well.
    if (scope === only.scope ? at < only.at : only.scope !== undefined) return unknown;
    const value = this.#wordValue(assignment);
    return this.#foreign.some((place) => place > only.at && place < at)
      ? { text: undefined, byDefault: value.byDefault }
      : value;
  };

  #wordValue(assignment: Assignment): WordValue {
    const before = this.#computed.get(assignment);
    if (before) return before;
    // For one that names itself: `DB=${DB:-app.db}`.
    this.#computed.set(assignment, { text: undefined, byDefault: '' });
    const { value } = assignment;
    const found =
      value.type === 'ArrayValue'
        ? unknown
        : wordValue(value, (name, at) => (name === assignment.name ? undefined : this.lookup(name, at)));
    this.#computed.set(assignment, found);
    return found;
  }

  #scopeAt(at: number): SyntaxNode | undefined {
    return this.#scopes.findLast(({ start, end }) => start <= at && at < end)?.node;
  }

  #visit(node: SyntaxNode, scope: SyntaxNode | undefined, isSure: boolean): void {
    let inner = scope;
    let sure = isSure;
    switch (node.type) {
      case 'Function':
        inner = node;
        this.#scopes.push({ node, start: node.pos, end: node.end });
        sure = true;
        break;
      case 'If':
      case 'While':
      case 'Case':
      case 'AndOr':
      case 'Subshell':
      case 'Pipeline':
      case 'CommandExpansion':
        sure = false;
        break;
      case 'For':
      case 'Select':
        this.#add(node.name.text, { at: node.pos, scope, assignment: undefined });
        sure = false;
        break;
      case 'Command': {
        const name = node.name?.text ?? '';
        // `X=1 program` sets X for that program alone.
        const assignments = [...(node.name ? [] : node.prefix), ...node.suffix].filter(
          (one): one is Assignment => one.type === 'Assignment',
        );
        for (const one of assignments)
          this.#add(one.name, { at: one.pos, scope, assignment: sure ? one : undefined });
        if (/^(?:source|\.|eval)$/.test(name)) this.#foreign.push(node.pos);
        if (/^(?:read|unset|mapfile|readarray|getopts|printf)$/.test(name)) {
          for (const word of node.suffix)
            if (word.type === 'Word' && /^[A-Za-z_]\w*$/.test(word.text))
              this.#add(word.text, { at: node.pos, scope, assignment: undefined });
        }
        break;
      }
      case 'ParameterExpansion':
        if (node.operation?.type === 'Default' && /=/.test(node.operation.operator))
          this.#add(node.parameter, { at: node.pos, scope, assignment: undefined });
    }
    forEachChild(node, (child) => this.#visit(child, inner, sure));
  }

  #add(name: string, setting: Setting): void {
    const all = this.#settings.get(name);
    if (all) all.push(setting);
    else this.#settings.set(name, [setting]);
  }
}

const unknown: WordValue = { text: undefined, byDefault: undefined };
