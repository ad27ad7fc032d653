import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/dsn-parameter-ignored',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds parameters of connection strings, and options, that the driver does not know or does not pass on.',
    why: 'Most drivers ignore what they do not know, without an error. The names differ from driver to driver: those of one copied to another leave the database without WAL, without a busy timeout, without foreign keys, and nothing tells.',
    sources: [
      'https://pkg.go.dev/github.com/mattn/go-sqlite3#readme-connection-string',
      'https://pkg.go.dev/modernc.org/sqlite#Driver.Open',
    ],
    bad: [],
    good: [],
  },
  *checkConnection({ site }) {
    for (const { name, range, reason, instead, replacement } of site.ignored) {
      yield {
        range,
        message: `${name} has no effect here. ${/[.!]$/.test(reason) ? reason : `${reason}.`}`,
        help:
          instead === undefined ? 'Remove it; nothing of this driver stands for it.' : `Write ${instead}.`,
        fixes:
          replacement === undefined
            ? []
            : [{ title: `Change to ${replacement}`, safe: false, edits: [{ range, text: replacement }] }],
      };
    }
  },
});
