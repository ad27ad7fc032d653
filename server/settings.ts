import { existsSync, readFileSync } from 'node:fs';
import { configurationNames, presets, readConfiguration, severities } from '../src/lint/configuration.ts';
import { defaultSettings, type LintSettings } from '../src/lint/settings.ts';
import { rules } from '../src/rules/index.ts';
import type { Preset, Severity } from '../src/rules/rule.ts';
import { LineIndex } from '../src/text/lines.ts';

/** The section of the editor's settings. */
export const settingsSection = 'sqlite-preflight';

/** The editor's settings as they arrive; anything may be missing or of the wrong type. */
export interface ClientSettings {
  readonly preset?: unknown;
  readonly rules?: unknown;
  readonly dialect?: unknown;
}

/** What is to be done with one document. */
export type DocumentDialect = 'auto' | 'sqlite' | 'off';

export function documentDialect(settings: ClientSettings | null | undefined): DocumentDialect {
  const value = settings?.dialect;
  return value === 'sqlite' || value === 'off' ? value : 'auto';
}

/**
 * The settings of a folder: its configuration file, which the command line obeys as well, before the editor's own.
 * @param report is told what can't be followed
 */
export function folderSettings(
  root: string | undefined,
  client: ClientSettings | null | undefined,
  report: (message: string) => void,
): LintSettings {
  const fromClient = clientSettings(client);
  const path =
    root === undefined
      ? undefined
      : configurationNames.map((name) => `${root}/${name}`).find((candidate) => existsSync(candidate));
  if (path === undefined) return fromClient;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    report(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return fromClient;
  }
  const { settings, problems } = readConfiguration(
    text,
    rules.map(({ id }) => id),
  );
  const lines = new LineIndex(text);
  for (const { range, message } of problems) {
    const { line, character } = lines.positionAt(range.start);
    report(`${path}:${line + 1}:${character + 1}: ${message}`);
  }
  return settings;
}

function clientSettings(client: ClientSettings | null | undefined): LintSettings {
  const preset = presets.includes(client?.preset as Preset)
    ? (client?.preset as Preset)
    : defaultSettings.preset;
  const chosen: Record<string, Severity | 'off'> = {};
  if (typeof client?.rules === 'object' && client.rules !== null) {
    for (const [id, severity] of Object.entries(client.rules)) {
      if (severities.includes(severity as Severity)) chosen[id] = severity as Severity | 'off';
    }
  }
  return { ...defaultSettings, preset, rules: chosen };
}
