import { beginModeOf } from '../../../facts/drivers/driver.ts';
import type { Range } from '../../../text/range.ts';
import type { Dsn, DsnParameter } from '../dsn.ts';
import type { ConnectionSite, IgnoredParameter, Setting } from '../site.ts';
import {
  glebarezNames,
  mattnNames,
  mattnPragmas,
  moderncNames,
  moderncPragmas,
  ncrucesNames,
  uriNames,
} from './parameters.ts';

/** What the parameters of a data source name make of a connection. */
export interface DsnEffects
  extends Pick<ConnectionSite, 'settings' | 'ignored' | 'begin' | 'sharedCache' | 'readOnly'> {}

type Style = 'mattn' | 'modernc' | 'glebarez' | 'ncruces';

/** Which driver's parameters a driver takes; undefined for one whose are not known. */
export function styleOf(driver: string): Style | undefined {
  switch (driver) {
    case 'mattn/go-sqlite3':
    case 'gorm.io/driver/sqlite':
      return 'mattn';
    case 'modernc.org/sqlite':
      return 'modernc';
    case 'glebarez/go-sqlite':
    case 'glebarez/sqlite':
      return 'glebarez';
    case 'ncruces/go-sqlite3':
      return 'ncruces';
    default:
      return undefined;
  }
}

/** As messages name it. */
export function styleName(style: Style): string {
  return style === 'modernc' ? 'modernc.org/sqlite' : `${style}/go-sqlite${style === 'glebarez' ? '' : '3'}`;
}

interface Reading {
  readonly name: string;
  readonly parameters: readonly DsnParameter[];
  /** True where the name starts with `file:`. */
  readonly isUri: boolean;
  readonly isMaybe: (range: Range) => boolean;
}

/**
 * Works out the parameters as the driver does.
 * @param name of the driver, for messages
 */
export function readEffects(
  style: Style,
  name: string,
  dsn: Dsn,
  isMaybe: (range: Range) => boolean,
): DsnEffects {
  const isUri = dsn.path.startsWith('file:');
  const reading: Reading = { name, parameters: dsn.parameters, isUri, isMaybe };
  // It gives the whole to SQLite as the name of a file, parameters and all.
  if (style === 'ncruces' && !isUri && !dsn.path.startsWith('?')) return withoutScheme(reading);
  const { settings, ignored, begin } = effectsOf[style](reading);
  const uri = uriEffects(style, reading);
  return {
    settings,
    ignored: [...ignored, ...uri.ignored],
    begin,
    sharedCache: uri.sharedCache,
    readOnly:
      uri.readOnly ||
      settings.some(({ pragma, value, maybe }) => pragma === 'query_only' && isOn(value) && !maybe),
  };
}

type Own = Pick<DsnEffects, 'settings' | 'ignored' | 'begin'>;

