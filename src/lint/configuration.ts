import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Preset, Severity } from '../rules/rule.ts';
import { nearestName } from '../text/nearest.ts';
import type { Range } from '../text/range.ts';
import { defaultSettings, type LintSettings } from './settings.ts';

/** The names under which a configuration file is looked for in a project's root, in this order. */
export const configurationNames = ['sqlite-preflight.json', 'sqlite-preflight.jsonc'] as const;

/** Something in a configuration file that can't be followed. */
export interface ConfigurationProblem {
  readonly range: Range;
  readonly message: string;
}

export const presets: readonly Preset[] = ['recommended', 'strict', 'all'];
export const severities: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'hint', 'off'];
const dialects = ['sqlite', 'postgresql', 'mysql', 'other'] as const;

/**
 * Reads a configuration file: JSON with comments and trailing commas. What can't be followed is reported with its
 * place, and left at its default.
 * @param ruleIds the ids that `rules` may name
 */
export function readConfiguration(
  text: string,
  ruleIds: readonly string[],
): { settings: LintSettings; problems: ConfigurationProblem[] } {
  const problems: ConfigurationProblem[] = [];
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset, length } of errors) {
    problems.push({
      range: { start: offset, end: offset + length },
      message: `this is not JSON: ${printParseErrorCode(error)}`,
    });
  }
  const settings: { -readonly [K in keyof LintSettings]: LintSettings[K] } = { ...defaultSettings };
  if (!root) return { settings, problems };
  if (root.type !== 'object') {
    problems.push({
      range: rangeOf(root),
      message: 'a configuration is an object: { "preset": "recommended" }',
    });
    return { settings, problems };
  }

  const report = (node: Node, message: string): void => {
    problems.push({ range: rangeOf(node), message });
  };
  const oneOf = <T extends string>(node: Node, allowed: readonly T[], what: string): T | undefined => {
    const value: unknown = getNodeValue(node);
    if (allowed.includes(value as T)) return value as T;
    const meant = typeof value === 'string' ? nearestName(value, allowed) : undefined;
    report(node, `${what} is one of ${allowed.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`);
    return undefined;
  };
  const text_ = (node: Node, what: string): string | undefined => {
    if (node.type === 'string') return getNodeValue(node) as string;
    report(node, `${what} is a string`);
    return undefined;
  };

  const readers: Record<string, (value: Node) => void> = {
    $schema: () => {},
    preset: (value) => {
      settings.preset = oneOf(value, presets, 'preset') ?? settings.preset;
    },
    dialect: (value) => {
      settings.dialect = oneOf(value, dialects, 'dialect');
    },
    ignore: (value) => {
      if (value.type !== 'array') return report(value, 'ignore is a list of patterns, as in .gitignore');
      settings.ignore = (value.children ?? []).flatMap((item) => text_(item, 'a pattern') ?? []);
    },
    migrations: (value) => {
      settings.schema = { ...settings.schema, migrations: text_(value, 'migrations') };
    },
    schema: (value) => {
      settings.schema = { ...settings.schema, schema: text_(value, 'schema') };
    },
    sqliteVersion: (value) => {
      const version = text_(value, 'sqliteVersion');
      if (version === undefined) return;
      if (/^3\.\d+(?:\.\d+)?$/.test(version)) settings.sqliteVersion = version;
      else report(value, 'sqliteVersion is a release of SQLite 3: "3.40" or "3.40.1"');
    },
    litestreamVersion: (value) => {
      const version = text_(value, 'litestreamVersion');
      if (version === undefined) return;
      if (/^0\.[35](?:\.\d+)?$/.test(version)) settings.litestreamVersion = version;
      else report(value, 'litestreamVersion is a line or a release of Litestream: "0.3", "0.5" or "0.5.6"');
    },
    rows: (value) => {
      if (value.type !== 'object')
        return report(value, 'rows is an object of tables and how many rows they have: { "book": 250000 }');
      const counts: Record<string, number> = {};
      for (const { id, value: count } of properties(value)) {
        const rows: unknown = getNodeValue(count);
        if (typeof rows === 'number' && Number.isInteger(rows) && rows >= 0) counts[id.toLowerCase()] = rows;
        else report(count, 'a number of rows is a whole number, from 0 on');
      }
      settings.rows = counts;
    },
    rules: (value) => {
      if (value.type !== 'object') return report(value, 'rules is an object of rule ids and severities');
      const chosen: Record<string, Severity | 'off'> = {};
      for (const { id, key, value: severity } of properties(value)) {
        if (!ruleIds.includes(id)) {
          const meant = nearestName(id, ruleIds);
          report(key, `there is no rule ${id}${meant ? `; did you mean ${meant}?` : ''}`);
          continue;
        }
        const read = oneOf(severity, severities, 'a severity');
        if (read) chosen[id] = read;
      }
      settings.rules = chosen;
    },
  };

  for (const { id, key, value } of properties(root)) {
    const read = readers[id];
    if (read) {
      read(value);
      continue;
    }
    const meant = nearestName(id, Object.keys(readers));
    report(key, `there is no setting ${id}${meant ? `; did you mean ${meant}?` : ''}`);
  }
  return { settings, problems };
}

function properties(object: Node): { id: string; key: Node; value: Node }[] {
  return (object.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key && value ? [{ id: getNodeValue(key) as string, key, value }] : [];
  });
}

function rangeOf({ offset, length }: Node): Range {
  return { start: offset, end: offset + length };
}
