import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactsResult } from '../../server/protocol.ts';
import type { ProjectFacts } from '../../src/report/facts.ts';
import { until, within } from './client.ts';

const project = {
  Gemfile: 'gem "rails"\ngem "sqlite3"\n',
  'db/schema.rb':
    'ActiveRecord::Schema[8.0].define(version: 1) do\n  create_table "authors" do |t|\n    t.string "name"\n  end\n\n  create_table "books" do |t|\n    t.integer "author_id", null: false\n  end\n\n  add_foreign_key "books", "authors"\nend\n',
};

test('what is known comes as Markdown and as data', () =>
  within(project, async (client) => {
    const { markdown, json } = await client.connection.sendRequest<FactsResult>('preflight/facts', {});
    assert.match(markdown, /^# db\/migrate: a database of SQLite$/m);
    assert.match(markdown, /Gemfile names a Ruby driver of SQLite/);
    assert.match(markdown, /foreign key \(author_id\) to authors, not indexed/);
    const facts = JSON.parse(json) as ProjectFacts;
    assert.deepEqual(
      facts.databases.map(({ tool, timeline }) => ({ tool, files: timeline.map(({ file }) => file) })),
      [{ tool: 'rails', files: ['db/schema.rb'] }],
    );
  }));

test('a schema in Ruby has findings while it is typed in, once the editor was asked for Ruby', () =>
  within(
    project,
    async (client) => {
      const selectors = () =>
        client.registrations.flatMap(({ registerOptions }) => JSON.stringify(registerOptions ?? {}));
      await until(
        () => selectors().some((text) => text.includes('"ruby"')),
        (asked) => asked,
      );
      const uri = client.uri('db/schema.rb');
      await client.open(uri, project['db/schema.rb']);
      await client.waitFor(uri, ['schema/unindexed-foreign-key']);
    },
    { registers: true },
  ));
