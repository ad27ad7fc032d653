import { type EffectivePragma, effectivePragmas } from '../../facts/effective-pragmas.ts';
import type { PragmaFact } from './connection.ts';
import type { GatheredContext, Opened } from './context.ts';
import { defaultOf } from './defaults.ts';
import { setOnLooseHandles } from './loose.ts';
import { notKnown, setOnConnection } from './settings.ts';

/** A fact for each pragma. */
export type PragmaFacts = Readonly<Record<EffectivePragma, PragmaFact>>;

/**
 * The effective value of each pragma on a connection, with where it comes from: what is set on the connection itself, else
 * what other code may set on it, else what it starts with.
 * @param keptJournalMode what others than the connection leave in the file
 */
export function effectivePragmasOf(
  opened: Opened,
  context: GatheredContext,
  keptJournalMode: PragmaFact | undefined,
): PragmaFacts {
  const journalMode = journalModeOf(opened, context, keptJournalMode);
  return ofEach((pragma) =>
    pragma === 'journal_mode'
      ? journalMode
      : (setOnConnection(pragma, opened, context) ??
        setOutOfSight(pragma, opened, context) ??
        defaultOf(pragma, opened, context, journalMode)),
  );
}

/** What a connection starts with, before anything is set on it. */
export function defaultPragmasOf(opened: Opened, context: GatheredContext): PragmaFacts {
  return ofEach((pragma) => defaultOf(pragma, opened, context, undefined));
}

/** Unlike other pragmas, the journal mode is kept in the file, and a database in memory has one of its own. */
function journalModeOf(opened: Opened, context: GatheredContext, kept: PragmaFact | undefined): PragmaFact {
  const { site, behaviour } = opened;
  if (site.storage === 'memory')
    return { known: true, value: 'memory', source: 'the database is in memory', by: 'sqlite' };
  const set = setOnConnection('journal_mode', opened, context);
  // What the file keeps outlasts a setting that may not have been made.
  if (set) return !set.known && kept?.known ? kept : set;
  // What may switch it to WAL makes no difference where the driver does.
  if (kept && (kept.known || behaviour.pragmas.journal_mode !== 'wal')) return kept;
  return (
    setOutOfSight('journal_mode', opened, context) ?? defaultOf('journal_mode', opened, context, undefined)
  );
}

/** What code that is not followed may set on a connection, which mostly leaves the value unknown. */
function setOutOfSight(
  pragma: EffectivePragma,
  { site, file }: Opened,
  context: GatheredContext,
): PragmaFact | undefined {
  const isConcerned = site.opaqueFor?.pragmas.includes(pragma) ?? true;
  if (site.opaque !== undefined && isConcerned) return notKnown(site.opaque);
  const loose = setOnLooseHandles(pragma, context);
  if (loose) return loose;
  const mention = context.mentions.of(pragma, file);
  return mention === undefined ? undefined : notKnown(mention);
}

function ofEach(factOf: (pragma: EffectivePragma) => PragmaFact): PragmaFacts {
  return Object.fromEntries(effectivePragmas.map((pragma) => [pragma, factOf(pragma)])) as PragmaFacts;
}
