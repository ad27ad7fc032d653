import type { Range } from '../../../text/range.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { PythonModule } from './module.ts';

/**
 * Places that speak of the foreign keys of a schema, and not of the pragma: `relationship(foreign_keys=[…])`,
 * `inspector.get_foreign_keys(…)`, `column.foreign_keys`.
 */
export function relationsIn(module: PythonModule): Range[] {
  if (!/foreign_?keys/i.test(module.file.text)) return [];
  const keywords = module.nodesOf(['keyword_argument', 'pair']).filter((node) => {
    const key = node.childForFieldName('name') ?? node.childForFieldName('key');
    const value = node.childForFieldName('value')?.text ?? '';
    return (
      /^['"]?foreign_keys['"]?$/.test(key?.text ?? '') &&
      !/^(?:True|False|[01]|['"](?:on|off|[01])['"]|\w+)$/i.test(value)
    );
  });
  const members = nodesOf(module.file.root, ['attribute']).flatMap((node) => {
    const name = node.childForFieldName('attribute');
    const isAssigned = node.parent?.childForFieldName('left')?.id === node.id;
    return name && !isAssigned && /^(?:get_|get_multi_|add_|index_)?foreign_keys$/.test(name.text)
      ? [name]
      : [];
  });
  return [...keywords, ...members].map(placeOf);
}
