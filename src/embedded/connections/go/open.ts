import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import type { TextPiece } from '../../sql/builder.ts';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { type Dsn, knownText, readDsn, storageOf } from '../dsn.ts';
import type { NamedDriver, PendingSite, PendingText, Surroundings } from '../pending.ts';
import type { ConnectionSite, Setting, SiteFix, Written } from '../site.ts';
import { withCallers } from './callers.ts';
import { type DriverName, parameterPlace, resolveName } from './driver-name.ts';
import { filledText, type ResolvedDriver } from './drivers.ts';
import { readEffects, styleName, styleOf } from './dsn.ts';
import type { Followed } from './follow.ts';
import { mattnPragmas } from './parameters.ts';
import { goText } from './text.ts';

/** A call that opens a pool, with what its file tells of it. */
export interface Opening {
  readonly call: Node;
  /** How it names the driver; undefined where the function settles the driver. */
  readonly name: DriverName | undefined;
  /** The id of the driver, where the function settles it. */
  readonly driver: string | undefined;
  readonly dsn: Node | undefined;
  /** The variable that keeps the pool. */
  readonly handle: string | undefined;
  readonly followed: Followed;
  /** What a hook of this very pool runs. */
  readonly hooks?: ResolvedDriver | undefined;
}

/** The site of an opening, once the project tells which driver it is and what constants of other files hold. */
export function pendingSite(
  opening: Opening,
  file: HostFile,
  own: readonly NamedDriver[],
): PendingSite & { readonly explained: readonly Range[] } {
  const { call, name, driver, dsn, handle, followed, hooks } = opening;
  const range = placeOf(call);
  const text = dsn && goText(dsn, file);
  const place = dsn && { range: placeOf(dsn), type: dsn.type };
  const parameter = dsn && parameterPlace(dsn);
  return {
    explained: text?.pieces.flatMap(placesOfPiece) ?? [],
    resolve(around) {
      if (!place || !text) return undefined;
      const found = name
        ? resolveName(name, parameter, own, around, range)
        : driver === undefined
          ? undefined
          : { resolved: { driver, settings: [], opaque: undefined }, dsn: undefined };
      if (!found) return undefined;
      const known = found.dsn ?? withCallers(text, parameter, around);
      return siteOf(found.resolved, filledText(known, around), place, {
        range,
        handle,
        followed,
        hooks,
        opaque: handedTo(followed, around) ?? startupOf(followed),
        isLimited: around.shared.some(({ declarations }) => declarations.limitsPools),
      });
    },
  };
}

const placesOfPiece = (piece: TextPiece): Range[] =>
  'text' in piece && piece.host !== undefined
    ? [{ start: piece.host, end: piece.host + piece.text.length }]
    : [];

/** Why a package may set something on a pool; undefined where none gets it that isn't the project's own. */
function handedTo({ handedTo: all }: Followed, around: Surroundings): string | undefined {
  const other = all.find(({ path }) => {
    const segments = path.split('/');
    return segments.some((_, at) => at > 0 && around.requires('go', segments.slice(0, at + 1).join('/')));
  });
  return other && `it is handed to ${other.name}() of the package ${other.path}`;
}

/** SQL that an operator configures may set anything on the one connection of a pool. */
function startupOf({ startup, poolSize }: Followed): string | undefined {
  return startup && poolSize !== undefined
    ? `${startup.written}, which is run on it, is not written here`
    : undefined;
}

interface SiteParts {
  readonly range: Range;
  readonly handle: string | undefined;
  readonly followed: Followed;
  readonly hooks: ResolvedDriver | undefined;
  readonly opaque: string | undefined;
  /** True where some file of the project limits pools to one connection, and may mean this one. */
  readonly isLimited: boolean;
}

