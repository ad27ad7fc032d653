import type { Node } from '@vscode/tree-sitter-wasm';
import { readOperation } from './alembic/operations.ts';
import { sqlOperations } from './alembic/sql.ts';
import type { MigrationScript, SchemaOperation } from './operations.ts';
import { opaque } from './python/certainty.ts';
import { type FlowTool, runFunction } from './python/flow.ts';
import {
  type Bound,
  callOf,
  itemsOf,
  literalOf,
  moduleScope,
  namedChildrenOf,
  type PythonCall,
  resolve,
  type Scope,
  textOf,
} from './python/values.ts';

/** A cheap test of a file's path and text, before it is parsed. */
export function mayBeAlembicMigration(path: string, text: string): boolean {
  return path.endsWith('.py') && /^down_revision\b/m.test(text) && /^revision\b/m.test(text);
}

/**
 * Reads a migration of Alembic, Flask-Migrate's among them, as it runs on SQLite
 * (https://alembic.sqlalchemy.org/en/latest/ops.html). Undefined for a file without a revision.
 */
export function readAlembic(root: Node, _text: string, _path: string): MigrationScript | undefined {
  const scope = moduleScope(root);
  const revision = textOf(scope.get('revision'))?.value;
  if (revision === undefined || !scope.has('down_revision')) return undefined;
  const functions = functionsOf(root);
  const upgrade = functions.get('upgrade');
  const tool: FlowTool = {
    functions,
    known: (value) => dialectKnown(value, functions),
    call: (call) => schemaCall(call, scope),
    unknownCall: (call) => foreignCall(call, importsOf(root)),
  };
  return {
    tool: 'alembic',
    whole: false,
    operations: upgrade ? runFunction(tool, upgrade, scope) : [],
    revision,
    follows: ['down_revision', 'depends_on'].flatMap((name) => revisions(scope.get(name))),
  };
}

/** None, one revision, or a tuple of several. */
function revisions(value: Bound | undefined): readonly string[] {
  if (!value) return [];
  const single = textOf(value)?.value;
  return single === undefined
    ? (itemsOf(value) ?? []).flatMap((item) => textOf(item)?.value ?? [])
    : [single];
}

function functionsOf(root: Node): ReadonlyMap<string, Node> {
  return new Map(
    root.descendantsOfType('function_definition').flatMap((node): [string, Node][] => {
      const name = node?.childForFieldName('name')?.text;
      return node && name !== undefined ? [[name, node]] : [];
    }),
  );
}

const otherDatabases = /^(?:postgres(?:ql)?|pg|psql|mysql|mariadb|oracle|mssql|sqlserver|cockroach(?:db)?)$/;

/** `bind.dialect.name`, `bind.engine.name`, `str(bind.engine.url)`; `context.is_offline_mode()` is false. */
function dialectKnown(
  { node, scope }: Bound,
  functions: ReadonlyMap<string, Node>,
): string | boolean | undefined {
  const call = callOf({ node, scope });
  if (call) {
    const [only] = call.positional;
    const url = only && resolve(only).node;
    if (call.callee === 'str' && url?.childForFieldName('attribute')?.text === 'url') return 'sqlite:///';
    // Helpers of other files that say by their name which database they ask for.
    const asked = functions.has(call.name) ? undefined : /^_?is_(sqlite|\w+)$/.exec(call.name)?.[1];
    if (asked === 'sqlite') return true;
    return asked && (asked === 'offline_mode' || otherDatabases.test(asked)) ? false : undefined;
  }
  if (node.type !== 'attribute') return undefined;
  const name = node.childForFieldName('attribute')?.text;
  const object = node.childForFieldName('object');
  if (name === 'as_sql' || name === 'supports_sequences') return false;
  if (!object || name !== 'name') return name === '__dialect__' ? 'sqlite' : undefined;
  const owner = resolve({ node: object, scope }).node;
  const word = owner.type === 'attribute' ? owner.childForFieldName('attribute')?.text : owner.text;
  return /^(?:dialect|engine)$/.test(word ?? '') ? 'sqlite' : undefined;
}

