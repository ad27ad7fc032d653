import type { SchemaOperation } from '../operations.ts';
import { opaque } from '../python/certainty.ts';
import {
  type Bound,
  callOf,
  dottedName,
  type PythonCall,
  rangeOf,
  textOf,
  writtenParts,
} from '../python/values.ts';
import { isAboutRows } from '../raw-sql.ts';

/** Reads `op.execute(…)` and `connection.execute(…)`: a string, `sa.text(…)`, or an expression of SQLAlchemy's. */
export function sqlOperations(call: PythonCall): readonly SchemaOperation[] {
  const [first] = call.positional;
  const value = first ?? call.keywords.get('sqltext') ?? call.keywords.get('statement');
  const literal = value && statementOf(value);
  const text = literal && textOf(literal);
  if (text) {
    // In `text()`, a colon that begins no parameter stands behind a backslash.
    const sql = text.value.replace(/\\:/g, ':');
    return [
      {
        kind: 'sql',
        sql,
        textRange: text.range,
        verbatim: text.verbatim && sql === text.value,
        range: rangeOf(call.node),
      },
    ];
  }
  if (!value || changesRows(value)) return [];
  const written = writtenParts(literal ?? value);
  if (isAboutRows(written)) return [];
  return [opaque(call.node, 'its SQL is computed', undefined)];
}

/** The string within `sa.text(…)`, `sa.DDL(…)` and `.bindparams(…)`. */
function statementOf(value: Bound): Bound | undefined {
  const call = callOf(value);
  if (!call) return value;
  const callee = call.node.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (/^(?:bindparams|execution_options)$/.test(call.name) && object) {
    return statementOf({ node: object, scope: call.scope });
  }
  return /^(?:text|DDL)$/.test(call.name) ? call.positional[0] : undefined;
}

/** True for SQLAlchemy's statements on rows: `users.update().values(…)`, `sa.select(…)`, `session.query(…)`. */
function changesRows(value: Bound): boolean {
  const call = callOf(value);
  if (!call) return false;
  if (/^(?:insert|update|delete|select|query|union|union_all|exists|values|from_select)$/.test(call.name))
    return true;
  const callee = call.node.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  return (
    object !== null && dottedName(object) === undefined && changesRows({ node: object, scope: call.scope })
  );
}
