import type { Range } from '../../../text/range.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { Setting } from '../site.ts';
import type { PythonModule } from './module.ts';

/**
 * Constants that are named after a pragma, where a setting of the file takes them: `BUSY_TIMEOUT = 10000`, of which
 * `self.setbusytimeout(self.BUSY_TIMEOUT)` makes something. What else names them does so at a place of its own.
 */
export function constantsOf(settings: readonly Setting[], module: PythonModule): Range[] {
  const { text } = module.file;
  if (!/^\s*[A-Z][A-Z_]+\s*(?::[^=\n]+)?=/m.test(text)) return [];
  const taken = settings.map(({ range }) => text.slice(range.start, range.end)).join('\n');
  return nodesOf(module.file.root, ['assignment']).flatMap((node) => {
    const left = node.childForFieldName('left');
    const value = node.childForFieldName('right');
    const isConstant = left?.type === 'identifier' && /^[A-Z][A-Z_]+$/.test(left.text);
    if (!isConstant || !value || !/^(?:integer|float|string)$/.test(value.type)) return [];
    return new RegExp(`\\b${left.text}\\b`).test(taken) ? [placeOf(left)] : [];
  });
}
