import type { Driver, DriverBehaviour, DriverDefault } from '../../src/facts/drivers/driver.ts';
import { driversByLanguage } from '../../src/facts/drivers/index.ts';
import { type EffectivePragma, effectivePragmas, sqliteDefaults } from '../../src/facts/effective-pragmas.ts';

/** The pragmas that have a column of their own; what a driver does about others stands in the last one. */
const columns = ['journal_mode', 'busy_timeout', 'synchronous', 'foreign_keys'] as const;

/** The page that shows the table of drivers to people. */
export function driversPage(): string {
  const defaults = effectivePragmas.map((name) => `\`${name}\` ${sqliteDefaults[name]}`).join(', ');
  const parts = Object.entries(driversByLanguage).map(([language, drivers]) => {
    const rows = drivers.flatMap((driver) => driver.behaviour.map((one) => row(driver, one)));
    return [`## ${language}`, '', ...head, ...rows].join('\n');
  });
  return `${introduction.replace('%s', defaults)}\n\n${parts.join('\n\n')}\n`;
}

const introduction = `# What drivers do by themselves

What a connection starts with before the program says anything. SQLite's own defaults, where a cell is empty: %s.
Tests open connections with the real drivers and compare, wherever they can be had (\`npm run soak\`).

A *pool* opens connections as it needs them: a pragma that a statement sets reaches one of them. BEGIN is the mode of a
transaction that is begun through the driver's own API without naming one.`;

const head = [
  '| driver | since | handle | journal mode | busy timeout | synchronous | foreign keys | BEGIN | others |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

function row(driver: Driver, { since, pragmas, begin }: DriverBehaviour): string {
  const others = (Object.keys(pragmas) as EffectivePragma[])
    .filter((name) => !columns.some((column) => column === name))
    .map((name) => `${name} ${shown(pragmas[name])}`);
  return `| ${[
    `[${driver.name}](${driver.source})`,
    since ?? '',
    driver.handle,
    ...columns.map((name) => shown(pragmas[name])),
    begin ?? '',
    others.join(', '),
  ].join(' | ')} |`;
}

function shown(value: DriverDefault | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if ('unknown' in value) return `unknown: ${value.unknown}`;
  if ('inWal' in value) return `${value.inWal} in WAL, else ${value.otherwise}`;
  return `${value.on} with \`${value.feature}\`, else ${value.off}`;
}
