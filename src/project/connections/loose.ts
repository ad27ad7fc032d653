import { type EffectivePragma, effectiveValue } from '../../facts/effective-pragmas.ts';
import { pathAndLine } from '../lines.ts';
import type { SourceFile } from '../source-file.ts';
import type { PragmaFact } from './connection.ts';
import type { ConnectionContext, GatheredContext, PlacedLooseSetting } from './context.ts';
import { writtenName } from './database-path.ts';
import { notKnown } from './settings.ts';

/** The pragmas that files set on handles which they do not open, with what other files of their folders say of these. */
export function placeLooseSettings({
  files,
  facts,
}: Pick<ConnectionContext, 'files' | 'facts'>): PlacedLooseSetting[] {
  return files.flatMap((file) =>
    (facts.get(file.path)?.loose ?? []).map((setting) => {
      const { field } = setting;
      const isPool =
        field !== undefined &&
        files.some(({ folder, path }) => folder === file.folder && facts.get(path)?.shared?.pools.has(field));
      return { file, setting: isPool ? { ...setting, handle: 'pool' } : setting };
    }),
  );
}

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
 * no other file with connections, nor another with such handles; or the project opens one database, in files of one folder,
 * of which builds may choose one.
 */
export function isNear(
  file: SourceFile | undefined,
  other: SourceFile,
  { sites, loose }: GatheredContext,
): boolean {
  const opened = sites.filter(({ site }) => site.storage !== 'memory');
  const files = new Set(opened.map((one) => one.file));
  const setIn = new Set(loose.map((one) => one.file));
  if (file === other || (files.size <= 1 && setIn.size <= 1)) return true;
  return (
    opened.every((one) => one.file.folder === other.folder) &&
    new Set(opened.map(({ site }) => writtenName(site.database) ?? site)).size === 1
  );
}
