import type { Dialect } from '../facts/dialects.ts';
import type { SchemaSetting } from '../project/schema-sources.ts';
import type { Preset, Rule, Severity } from '../rules/rule.ts';

/** What the user decides about linting: the configuration file, the command line, the editor's settings. */
export interface LintSettings {
  readonly preset: Preset;
  /** By rule id: another severity, or `off`. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Patterns of files to leave alone, in the syntax of .gitignore. */
  readonly ignore: readonly string[];
  /** The dialect of all .sql files, where finding out goes wrong. */
  readonly dialect: Dialect | undefined;
  readonly schema: SchemaSetting;
  /** The version of SQLite that production runs, where no lock file tells: `3.40` or `3.40.1`. */
  readonly sqliteVersion: string | undefined;
  /** The Litestream that production runs, where no file tells: a line (`0.5`) or a release (`0.5.6`). */
  readonly litestreamVersion: string | undefined;
  /** How many rows tables have in production, by lower-case name. */
  readonly rows: Readonly<Record<string, number>>;
}

export const defaultSettings: LintSettings = {
  preset: 'recommended',
  rules: {},
  ignore: [],
  dialect: undefined,
  schema: {},
  sqliteVersion: undefined,
  litestreamVersion: undefined,
  rows: {},
};

const rank: Record<Preset, number> = { recommended: 0, strict: 1, all: 2 };

/** The severity with which a rule reports, or undefined when it is switched off. */
export function severityOf(rule: Rule, settings: LintSettings): Severity | undefined {
  const chosen = settings.rules[rule.id];
  if (chosen !== undefined) return chosen === 'off' ? undefined : chosen;
  const isAskedFor = rule.askedForBy !== undefined && settings[rule.askedForBy] !== undefined;
  return isAskedFor || rank[rule.preset] <= rank[settings.preset] ? rule.severity : undefined;
}
