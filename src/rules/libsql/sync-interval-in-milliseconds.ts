import { libsqlProgram, replica } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'libsql/sync-interval-in-milliseconds',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds a `syncInterval` of an embedded replica that is meant in milliseconds.',
    why: 'It counts seconds: with 60000 the replica is brought up to date every 16.7 hours, and shows old rows until then.',
    sources: [
      'https://github.com/tursodatabase/libsql-client-ts/issues/331',
      'https://docs.turso.tech/features/embedded-replicas/introduction#periodic-sync',
    ],
    bad: [
      libsqlProgram(`${replica}, syncInterval: 60000`),
      libsqlProgram(`${replica}, syncInterval: 5 * 1000`),
    ],
    good: [
      libsqlProgram(`${replica}, syncInterval: 60`),
      // Ten hours, in seconds.
      libsqlProgram(`${replica}, syncInterval: 36000`),
      libsqlProgram(`${replica}, syncInterval: 60 * 60`),
    ],
  },
  *checkProject({ libsqlClients }) {
    for (const { file, client } of libsqlClients) {
      for (const { name, value, valueRange } of client.options) {
        if (name !== 'syncInterval' || typeof value !== 'number' || !isInMilliseconds(value)) continue;
        yield {
          file: file.path,
          range: valueRange,
          message: `syncInterval counts seconds: ${value} are ${span(value)}.`,
          help: `Write ${value / 1000} for ${value / 1000} seconds.`,
          fixes: [
            {
              title: `Write ${value / 1000} seconds`,
              safe: false,
              edits: [{ range: valueRange, text: `${value / 1000}` }],
            },
          ],
        };
      }
    }
  },
});

/** Whole thousands; whole hours of up to a day are likelier to be meant in seconds. */
const isInMilliseconds = (value: number): boolean =>
  value >= 1000 && value % 1000 === 0 && (value % 3600 !== 0 || value > 86_400);

function span(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'days'],
    [3600, 'hours'],
    [60, 'minutes'],
  ];
  const [size, unit] = units.find(([one]) => seconds >= one) ?? [1, 'seconds'];
  return `${Math.round((seconds / size) * 10) / 10} ${unit}`;
}