const effectsOf: Readonly<Record<Style, (reading: Reading) => Own>> = {
  mattn(reading) {
    const settings: Setting[] = [];
    for (const [pragma, names] of mattnPragmas) {
      const parameter = named(reading, names);
      if (parameter) settings.push(settingOf(pragma, parameter.value, parameter, reading));
    }
    return { settings, ignored: unknownOf(reading, mattnNames, insteadOfMattn), begin: beginOf(reading) };
  },
  modernc(reading) {
    const settings: Setting[] = [];
    const shorthand = (pragma: string): void => {
      const parameter = named(reading, moderncPragmas.get(pragma) ?? []);
      if (!parameter) return;
      const setting = settingOf(pragma, parameter.value, parameter, reading);
      const instead = insteadOfPragma(pragma, parameter.value);
      // https://gitlab.com/cznic/sqlite/-/merge_requests/134
      settings.push({
        ...setting,
        takenBy: [{ since: '1.55.0' }],
        ...(instead ? { instead, replacement: instead } : {}),
      });
    };
    shorthand('busy_timeout');
    shorthand('auto_vacuum');
    // It sorts what _pragma says, without regard to case, the timeout first: of several, its sort turns the order round.
    const given = pragmaParameters(reading);
    const order = ({ pragma, value }: Setting): string => `${pragma}(${value})`.toLowerCase();
    settings.push(...given.filter(({ pragma }) => pragma === 'busy_timeout').reverse());
    settings.push(
      ...given
        .filter(({ pragma }) => pragma !== 'busy_timeout')
        .sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    );
    for (const pragma of ['foreign_keys', 'journal_mode', 'synchronous', 'query_only']) shorthand(pragma);
    return { settings, ignored: unknownOf(reading, moderncNames, insteadOfName), begin: beginOf(reading) };
  },
  glebarez(reading) {
    const { parameters } = reading;
    const format = parameters.find(({ name, value }) => name === '_time_format' && value !== '');
    const lock = parameters.find(({ name }) => name === '_txlock');
    const ignored = unknownOf(reading, glebarezNames, insteadOfName);
    if (format && lock) {
      // Its applyQueryParams returns as soon as it has read the format.
      const reason = `${reading.name} stops reading at _time_format, so that transactions stay deferred.`;
      ignored.push({ name: '_txlock', range: lock.range, reason });
    }
    return { settings: pragmaParameters(reading), ignored, begin: format ? undefined : beginOf(reading) };
  },
  ncruces(reading) {
    const pragmas = pragmaParameters(reading);
    const [first] = pragmas;
    // Any _pragma takes the place of the timeout of a minute that it sets otherwise.
    const without: Setting[] = first
      ? [
          {
            ...first,
            pragma: 'busy_timeout',
            value: '0',
            written: '_pragma, which takes the place of its timeout of 60 s',
          },
        ]
      : [];
    return {
      settings: [...without, ...pragmas],
      ignored: unknownOf(reading, ncrucesNames, insteadOfName),
      begin: beginOf(reading),
    };
  },
};

/** The parameter that counts of a name and its aliases: the last alias that is there, the first time. */
function named({ parameters }: Reading, names: readonly string[]): DsnParameter | undefined {
  const name = names.findLast((one) => parameters.some((parameter) => parameter.name === one));
  const parameter = parameters.find((one) => one.name === name);
  return parameter?.value === '' ? undefined : parameter;
}

function settingOf(
  pragma: string,
  value: string | undefined,
  { name, range }: DsnParameter,
  { isMaybe }: Reading,
): Setting {
  const written = name === '_pragma' ? `_pragma=${pragma}` : name;
  const maybe = isMaybe(range) ? { maybe: true } : {};
  return { pragma, value, by: 'dsn', written, range, everyConnection: true, ...maybe };
}

