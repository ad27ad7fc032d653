import type { EmbeddedSql } from '../../sql/embedded-sql.ts';
import { childrenOf, enclosing } from '../../sql/text-expressions.ts';
import type { LooseSetting } from '../site.ts';
import type { PythonModule } from './module.ts';

/** What a parameter of a function is that pragmas are run on, where its annotation tells: `conn: sqlite3.Connection`. */
export function typeOfReceiver(
  receiver: string | undefined,
  sql: EmbeddedSql,
  { file }: PythonModule,
): LooseSetting['handle'] {
  const node = file.root.descendantForIndex(sql.range.start, sql.range.start);
  const [name = ''] = receiver?.split('.') ?? [];
  for (let around = node && enclosing(node, functions); around; around = enclosing(around, functions)) {
    for (const parameter of childrenOf(around.childForFieldName('parameters'))) {
      const type = parameter.childForFieldName('type')?.text;
      const own = parameter.childForFieldName('name') ?? childrenOf(parameter)[0];
      if (type === undefined || own?.text !== name) continue;
      if (/^(?:sqlite3|aiosqlite|apsw)\.(?:Connection|Cursor)$/.test(type)) return 'connection';
      return /Engine$/.test(type) ? 'pool' : 'unknown';
    }
  }
  return 'unknown';
}

const functions = new Set(['function_definition']);
