import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import { classAround, classKey, functionAround, type Names } from './names.ts';

/** Members of handles that lead to the same connection: `knex.schema`, `db.$client`, `dataSource.manager`. */
const leadsOn =
  /^(?:\$client|schema|client|manager|session|driver|connection|databaseConnection|migration|default|db|sqlite)$/;

/** Methods that return the handle, or a promise of it. */
const returnsHandle =
  /^(?:exec|verbose|function|aggregate|loadExtension|defaultSafeIntegers|unsafeMode|extend|\$extends|on|connect|initialize|createQueryRunner|prepare|withPlugin|run|serialize)$/;

/** Names values by keys: of two expressions with a key in common, the one may be the value of the other. */
export class Keys {
  readonly names: Names;
  readonly #openings: ReadonlySet<number>;

  constructor(names: Names, openings: ReadonlySet<number>) {
    this.names = names;
    this.#openings = openings;
  }

  /** The keys of what an expression may be. */
  of(node: Node): string[] {
    const inner = unwrapped(node);
    if (this.#openings.has(inner.id)) return [`n${inner.id}`];
    switch (inner.type) {
      case 'identifier':
      case 'shorthand_property_identifier':
        return [this.names.keyOf(inner.text, inner)];
      case 'this':
        return this.#keysOfThis(inner);
      case 'member_expression':
        return this.#keysOfMember(inner);
      case 'ternary_expression':
        return [inner.childForFieldName('consequence'), inner.childForFieldName('alternative')].flatMap(
          (one) => (one ? this.of(one) : []),
        );
      case 'binary_expression':
        return /^(?:\?\?|\|\||&&)$/.test(inner.childForFieldName('operator')?.text ?? '')
          ? [inner.childForFieldName('left'), inner.childForFieldName('right')].flatMap((one) =>
              one ? this.of(one) : [],
            )
          : [];
      case 'assignment_expression':
      case 'augmented_assignment_expression':
        return [inner.childForFieldName('left'), inner.childForFieldName('right')].flatMap((one) =>
          one ? this.of(one) : [],
        );
      case 'new_expression':
        return this.#keysOfNew(inner);
      case 'call_expression':
        return this.#keysOfCall(inner);
      case 'object':
        return [`o${inner.id}`];
      default:
        return [];
    }
  }

  /** `this` in a class; in a function that an opening is handed, the handle itself. */
  #keysOfThis(node: Node): string[] {
    let around = functionAround(node);
    while (around?.type === 'arrow_function') around = functionAround(around);
    const call = around?.type === 'function_expression' ? around.parent?.parent : undefined;
    if (call && this.#openings.has(call.id)) return [`n${call.id}`];
    const owner = classAround(node);
    return owner ? [classKey(owner)] : [];
  }

  #keysOfMember(node: Node): string[] {
    const object = node.childForFieldName('object');
    const name = node.childForFieldName('property')?.text ?? '';
    const owners = object ? this.of(object) : [];
    return [...owners.map((owner) => `${owner}.${name}`), ...(leadsOn.test(name) ? owners : [])];
  }

  #keysOfNew(node: Node): string[] {
    const made = node.childForFieldName('constructor');
    const owner = this.names.classNamed(made);
    if (owner) return [classKey(owner)];
    const args = childrenOf(node.childForFieldName('arguments'));
    if (made?.text === 'Promise') return [`n${node.id}`];
    return this.#keysWithin(args);
  }

  #keysOfCall(node: Node): string[] {
    const callee = node.childForFieldName('function');
    const local = this.names.calledBy(callee);
    if (local) return [`r${local.id}`];
    const args = childrenOf(node.childForFieldName('arguments'));
    const object = callee?.type === 'member_expression' ? callee.childForFieldName('object') : null;
    const method = callee?.childForFieldName('property')?.text ?? '';
    const returned = object && returnsHandle.test(method) ? this.of(object) : [];
    // What another file or package makes of a handle may be the handle: drizzle(client), configure(new Database()).
    return [...returned, ...this.#keysWithin(args)];
  }

  /** The handles that are handed over, in objects as well. */
  #keysWithin(args: readonly Node[]): string[] {
    return args.flatMap((argument): string[] => {
      const inner = unwrapped(argument);
      if (inner.type !== 'object' || this.#openings.has(inner.id)) {
        return /^(?:identifier|member_expression|new_expression|call_expression|object)$/.test(inner.type)
          ? this.of(inner)
          : [];
      }
      return childrenOf(inner).flatMap((child) => {
        const value = child.type === 'pair' ? child.childForFieldName('value') : undefined;
        if (child.type === 'shorthand_property_identifier') return [this.names.keyOf(child.text, child)];
        return value ? this.#keysWithin([value]) : [];
      });
    });
  }
}
