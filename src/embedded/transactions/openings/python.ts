import type { Node } from '@vscode/tree-sitter-wasm';
import { beginModeOf } from '../../../facts/drivers/driver.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { Code } from '../code.ts';
import type { Opening } from './opening.ts';

/** Transactions of Django (`atomic`) and of Peewee (`db.atomic()`, `db.transaction()`). */
export function python(code: Code): Opening[] {
  const isDjango = /^\s*(?:from|import)\s+django\b/m.test(code.file.text);
  const isPeewee = /^\s*(?:from|import)\s+peewee\b/m.test(code.file.text);
  const decorated = isDjango
    ? nodesOf(code.file.root, ['decorator']).filter(({ text }) => /^@(?:transaction\.)?atomic\s*$/.test(text))
    : [];
  const functions = decorated.flatMap((node): Opening[] => {
    const body = node.parent?.childForFieldName('definition')?.childForFieldName('body');
    return body ? [djangoOpening(node, body)] : [];
  });
  const blocks = code.units.flatMap((unit): Opening[] => {
    const written = unit.names.join('.');
    if (isDjango && /^(?:transaction\.)?atomic$/.test(written)) {
      const around = withBlockOf(unit.node) ?? decoratedBy(unit.node);
      return around ? [djangoOpening(unit.node, around)] : [];
    }
    if (isPeewee && /\.(?:atomic|transaction)$/.test(written)) {
      const around = withBlockOf(unit.node);
      if (!around) return [];
      const argument = unit.calls.at(-1)?.args[0]?.text;
      return [
        {
          range: placeOf(unit.node),
          begin: argument === undefined ? 'driver' : beginModeOf(/^['"](\w+)['"]$/.exec(argument)?.[1]),
          by: 'api',
          library: 'peewee',
          body: placeOf(around),
          bodyNode: around,
          reach: { handle: undefined, receiver: undefined, orm: undefined },
        },
      ];
    }
    return [];
  });
  return [...functions, ...blocks];
}

function djangoOpening(node: Node, body: Node): Opening {
  return {
    range: placeOf(node),
    begin: 'driver',
    by: 'api',
    library: 'django',
    body: placeOf(body),
    bodyNode: body,
    reach: { handle: undefined, receiver: undefined, orm: 'django' },
  };
}

function withBlockOf(node: Node): Node | undefined {
  let around = node.parent;
  while (around && /^(?:with_item|with_clause|as_pattern)$/.test(around.type)) around = around.parent;
  return around?.type === 'with_statement' ? (around.childForFieldName('body') ?? undefined) : undefined;
}

function decoratedBy(node: Node): Node | undefined {
  const definition = node.parent?.type === 'decorator' ? node.parent.parent : undefined;
  return definition?.childForFieldName('definition')?.childForFieldName('body') ?? undefined;
}
