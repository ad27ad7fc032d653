import { type EffectivePragma, effectiveValue } from '../../facts/effective-pragmas.ts';
import { pathAndLine } from '../lines.ts';
import type { SourceFile } from '../source-file.ts';
import type { PragmaFact } from './connection.ts';
import type { GatheredContext } from './context.ts';
import { notKnown } from './settings.ts';

/**
 * What pragmas on handles that are not followed to their opening make of a connection: one is this connection's where
 * there is no other. Undefined where nothing sets the pragma so.
 */
export function setOnLooseHandles(pragma: EffectivePragma, context: GatheredContext): PragmaFact | undefined {
  const [first, ...others] = context.loose.filter(
    ({ setting }) => setting.pragma === pragma && !setting.drivers,
  );
  if (!first) return undefined;
  const { file, setting } = first;
  const place = pathAndLine(file, setting.range.start);
  const value = setting.value === undefined ? undefined : effectiveValue(pragma, setting.value);
  const isSame = others.every(
    ({ setting: { value: other } }) => other !== undefined && effectiveValue(pragma, other) === value,
  );
  const isOnOne =
    context.sites.length <= 1 &&
    isNear(context.sites[0]?.file, file, context) &&
    setting.handle === 'connection' &&
    !setting.maybe;
  const placed = { ...setting, file };
  return value !== undefined && isSame && isOnOne
    ? { known: true, value, source: `${place}: ${setting.written}`, by: 'program', setting: placed }
    : notKnown(`${place} sets it on a connection that is not followed`, placed);
}

/**
 * True where a pragma on a handle that isn't followed is for the connections of a file: it stands there, too, or there is
 * no other file with connections, nor another with such handles.
 */
export function isNear(
  file: SourceFile | undefined,
  other: SourceFile,
  { sites, loose }: GatheredContext,
): boolean {
  const files = new Set(sites.filter(({ site }) => site.storage !== 'memory').map((one) => one.file));
  const setIn = new Set(loose.map((one) => one.file));
  return file === other || (files.size <= 1 && setIn.size <= 1);
}
