import { overlaps, type Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { storageOfAdo } from '../ado/keywords.ts';
import { microsoftDialect } from '../ado/microsoft.ts';
import type { StoredName, Surroundings } from '../pending.ts';
import { connectionStringAt } from './builders.ts';

/** Packages whose connection strings know the keyword `Cache`, which those of no other database do. */
const packages = [
  'Microsoft.Data.Sqlite',
  'Microsoft.Data.Sqlite.Core',
  'Microsoft.EntityFrameworkCore.Sqlite',
  'Microsoft.EntityFrameworkCore.Sqlite.Core',
];

const requiresOne = (around: Surroundings): boolean =>
  packages.some((name) => around.requires('nuget', name));

/**
 * Connection strings that ask for a shared cache and are handed on: to a class of the program, or by a setting.
 * @param opened what the file opens by itself
 */
export function storedNames(file: HostFile, opened: readonly Range[]): StoredName[] {
  if (!/cache\s*=\s*shared/i.test(file.text)) return [];
  const literals = nodesOf(file.root, ['string_literal', 'interpolated_string_expression']);
  return literals.flatMap((node) => {
    const place = placeOf(node);
    if (!/cache\s*=\s*shared/i.test(node.text) || opened.some((range) => overlaps(range, place))) return [];
    const text = connectionStringAt(node, file);
    const facts = text?.isComplete ? microsoftDialect.read(text.keywords) : undefined;
    if (!facts?.sharedCache || !facts.source) return [];
    const { settings, sharedCache, source } = facts;
    const isUnsure = /memory/i.test(file.text.slice(source.range.start, source.range.end));
    const name = {
      driver: microsoftDialect.driver,
      settings,
      ignored: [],
      sharedCache,
      storage: isUnsure ? ('unknown' as const) : storageOfAdo(facts),
    };
    return [{ resolve: (around) => (requiresOne(around) ? name : undefined) }];
  });
}
