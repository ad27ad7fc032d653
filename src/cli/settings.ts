import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { configurationNames, readConfiguration } from '../lint/configuration.ts';
import { defaultSettings, type LintSettings } from '../lint/settings.ts';
import { rules } from '../rules/index.ts';
import type { Preset } from '../rules/rule.ts';
import { LineIndex } from '../text/lines.ts';
import { UsageError } from './command.ts';
import type { Target } from './targets.ts';

/** The configuration of a project's root, else of the working directory, with the command line's wishes on top. */
export function readSettings(
  target: Pick<Target, 'root'>,
  options: { readonly config?: string | undefined; readonly preset?: Preset | undefined } = {},
  cwd = process.cwd(),
): LintSettings {
  const candidates =
    options.config === undefined
      ? [target.root, cwd].flatMap((folder) => configurationNames.map((name) => join(folder, name)))
      : [resolve(cwd, options.config)];
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path === undefined) {
    if (options.config !== undefined) throw new UsageError(`${options.config}: no such file`);
    return { ...defaultSettings, ...(options.preset && { preset: options.preset }) };
  }
  const text = readFileSync(path, 'utf8');
  const { settings, problems } = readConfiguration(
    text,
    rules.map(({ id }) => id),
  );
  if (problems.length > 0) {
    const lines = new LineIndex(text);
    const shown = relative(cwd, path).split(sep).join('/');
    throw new UsageError(
      problems
        .map(({ range, message }) => {
          const { line, character } = lines.positionAt(range.start);
          return `${shown}:${line + 1}:${character + 1}: ${message}`;
        })
        .join('\n'),
    );
  }
  return options.preset ? { ...settings, preset: options.preset } : settings;
}
