import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { nearestName } from '../../src/text/nearest.ts';

/** What is true of a place in a public repository, written by someone who read it. */
export interface Label {
  /** `<owner>+<name>`. */
  readonly repo: string;
  /** The commit that the line counts at. */
  readonly commit: string | undefined;
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  /** From 1; 0 stands for the whole file. */
  readonly line: number;
  /** True when the rule must report there, false when it must not (a trap). */
  readonly expected: boolean;
  readonly rule: string;
  readonly why: string;
  /** A shell command that fails when the label isn't true, run in the repository's root. */
  readonly proof: string | undefined;
  /** Where the label is written: `file:line`. */
  readonly source: string;
}

interface Row extends Omit<Label, 'commit' | 'proof' | 'source'> {
  readonly commit?: string | null;
  readonly proof?: string | null;
}

const text = { type: 'string', pattern: '\\S', description: 'a text' };
const optionalText = { ...text, type: ['string', 'null'] };

/** A description says what a field has to be, for messages. */
const isRow = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<Row>({
  type: 'object',
  required: ['repo', 'path', 'line', 'expected', 'rule', 'why'],
  properties: {
    repo: { type: 'string', pattern: '^[^/+\\s]+[/+][^/+\\s]+$', description: 'owner/name' },
    commit: optionalText,
    path: { type: 'string', pattern: '^(?!/|\\.\\.?/)[^\\\\]+$', description: 'a path relative to the root' },
    line: { type: 'integer', minimum: 0, description: 'a whole number from 0' },
    expected: { type: 'boolean', description: 'true or false' },
    rule: text,
    why: text,
    proof: optionalText,
  },
});

/**
 * Reads labels: one JSON object a line; blank lines are skipped.
 * @param file how messages name the file
 * @param ruleIds the rules that a label may name
 * @returns the labels that can be followed, and a message `file:line: …` for each row that can't
 */
export function readLabels(
  contents: string,
  file: string,
  ruleIds: readonly string[],
): { labels: Label[]; problems: string[] } {
  const labels: Label[] = [];
  const problems: string[] = [];
  for (const [index, line] of contents.split('\n').entries()) {
    if (line.trim() === '') continue;
    const source = `${file}:${index + 1}`;
    const read = readRow(line, source, ruleIds);
    if ('label' in read) labels.push(read.label);
    else problems.push(...read.problems.map((problem) => `${source}: ${problem}`));
  }
  return { labels, problems };
}

/** A message for each label that says of the same place and rule what an earlier one says, or the opposite. */
export function findRepeats(labels: readonly Label[]): string[] {
  const first = new Map<string, Label>();
  return labels.flatMap((label) => {
    const key = [label.repo, label.path, label.line, label.rule].join('\n');
    const earlier = first.get(key);
    if (!earlier) first.set(key, label);
    const what = earlier?.expected === label.expected ? 'repeats' : 'contradicts';
    return earlier ? [`${label.source}: ${what} ${earlier.source}`] : [];
  });
}

function readRow(
  json: string,
  source: string,
  ruleIds: readonly string[],
): { label: Label } | { problems: string[] } {
  let row: unknown;
  try {
    row = JSON.parse(json);
  } catch (error) {
    return { problems: [`not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  if (!isRow(row)) return { problems: [...new Set((isRow.errors ?? []).map(describeError))] };
  const { repo, commit, path, line, expected, rule, why, proof } = row;
  if (!ruleIds.includes(rule)) {
    const meant = nearestName(rule, ruleIds);
    return { problems: [`there is no rule ${rule}${meant ? `; did you mean ${meant}?` : ''}`] };
  }
  return {
    label: {
      repo: repo.replace('/', '+'),
      commit: commit ?? undefined,
      path,
      line,
      expected,
      rule,
      why,
      proof: proof ?? undefined,
      source,
    },
  };
}

function describeError({ keyword, params, instancePath, parentSchema }: ErrorObject): string {
  if (keyword === 'required') return `${params.missingProperty} is missing`;
  if (instancePath === '') return 'not a JSON object';
  return `${instancePath.slice(1)} is not ${parentSchema?.description}`;
}
