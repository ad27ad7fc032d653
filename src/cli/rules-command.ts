import { docsUrl } from '../report/locate.ts';
import { describeRule } from '../rules/describe.ts';
import { rules } from '../rules/index.ts';
import { nearestName } from '../text/nearest.ts';
import { type Command, parseOptions, print, UsageError } from './command.ts';

export const explainCommand: Command = {
  help: 'sqlite-preflight explain <rule>   what a rule finds, why, and the proof\n',
  async run(args) {
    const [id, ...more] = parseOptions(args, {}).positionals;
    if (id === undefined || more.length > 0) throw new UsageError('explain takes the id of one rule');
    const ids: string[] = rules.map((rule) => rule.id);
    const rule = rules[ids.indexOf(id)];
    if (!rule) {
      const meant = nearestName(id, ids) ?? ids.find((known) => known.endsWith(`/${id}`));
      throw new UsageError(
        `there is no rule ${id}${meant ? `; did you mean ${meant}?` : '; `sqlite-preflight rules` lists them'}`,
      );
    }
    await print(describeRule(rule));
    return 0;
  },
};

export const rulesCommand: Command = {
  help: 'sqlite-preflight rules [--json]   all rules\n',
  async run(args) {
    const { json } = parseOptions(args, { json: { type: 'boolean' } }).values;
    await print(json ? asJson() : asLines());
    return 0;
  },
};

function asJson(): string {
  const list = rules.map(({ id, severity, preset, since, needs, fix, docs: { what } }) => ({
    id,
    severity,
    preset,
    since,
    needs,
    fix,
    what,
    docs: docsUrl(id),
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

function asLines(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(
      ({ id, severity, preset, fix }) =>
        `${id.padEnd(width)}  ${severity.padEnd(7)}  ${preset.padEnd(11)}  fix: ${fix}\n`,
    )
    .join('');
}