/** `_pragma=busy_timeout(5000)` and `_pragma=busy_timeout=5000`. */
function pragmaParameters(reading: Reading): Setting[] {
  return reading.parameters.flatMap((parameter): Setting[] => {
    if (parameter.name !== '_pragma') return [];
    const written = parameter.value ?? '';
    const [, pragma, bracketed, equal] =
      /^\s*(?:main\.)?(\w+)\s*(?:\(\s*['"]?([^)'"]*)['"]?\s*\)|=\s*['"]?([^;'"]*)['"]?)?\s*;?\s*$/.exec(
        written,
      ) ?? [];
    if (pragma !== undefined) {
      const value = bracketed ?? equal;
      return value === undefined ? [] : [settingOf(pragma.toLowerCase(), value.trim(), parameter, reading)];
    }
    // The value is filled in: its name may be written all the same.
    const name = /_pragma=(\w+)[(=]/.exec(parameter.raw ?? '')?.[1];
    return name === undefined ? [] : [settingOf(name.toLowerCase(), undefined, parameter, reading)];
  });
}

function beginOf({ parameters, isMaybe }: Reading): DsnEffects['begin'] {
  const lock = parameters.find(({ name, value }) => name === '_txlock' && value !== '');
  if (!lock) return undefined;
  return {
    mode: isMaybe(lock.range) ? undefined : beginModeOf(lock.value),
    range: lock.range,
    written: '_txlock',
  };
}

const isOn = (value: string | undefined): boolean => /^(?:1|on|true|yes)$/i.test(value ?? '');

/** What SQLite itself reads of a URI. https://sqlite.org/uri.html */
function uriEffects(
  style: Style,
  { name, parameters, isUri, isMaybe }: Reading,
): Pick<DsnEffects, 'ignored' | 'sharedCache' | 'readOnly'> {
  const ignored: IgnoredParameter[] = [];
  let sharedCache: Range | undefined;
  let readOnly = false;
  for (const { name: parameter, value, range } of parameters) {
    if (!uriNames.has(parameter) || (parameter === 'vfs' && style !== 'ncruces')) continue;
    if (!isUri) {
      const reason = `${name} leaves it out, because the name does not start with file:, and SQLite never sees it.`;
      ignored.push({ name: parameter, range, reason, instead: `a name that starts with file:` });
    } else if (isMaybe(range)) continue;
    else if (parameter === 'cache' && value === 'shared') sharedCache = range;
    else if (parameter === 'mode' && value === 'ro') readOnly = true;
    else if (parameter === 'immutable' && isOn(value)) readOnly = true;
  }
  return { ignored, sharedCache, readOnly };
}

function withoutScheme({ name, parameters }: Reading): DsnEffects {
  const reason = `${name} takes the whole name, with its parameters, for the name of a file, because it does not start with file:.`;
  return {
    settings: [],
    ignored: parameters.map((one) => ({
      name: one.name,
      range: one.range,
      reason,
      instead: 'a name that starts with file:',
    })),
    begin: undefined,
    sharedCache: undefined,
    readOnly: false,
  };
}

/** Parameters that neither the driver nor SQLite reads. */
function unknownOf(
  { name, parameters }: Reading,
  known: ReadonlySet<string>,
  insteadOf: (parameter: DsnParameter) => string | undefined,
): IgnoredParameter[] {
  // Another VFS may read parameters of its own.
  if (parameters.some((one) => one.name === 'vfs')) return [];
  return parameters.flatMap((parameter): IgnoredParameter[] => {
    if (known.has(parameter.name) || uriNames.has(parameter.name)) return [];
    const instead = insteadOf(parameter);
    return [
      {
        name: parameter.name === '_pragma' ? `_pragma=${parameter.value ?? ''}` : parameter.name,
        range: parameter.range,
        reason: `${name} does not know it.`,
        ...(instead === undefined ? {} : { instead, replacement: instead }),
      },
    ];
  });
}

/** The pragma that a parameter means, by the name that some driver has for it, or misspelt by a letter or two. */
function pragmaMeant({ name }: DsnParameter): string | undefined {
  for (const [pragma, names] of mattnPragmas) {
    if (names.includes(name) || name === pragma || `_${pragma}` === name) return pragma;
  }
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (plain.length < 6) return undefined;
  return [...mattnPragmas.keys()].find((pragma) => distance(plain, pragma.replaceAll('_', '')) <= 2);
}

function insteadOfPragma(pragma: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : `_pragma=${pragma}(${value})`;
}

function insteadOfName(parameter: DsnParameter): string | undefined {
  const pragma = pragmaMeant(parameter);
  return pragma === undefined ? undefined : insteadOfPragma(pragma, parameter.value);
}

function insteadOfMattn(parameter: DsnParameter): string | undefined {
  if (parameter.name === '_pragma') {
    const [, pragma = '', value] = /^(\w+)\s*[(=]\s*([^)]*)\)?$/.exec(parameter.value ?? '') ?? [];
    const name = mattnPragmas.get(pragma.toLowerCase())?.[0];
    return name === undefined || value === undefined ? undefined : `${name}=${value}`;
  }
  const pragma = pragmaMeant(parameter);
  const name = pragma === undefined ? undefined : mattnPragmas.get(pragma)?.[0];
  return name === undefined || parameter.value === undefined ? undefined : `${name}=${parameter.value}`;
}

/** How many letters differ, at most 3 (https://en.wikipedia.org/wiki/Levenshtein_distance). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
