import type { Node } from '@vscode/tree-sitter-wasm';
import { heredocBodies } from '../ruby.ts';
import type { MigrationScript } from './operations.ts';
import { evaluate } from './rails/evaluate.ts';
import { newest, type RailsVersion, versionOf } from './rails/names.ts';
import { partsOf, type RubyFile, RubyScope, rangeOf, textOf } from './rails/values.ts';
import { Walker } from './rails/walk.ts';

const schemaPath = /(?:^|\/)db\/(?:[^/]+_)?schema(?:_[^/]+)?\.rb$/;
const migrationPath = /(?:^|\/)db\/(?:[^/]+_)?migrate\/(?:[^/]+\/)*\d+_[^/]+\.rb$/;

/**
 * True for a file that may be a Rails migration or schema.rb, by its path and its words
 * (https://guides.rubyonrails.org/active_record_migrations.html).
 */
export function mayBeRailsMigration(path: string, text: string): boolean {
  return schemaPath.test(path)
    ? text.includes('ActiveRecord::Schema')
    : migrationPath.test(path) && /\bclass\b[^\n]*<[^\n]*migration/i.test(text);
}

/**
 * Reads what a migration of Rails does upwards on SQLite, or the whole schema of schema.rb. Undefined for another file.
 * Names of tables are those that Rails forms without further inflections or prefixes of the application.
 */
export function readRails(root: Node, text: string, path: string): MigrationScript | undefined {
  if (!mayBeRailsMigration(path, text)) return undefined;
  const whole = schemaPath.test(path);
  const found = whole ? readSchema(root) : readMigration(root);
  if (!found) return undefined;
  const { walker } = found;
  if (root.hasError) {
    const reason = 'a part of the file is no Ruby that is understood';
    walker.operations.add({ kind: 'opaque', range: rangeOf(root), reason });
  }
  return { tool: 'rails', whole, operations: walker.operations.found };
}

function readSchema(root: Node): { walker: Walker } | undefined {
  const definition = root
    .descendantsOfType('call')
    .find(
      (call) =>
        call?.childForFieldName('method')?.text === 'define' &&
        /^ActiveRecord::Schema\b/.test(call.childForFieldName('receiver')?.text ?? ''),
    );
  const block = definition?.childForFieldName('block');
  if (!block) return undefined;
  const receiver = definition?.childForFieldName('receiver');
  const scope = new RubyScope(fileOf(root, root));
  const walker = new Walker(receiver ? writtenVersion(receiver, newest) : newest);
  walker.runAll(partsOf(block.childForFieldName('body')), scope);
  return { walker };
}

function readMigration(root: Node): { walker: Walker } | undefined {
  for (const definition of root.descendantsOfType('class')) {
    const superclass = partsOf(definition?.childForFieldName('superclass'))[0];
    if (!definition || !superclass || !/migration(?:\[[^\]]*\]|_class)?$/i.test(superclass.text)) continue;
    const base = baseOf(superclass, root);
    const ofRails = /^(?:::)?ActiveRecord::Migration\b/.test(base.text);
    // Without a version it is of a time before there were any.
    const walker = new Walker(ofRails ? writtenVersion(base, 402) : newest);
    const file = fileOf(root, definition);
    const method = file.methods.get('change') ?? file.methods.get('up');
    const body = method?.childForFieldName('body');
    const scope = new RubyScope(file);
    if (body) walker.runAll(body.type === 'body_statement' ? partsOf(body) : [body], scope);
    if (!method && !ofRails) {
      walker.operations.add({
        kind: 'opaque',
        range: rangeOf(superclass),
        reason: 'what it does is in another file',
      });
    }
    return { walker };
  }
  return undefined;
}

/** The superclass, or the first that the variable or constant may stand for. */
function baseOf(superclass: Node, root: Node): Node {
  if (superclass.type !== 'identifier' && superclass.type !== 'constant') return superclass;
  const assignment = root
    .descendantsOfType('assignment')
    .find((other) => other?.childForFieldName('left')?.text === superclass.text);
  const found = assignment
    ?.descendantsOfType(['element_reference', 'scope_resolution'])
    .find((other) => /^ActiveRecord::Migration\b/.test(other?.text ?? ''));
  return found ?? superclass;
}

/** Where no name means anything. */
const nowhere = new RubyScope({
  methods: new Map(),
  constants: new Map(),
  tables: new Map(),
  heredocs: new Map(),
});

/** The version in `ActiveRecord::Migration[7.1]`; `otherwise` without one. */
function writtenVersion(superclass: Node, otherwise: RailsVersion): RailsVersion {
  if (superclass.type !== 'element_reference') return otherwise;
  const written = textOf(evaluate(partsOf(superclass)[1], nowhere));
  return (written === undefined ? undefined : versionOf(written)) ?? newest;
}

/** What a file defines, with the methods of its migration. */
function fileOf(root: Node, owner: Node): RubyFile {
  const methods = new Map<string, Node>();
  for (const method of root.descendantsOfType(['method', 'singleton_method'])) {
    const name = method?.childForFieldName('name')?.text;
    if (!method || name === undefined) continue;
    let holder = method.parent;
    while (holder && holder.id !== owner.id && !/^(?:class|module|program)$/.test(holder.type))
      holder = holder.parent;
    if (holder?.id === owner.id || holder?.type === 'program') methods.set(name, method);
  }
  const constants = new Map<string, Node>();
  const tables = new Map<string, string>();
  for (const assignment of root.descendantsOfType('assignment')) {
    const left = assignment?.childForFieldName('left');
    const right = assignment?.childForFieldName('right');
    if (left?.type === 'constant' && right) constants.set(left.text, right);
    if (left?.text !== 'self.table_name' || !right) continue;
    const model = assignment?.parent?.parent?.childForFieldName('name')?.text;
    const table = textOf(evaluate(right, nowhere));
    if (model !== undefined && table !== undefined) tables.set(model, table);
  }
  return { methods, constants, tables, heredocs: heredocBodies(root) };
}