/** A call on `op`, on the object of a batch, or SQL on the connection. */
function schemaCall(call: PythonCall, module: Scope): readonly SchemaOperation[] | undefined {
  const callee = call.node.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (!object) return undefined;
  if (object.type === 'identifier' && object.text === 'op' && !call.scope.get('op')) {
    return call.name === 'run_async' || call.name === 'invoke'
      ? [opaque(call.node, `op.${call.name} can't be followed`, undefined)]
      : readOperation(call, undefined);
  }
  const batch = callOf({ node: object, scope: call.scope });
  if (batch?.name === 'batch_alter_table') {
    const [first] = batch.positional;
    const table = first ?? batch.keywords.get('table_name');
    if (!table || batch.keywords.has('table_args')) {
      const name = table && textOf(table)?.value;
      return [opaque(call.node, 'the batch sets the table up anew', name === undefined ? undefined : [name])];
    }
    return readOperation(call, table);
  }
  if (/^(?:execute|exec_driver_sql|exec|scalar|scalars)$/.test(call.name)) {
    return connectionCall(call, object, module);
  }
  return undefined;
}

function connectionCall(
  call: PythonCall,
  object: Node,
  module: Scope,
): readonly SchemaOperation[] | undefined {
  const { node } = resolve({ node: object, scope: call.scope });
  const word = `${object.text} ${node.text}`;
  const database =
    /\b(?:bind|conn|connection|session|engine|get_bind|op)\b|_(?:bind|conn|connection|session)\b/i.test(word);
  return database && !module.has(object.text) ? sqlOperations(call) : undefined;
}

/** Names that are imported, each with the top package it is from; a relative import's is empty. */
function importsOf(root: Node): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  for (const statement of root.descendantsOfType(['import_from_statement', 'import_statement'])) {
    const source = statement?.childForFieldName('module_name');
    for (const child of namedChildrenOf(statement)) {
      if (child.id === source?.id) continue;
      const name = child.childForFieldName('alias') ?? child;
      const origin = source ?? child.childForFieldName('name') ?? child;
      const top = origin.type === 'relative_import' ? '' : (origin.text.split('.')[0] ?? '');
      imports.set(source || child.childForFieldName('alias') ? name.text : top, top);
    }
  }
  return imports;
}

/** SQLAlchemy's and Alembic's own, none of which changes the schema by being called. */
const harmless = /^(?:alembic|sqlalchemy|sqlmodel)$/;

/** Words in the names of functions that may change the schema. */
const schemaWords =
  /alter|column|constraint|ddl|drop|execute|index|migrat|schema|script|sequence|sql|table|upgrade/i;

/** Functions that ask, by their name. */
const asking = /^_?(?:is|has|get|fetch|find|load|supports|select|insert|update|delete)(?:_|$)/;

/** What a function of another file may do when a migration calls it. */
function foreignCall(call: PythonCall, imports: ReadonlyMap<string, string>): readonly SchemaOperation[] {
  const callee = call.node.childForFieldName('function');
  const makes = /^(?:create|drop)(?:_all|_table)?$/.test(call.name);
  if (makes && callee?.type === 'attribute' && isSchemaObject(callee, call)) {
    return [opaque(call.node, `${call.name} of a table or of all`, undefined)];
  }
  const source = call.callee === undefined ? undefined : imports.get(call.callee.split('.')[0] ?? '');
  if (source === undefined || harmless.test(source) || asking.test(call.name)) return [];
  const first = call.callee?.split('.')[0] ?? '';
  // A class of another file that is called makes an object: a type, a row.
  if (/^[A-Z]/.test(call.name) || (first !== call.callee && /^[A-Z]/.test(first))) return [];
  const handed = [...call.positional, ...call.keywords.values()].some(({ node }) =>
    /^(?:op|bind|conn|connection|engine|batch_op|op\.get_bind\(\))$/.test(node.text),
  );
  if (!handed && !schemaWords.test(call.name)) return [];
  return [opaque(call.node, `${call.callee}() is another file's`, undefined)];
}

/** `Base.metadata.create_all(bind)`, `User.__table__.create(bind)`; types as `sa.Enum(…).create(bind)` make nothing on SQLite. */
function isSchemaObject(callee: Node, call: PythonCall): boolean {
  const object = callee.childForFieldName('object');
  if (!object) return false;
  const value = callOf({ node: object, scope: call.scope });
  if (value && /^(?:Enum|ENUM)$/.test(value.name)) return false;
  const table = value && /^(?:Table|MetaData|create_table)$/.test(value.name);
  const handsBind =
    [...call.positional, ...call.keywords].length > 0 && literalOf(call.positional[0]) === undefined;
  return table || (handsBind && /(?:metadata|__table__)$/.test(object.text)) || false;
}