function siteOf(
  { driver, settings: registered, opaque }: ResolvedDriver,
  text: PendingText,
  place: { readonly range: Range; readonly type: string },
  parts: SiteParts,
): ConnectionSite | undefined {
  const isPath = ({ start }: Range): boolean => {
    const kind = text.holes.get(start)?.written.kind;
    return kind === 'path';
  };
  const dsn = readDsn(text.pieces, place.range, isPath);
  // A URL of another scheme leads to a server.
  if (/^(?:libsql|https?|wss?):/.test(dsn.path)) return undefined;
  const isMaybe = ({ start, end }: Range): boolean =>
    text.maybe.some((one) => one.start < end && start < one.end);
  const style = styleOf(driver);
  const effects =
    style && opaque === undefined ? readEffects(style, styleName(style), dsn, isMaybe) : undefined;
  const { database, storage } = databaseOf(dsn, text);
  const hookSettings: Setting[] = [...registered, ...(parts.hooks?.settings ?? [])];
  const startup = parts.followed.startup ? [parts.followed.startup] : [];
  const size = parts.followed.poolSize ?? (parts.isLimited ? 'unknown' : undefined);
  return {
    driver,
    range: parts.range,
    database,
    storage,
    readOnly: effects?.readOnly ?? false,
    settings: [...(effects?.settings ?? []), ...hookSettings, ...startup, ...parts.followed.settings],
    ignored: effects?.ignored ?? [],
    opaque:
      opaque ??
      parts.hooks?.opaque ??
      (dsn.isComplete ? undefined : 'its data source name is put together at run time') ??
      parts.opaque,
    ...(effects?.begin ? { begin: effects.begin } : {}),
    ...(size === undefined ? {} : { poolSize: size }),
    ...(parts.handle === undefined ? {} : { variable: parts.handle }),
    ...(effects?.sharedCache ? { sharedCache: effects.sharedCache } : {}),
    fix: (pragma, value) => fixOf(style, dsn, text, place, pragma, value),
  };
}

function databaseOf(dsn: Dsn, text: PendingText): { database: Written; storage: ConnectionSite['storage'] } {
  // Without its scheme SQLite is not shown the parameters.
  const isUri = dsn.path.startsWith('file:');
  const isMemory =
    dsn.path.includes(':memory:') ||
    (isUri && dsn.parameters.some(({ name, value }) => name === 'mode' && value === 'memory'));
  if (dsn.isPathKnown) {
    const storage = isMemory ? 'memory' : storageOf(dsn.path);
    return { database: { kind: 'text', text: knownText(text.pieces) ?? dsn.path }, storage };
  }
  // A scheme may be filled in before the path.
  const holes = text.pieces.slice(0, 3).flatMap((piece) => {
    const hole = 'hole' in piece ? text.holes.get(piece.hole.start) : undefined;
    return hole ? [hole.written] : [];
  });
  const written = holes.find(({ kind }) => kind === 'path') ?? holes[0];
  const isAlone = /^(?:file:(?:\/\/)?)?\?+$/.test(dsn.path);
  const database: Written =
    written && (isAlone || written.kind === 'path')
      ? written
      : { kind: 'path', written: dsn.path.replaceAll('?', '…') };
  const isUnsure = isAlone && written?.kind !== 'env' && /memory/i.test(JSON.stringify(written ?? ''));
  return { database, storage: isMemory ? 'memory' : isUnsure ? 'unknown' : 'file' };
}

/** An edit that puts a pragma at the end of the data source name. */
function fixOf(
  style: ReturnType<typeof styleOf>,
  dsn: Dsn,
  text: PendingText,
  { range, type }: { readonly range: Range; readonly type: string },
  pragma: string,
  value: string,
): SiteFix | undefined {
  const name = style === 'mattn' ? mattnPragmas.get(pragma)?.[0] : '_pragma';
  if (!style || name === undefined) return undefined;
  if (style === 'ncruces' && !dsn.path.startsWith('file:')) return undefined;
  const parameter = style === 'mattn' ? `${name}=${value}` : `_pragma=${pragma}(${value})`;
  const code = `${dsn.parameters.length > 0 ? '&' : '?'}${parameter}`;
  const last = text.pieces.at(-1);
  // Behind the last character of the literal that the name ends with.
  if (last && 'text' in last && last.host !== undefined && last.host + last.text.length === range.end - 1) {
    const at = last.host + last.text.length;
    return { range: { start: at, end: at }, text: code };
  }
  if (!/^(?:identifier|selector_expression|call_expression)$/.test(type) || dsn.parameters.length > 0)
    return undefined;
  return { range: { start: range.end, end: range.end }, text: `+"${code}"` };
}

/** The arguments of a call. */
export const argumentsOf = (call: Node): Node[] => childrenOf(call.childForFieldName('arguments'));
