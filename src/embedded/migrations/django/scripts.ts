import type { Node } from '@vscode/tree-sitter-wasm';
import type { SchemaOperation } from '../operations.ts';
import { opaque } from '../python/certainty.ts';
import { type FlowTool, runExpression, runFunction } from '../python/flow.ts';
import {
  argument,
  type Bound,
  callOf,
  dottedName,
  itemsOf,
  literalOf,
  type PythonCall,
  rangeOf,
  resolve,
  textOf,
  writtenParts,
} from '../python/values.ts';
import { isAboutRows } from '../raw-sql.ts';
import type { OperationContext } from './operations.ts';

/** Reads `migrations.RunSQL`: a string, or a list of strings and of pairs of a string and its parameters. */
export function runSqlOperations(call: PythonCall): readonly SchemaOperation[] | undefined {
  const sql = argument(call, 'sql', 0);
  if (!sql) return undefined;
  const list = textOf(sql) ? [sql] : itemsOf(sql);
  if (!list && dottedName(resolve(sql).node)?.endsWith('.noop')) return [];
  if (!list) return [opaque(call.node, 'its SQL is computed', undefined)];
  return list.flatMap((item) => {
    const [statement, parameters] = textOf(item) ? [item] : (itemsOf(item) ?? []);
    return statement ? sqlOperation(statement, parameters !== undefined, call.node) : [];
  });
}

/**
 * Reads `migrations.RunPython`: what its function runs as SQL, and what it asks the schema editor for. Functions of
 * other files fix data, as `RunPython` is meant to.
 */
export function runPythonOperations(
  call: PythonCall,
  { root }: OperationContext,
): readonly SchemaOperation[] | undefined {
  const code = argument(call, 'code', 0);
  if (!code) return undefined;
  const functions = new Map(
    root.descendantsOfType('function_definition').flatMap((node): [string, Node][] => {
      const name = node?.childForFieldName('name')?.text;
      return node && name !== undefined ? [[name, node]] : [];
    }),
  );
  const { node, scope } = resolve(code);
  const tool: FlowTool = {
    functions,
    known: databaseKind,
    call: (inner) => schemaCall(inner),
    unknownCall: (inner) => handedEditor(inner),
  };
  if (node.type === 'lambda') {
    const body = node.childForFieldName('body');
    return body ? runExpression(tool, { node: body, scope }) : [];
  }
  const definition = node.type === 'identifier' ? functions.get(node.text) : undefined;
  return definition ? runFunction(tool, definition, scope) : [];
}

/** `schema_editor.connection.vendor`. */
function databaseKind({ node }: Bound): string | undefined {
  return node.type === 'attribute' && node.childForFieldName('attribute')?.text === 'vendor'
    ? 'sqlite'
    : undefined;
}

const editorMethods =
  /^(?:create_model|delete_model|(?:add|remove|alter)_(?:field|constraint)|(?:add|remove|rename)_index|alter_db_table|alter_(?:unique|index)_together)$/;

/** `schema_editor.execute(…)`, `cursor.execute(…)`, `schema_editor.alter_field(…)`. */
function schemaCall(call: PythonCall): readonly SchemaOperation[] | undefined {
  const callee = call.node.childForFieldName('function');
  if (callee?.type !== 'attribute') return undefined;
  const object = callee.childForFieldName('object')?.text ?? '';
  const [first, parameters] = call.positional;
  if (editorMethods.test(call.name) && /editor/i.test(object)) {
    return [opaque(call.node, `${call.name} of the schema editor`, first && modelTable(first))];
  }
  const database = /cursor|editor|connection|conn\b|^c$/i.test(object);
  if (!database || !/^execute(?:script|many)?$/.test(call.name) || !first) return undefined;
  return sqlOperation(first, parameters !== undefined && literalOf(parameters) !== null, call.node);
}

/** The table of `apps.get_model('app', 'Model')`. */
function modelTable(model: Bound): readonly string[] | undefined {
  const call = callOf(model);
  if (call?.name !== 'get_model') return undefined;
  const [app, name] = call.positional.map((part) => textOf(part)?.value);
  return app !== undefined && name !== undefined ? [`${app}_${name.toLowerCase()}`] : undefined;
}

/** Code of other files that gets the schema editor can change anything. */
function handedEditor(call: PythonCall): readonly SchemaOperation[] {
  const handed = call.positional.some((value) => /^(?:schema_editor|editor)$/.test(value.node.text));
  return handed ? [opaque(call.node, `${call.name} of another file gets the schema editor`, undefined)] : [];
}

function sqlOperation(value: Bound, parameters: boolean, node: Node): readonly SchemaOperation[] {
  const text = textOf(value);
  if (!text) {
    const written = writtenParts(value);
    if (isAboutRows(written) && !callOf(value)) return [];
    return [opaque(node, 'its SQL is computed', undefined)];
  }
  if (text.value.trim() === '') return [];
  // With parameters, Python's placeholders stand in the text.
  const sql = parameters ? text.value.replace(/%s/g, '?').replaceAll('%%', '%') : text.value;
  return [
    {
      kind: 'sql',
      sql,
      textRange: text.range,
      verbatim: text.verbatim && sql === text.value,
      range: rangeOf(node),
    },
  ];
}
