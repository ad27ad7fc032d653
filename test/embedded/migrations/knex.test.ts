// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are scripts with templates of their own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HostLanguages, hostLanguageOf } from '../../../src/embedded/host-languages.ts';
import { mayBeKnexMigration, readKnex } from '../../../src/embedded/migrations/knex.ts';
import type { MigrationScript } from '../../../src/embedded/migrations/operations.ts';
import { describeOperations } from '../../support/describe-operations.ts';

const languages = new HostLanguages(async (file) =>
  readFileSync(new URL(`../../../node_modules/@vscode/tree-sitter-wasm/wasm/${file}`, import.meta.url)),
);

async function read(text: string, path = 'migrations/20240101_x.js'): Promise<MigrationScript | undefined> {
  const tree = await languages.parse(hostLanguageOf(path) ?? 'javascript', text);
  assert.ok(tree);
  try {
    return readKnex(tree.rootNode, text, path);
  } finally {
    tree.delete();
  }
}

interface Case {
  readonly name: string;
  /** The body of an asynchronous `up(knex)`. */
  readonly up: string;
  readonly does: readonly string[];
  /** SQL that stands for earlier migrations; the schema that results was compared with Knex's own. */
  readonly before?: string;
}

const t = "await knex.schema.createTable('t', (t) => {";
const cover = "await knex.schema.alterTable('t', (t) => {";
const existing =
  'CREATE TABLE u (id integer primary key); CREATE TABLE t (a varchar(255) not null default 7, b integer, c integer, foreign key (c) references u (id)); CREATE INDEX t_a_b_index ON t (a, b); CREATE UNIQUE INDEX t_b_unique ON t (b)';

/**
 * Each was run by Knex 3.3.0 with better-sqlite3 12.11.1 (SQLite 3.53.2), on `before` where there is one: what is not
 * opaque gives the tables, columns, keys and indexes that Knex made.
 */
const cases: readonly Case[] = [
  {
    name: 'counters are primary keys, and are called id by themselves',
    up: `${t} t.increments(); t.string('name'); }); await knex.schema.createTable('b', (t) => { t.bigIncrements('bid').primary(); });`,
    does: [
      'create t (id@increments integer pk auto not null, name varchar(255))',
      'create b (bid integer pk auto not null)',
    ],
  },
  {
    name: 'the types that SQLite gets',
    up: `${t} t.tinyint('a'); t.smallint('b'); t.bigint('c'); t.bigInteger('d'); t.decimal('e', 8, 2); t.float('f'); t.double('g'); t.bit('h'); t.boolean('i'); t.date('j'); t.dateTime('k'); t.timestamp('l'); t.time('m'); t.text('n', 'longtext'); t.binary('o'); t.json('p'); t.jsonb('q'); t.uuid('r'); t.uuid('s', { useBinaryUuid: true }); t.string('v', 20); t.enu('w', ['x', 'y']); t.specificType('z', 'citext'); });`,
    does: [
      'create t (a tinyint, b integer, c bigint, d bigint, e float, f float, g float, h text, i boolean, j date, k datetime, l datetime, m time, n text, o blob, p json, q json, r char(36), s binary(16), v varchar(20), w text, z citext)',
    ],
  },
  {
    name: 'a method that Knex lists without a type writes the word undefined',
    up: `${t} t.int('age'); t.char('code', 3); });`,
    does: ['create t (age undefined, code undefined)'],
  },
  {
    name: 'defaults are quoted, also numbers; a raw one stands as it is',
    up: `${t} t.integer('a').defaultTo(0); t.boolean('b').defaultTo(false); t.string('c').defaultTo("it's"); t.string('d').defaultTo(null); t.timestamp('e').defaultTo(knex.fn.now()); t.text('f').defaultTo(knex.raw("(datetime('now'))")); t.decimal('g').defaultTo(1.50); });`,
    does: [
      "create t (a integer default '0', b boolean default '0', c varchar(255) default 'it''s', d varchar(255) default null, e datetime default CURRENT_TIMESTAMP, f text default (datetime('now')), g float default '1.5')",
    ],
  },
  {
    name: 'NOT NULL is as the last call says',
    up: `${t} t.string('a').notNullable(); t.string('b').nullable(); t.string('c').nullable(false); t.string('d').notNull().nullable(); });`,
    does: ['create t (a varchar(255) not null, b varchar(255), c varchar(255) not null, d varchar(255))'],
  },
  {
    name: 'timestamps',
    up: `${t} t.timestamps(true, true); }); await knex.schema.createTable('b', (t) => { t.timestamps(); }); await knex.schema.createTable('c', (t) => { t.timestamps({ useCamelCase: true, defaultToNow: true }); });`,
    does: [
      'create t (created_at@timestamps datetime not null default CURRENT_TIMESTAMP, updated_at@timestamps datetime not null default CURRENT_TIMESTAMP)',
      'create b (created_at@timestamps datetime, updated_at@timestamps datetime)',
      'create c (createdAt@timestamps datetime not null default CURRENT_TIMESTAMP, updatedAt@timestamps datetime not null default CURRENT_TIMESTAMP)',
    ],
  },
  {
    name: 'indexes and unique indexes, named in lower case; a collation has no effect',
    up: `await knex.schema.createTable('My-T', (t) => { t.integer('aA').index(); t.string('b').notNullable().unique().collate('utf8_general_ci'); t.index(['aA', 'b']); t.unique(['b', 'aA'], 'given'); t.unique(['aA', 'b'], { indexName: 'other' }); });`,
    does: [
      'create My-T (aA integer, b varchar(255) not null); index my_t_aa_index (aA) @index; unique index my_t_b_unique (b) @unique; index my_t_aa_b_index (aA,b) @index; unique index given (b,aA) @unique; unique index other (aA,b) @unique',
    ],
  },
  {
    name: 'partial indexes and indexes on expressions',
    up: `${t} t.string('a'); t.integer('b'); t.index(['a'], 'p', { predicate: knex.whereRaw('b = 1') }); t.unique('b', { indexName: 'q', predicate: knex.whereNotNull('a') }); t.index(knex.raw('lower(a)'), 'e'); });`,
    does: [
      'create t (a varchar(255), b integer); index p (a) where b = 1 @index; unique index q (b) where "a" is not null @unique; index e ((lower(a))) @index',
    ],
  },
  {
    name: 'a key that is no counter is a constraint of the table; of several the first counts',
    up: `${t} t.uuid('id').primary(); t.string('x').primary(); }); await knex.schema.createTable('b', (t) => { t.integer('x'); t.integer('y'); t.primary(['x', 'y']); });`,
    does: [
      'create t (id char(36), x varchar(255), primary key(id))',
      'create b (x integer, y integer, primary key(x,y))',
    ],
  },
  {
    name: 'beside a counter, a primary key becomes a unique constraint',
    up: `${t} t.increments('id').primary(); t.integer('a'); t.integer('b'); t.primary(['a', 'b']); });`,
    does: ['create t (id integer pk auto not null, a integer, b integer, unique(a,b@primary))'],
  },
  {
    name: 'foreign keys, which get no index',
    up: `await knex.schema.createTable('u', (t) => t.increments()); ${t} t.integer('a').unsigned().notNullable().references('id').inTable('u').onDelete('cascade').onUpdate('SET NULL'); t.integer('b').references('u.id'); t.integer('c').references('id').on('u').withKeyName('kk'); t.integer('d'); t.foreign('d', 'fd').references('u.id').onDelete('SET NULL'); t.integer('e'); t.foreign(['e']).references(['id']).inTable('u'); });`,
    does: [
      'create u (id@increments integer pk auto not null)',
      "create t (a integer not null, b integer, c integer, d integer, e integer, key(a) → u(id) on delete CASCADE on update SET NULL @a, key(b) → u(id) @b, key(c) → u(id) @c, key(d) → u(id) on delete SET NULL @d, key(e) → u(id) @['e'])",
    ],
  },
  {
    name: 'added columns come first, then changed ones, then the rest',
    before: existing,
    up: `${cover} t.renameColumn('a', 'z'); t.text('b').alter(); t.integer('n').notNullable().defaultTo(1).index().references('id').inTable('u').onDelete('CASCADE'); });`,
    does: [
      "t add n integer not null default '1' key(n) → u(id) on delete CASCADE @n; index t_n_index (n) @index",
      't alter b text null default none',
      't rename a → z',
    ],
  },
  {
    name: 'alter() writes type, default and NOT NULL anew, and leaves the rest',
    before: existing,
    up: `${cover} t.string('a', 32).alter(); t.bigInteger('c').notNullable().defaultTo(5).alter({ alterType: false }); });`,
    does: ['t alter a varchar(32) null default none', "t alter c bigint not null default '5'"],
  },
  {
    name: 'alter() with an index or a key makes them',
    before: existing,
    up: `${cover} t.integer('b').references('id').inTable('u').index('named').alter(); });`,
    does: ['t alter b integer null default none', 't key(b) → u(id) @b', 't index named (b) @index'],
  },
  {
    name: 'dropped columns take their part of an index along, and one that is missing is no error',
    before: existing,
    up: `${cover} t.dropColumn('b'); t.dropColumns('c', 'gone'); t.dropColumn(['nor this']); });`,
    does: ['t drop b if exists', 't drop c if exists', 't drop gone if exists', 't drop nor this if exists'],
  },
  {
    name: 'dropped indexes',
    before: existing,
    up: `${cover} t.dropIndex(['a', 'b']); t.dropUnique('b'); t.dropUniqueIfExists(['x'], 'nothing'); });`,
    does: ['t drop index t_a_b_index()', 't drop index t_b_unique()', 't drop index nothing() if exists'],
  },
  {
    name: 'a foreign key is dropped by its column; a name that it has not got drops nothing',
    before: existing,
    up: `${cover} t.dropForeign('c', 't_c_foreign'); }); ${cover} t.dropForeign(['c']); });`,
    does: ['t drop key t_c_foreign()', 't drop key (c)'],
  },
  {
    name: 'keys and NULLs of a table that is there',
    before: 'CREATE TABLE u (id integer primary key); CREATE TABLE t (a integer not null, b integer)',
    up: `${cover} t.primary(['a', 'b']); t.setNullable('a'); t.dropNullable('b'); t.foreign('b').references('id').inTable('u'); });`,
    does: ['t primary key(a,b)', 't alter a null', 't alter b not null', 't key(b) → u(id) @b'],
  },
  {
    name: 'tables are renamed and dropped',
    before: existing,
    up: "await knex.schema.renameTable('t', 'z').dropTableIfExists('nothing'); await knex.schema.dropTable('z');",
    does: ['rename-table t → z', 'drop nothing if exists', 'drop z'],
  },
  {
    name: 'a builder that nobody waits for does nothing',
    before: existing,
    up: `knex.schema.dropTable('t'); ${cover} t.string('d'); });`,
    does: ['t add d varchar(255)'],
  },
  {
    name: 'promises: then, all, finally, and the callback of a failure that did not happen',
    up: `await knex.schema.createTable('a', (t) => t.increments()).then(() => knex.schema.createTable('b', (t) => { t.increments(); })).catch(() => knex.schema.dropTable('a')); await Promise.all([knex.schema.createTable('c', (t) => { t.string('x'); }), knex.schema.createTable('d', (t) => { t.string('y'); })]);`,
    does: [
      'create a (id@increments integer pk auto not null)',
      'create b (id@increments integer pk auto not null)',
      'create c (x varchar(255))',
      'create d (y varchar(255))',
    ],
  },
  {
    name: 'a transaction',
    up: "await knex.transaction(async (trx) => { await trx.schema.createTable('a', (t) => { t.increments(); }); await trx('a').insert({}); });",
    does: ['create a (id@increments integer pk auto not null)'],
  },
  {
    name: 'hasTable with a branch, with a callback, and with an early end',
    up: `if (!(await knex.schema.hasTable('t'))) { ${t} t.increments(); }); } await knex.schema.hasTable('b').then((exists) => { if (!exists) return knex.schema.createTable('b', (t) => { t.string('x').index(); }); }); const has = await knex.schema.hasTable('c'); if (has) return; await knex.schema.createTable('c', (t) => { t.increments(); });`,
    does: [
      'create t if not exists (id@increments integer pk auto not null)',
      'create b if not exists (x varchar(255)); index b_x_index (x) @index',
      'create c if not exists (id@increments integer pk auto not null)',
    ],
  },
  {
    name: 'hasColumn, asked before and within',
    before: existing,
    up: `const hasD = await knex.schema.hasColumn('t', 'd'); ${cover} if (!hasD) t.string('d'); }); if (await knex.schema.hasColumn('t', 'c')) { ${cover} t.dropColumn('c'); }); }`,
    does: ['t add if not exists d varchar(255)', 't drop c if exists'],
  },
  {
    name: 'what is done to another table for the lack of one is not known',
    before: existing,
    up: `if (!(await knex.schema.hasTable('mark'))) { ${cover} t.string('d'); }); }`,
    does: ['opaque [t]: only where no table mark exists'],
  },
  {
    name: "SQLite's branch is taken",
    up: `if (knex.client.config.client === 'pg') { await knex.raw('CREATE EXTENSION x'); } else { ${t} t.increments(); }); } const lite = knex.client.dialect === 'sqlite3'; if (lite) await knex.schema.createTable('b', (t) => { t.string('x'); }); switch (knex.client.dialect) { case 'mysql': await knex.raw('ALTER TABLE'); break; case 'sqlite3': await knex.schema.createTable('c', (t) => { t.string('x'); }); break; default: throw new Error('x'); } if (['mysql', 'pg'].includes(knex.client.dialect)) await knex.schema.dropTable('c');`,
    does: [
      'create t (id@increments integer pk auto not null)',
      'create b (x varchar(255))',
      'create c (x varchar(255))',
    ],
  },
  {
    name: 'constant lists are followed, and constants, templates and helpers of the file',
    up: `const NAME = 't'; const stamp = (t) => { t.timestamp('made').defaultTo(knex.fn.now()); }; for (const name of ['a', 'b']) { await knex.schema.createTable(\`\${NAME}_\${name}\`, (t) => { t.increments('id'); stamp(t); }); } await knex.schema.createTable(NAME, (t) => { ['x', 'y'].forEach((c) => t.integer(c).index()); });`,
    does: [
      'create t_a@${NAME}_${name} (id integer pk auto not null, made datetime default CURRENT_TIMESTAMP)',
      'create t_b@${NAME}_${name} (id integer pk auto not null, made datetime default CURRENT_TIMESTAMP)',
      'create t@NAME (x@c integer, y@c integer); index t_x_index (x) @index; index t_y_index (y) @index',
    ],
  },
  {
    name: 'SQL of its own',
    before: existing,
    up: "await knex.raw('CREATE INDEX i ON t (c)'); await knex.schema.raw(`CREATE INDEX j\n  ON t (a, c)`); await knex.raw('CREATE INDEX ?? ON ?? (b)', ['k', 't']);",
    does: [
      'sql CREATE INDEX i ON t (c)',
      'sql CREATE INDEX j\n  ON t (a, c)',
      'sql CREATE INDEX "k" ON "t" (b) (not verbatim)',
    ],
  },
  {
    name: 'rows are no schema',
    before: existing,
    up: "const rows = await knex('t').select('a'); for (const row of rows) { await knex('t').where({ a: row.a }).update({ b: 1 }); } await knex('t').insert([{ a: 'x' }]); await knex.raw(`UPDATE t SET b = ${rows.length}`);",
    does: [],
  },
  {
    name: 'the callback uses this',
    up: "await knex.schema.createTable('t', function () { this.increments('id'); this.string('x').unique(); });",
    does: ['create t (id integer pk auto not null, x varchar(255)); unique index t_x_unique (x) @unique'],
  },
  {
    name: 'createTableIfNotExists',
    up: "await knex.schema.createTableIfNotExists('t', (t) => { t.increments('id'); });",
    does: ['create t if not exists (id integer pk auto not null)'],
  },
  {
    name: 'a view, and a table like another',
    before: existing,
    up: "await knex.schema.createTableLike('copy', 't'); await knex.schema.createView('v', (view) => { view.columns(['a']); view.as(knex('t').select('a')); });",
    does: ['opaque [copy]: createTableLike() is not followed', 'opaque [v]: createView() is not followed'],
  },
  {
    name: 'an option that only MySQL has is refused by Knex',
    up: `${t} t.increments('id'); t.engine('InnoDB'); });`,
    does: ['create t (id integer pk auto not null)', 'opaque [t]: engine() is not followed'],
  },
];

for (const { name, up, does } of cases) {
  test(name, async () => {
    const text = `exports.up = async function (knex) { ${up} };\nexports.down = (knex) => knex.schema.dropTable('never');\n`;
    const script = await read(text);
    assert.ok(script);
    assert.equal(script.whole, false);
    assert.deepEqual(describeOperations(script.operations, text), does);
  });
}

test('what only a run knows touches the tables that it names, or anything', async () => {
  const opaque: readonly (readonly [string, readonly string[]])[] = [
    [
      "const rows = await knex('t'); if (rows.length > 0) await knex.schema.alterTable('t', (t) => { t.string('x'); });",
      ['opaque [t]: it depends on (rows.length > 0)'],
    ],
    [
      "for (const name of await names()) await knex.schema.alterTable('t', (t) => { t.dropColumn(name); });",
      ['opaque [t]: a loop over values that only a run knows: await names()'],
    ],
    [
      'for (const name of await names()) await knex.schema.dropTable(name);',
      ['opaque any: a loop over values that only a run knows: await names()'],
    ],
    ['await helper(knex);', ['opaque any: it calls helper()']],
    [
      "await knex.schema.createTable('t', (t) => { t.increments('id'); addAudit(t); });",
      ['create t (id integer pk auto not null)', 'opaque [t]: it calls addAudit()'],
    ],
    ["await knex.schema.createTable('t', describe);", ['opaque [t]: the table is described elsewhere']],
    [
      'await knex.raw(`ALTER TABLE ${process.env.NAME} ADD x`);',
      ['opaque any: it runs SQL that is put together at run time'],
    ],
    [
      "await knex.schema.alterTable('t', (t) => { t.string('x').unheardOf(); });",
      ['t add x varchar(255)', 'opaque [t]: unheardOf() is not followed'],
    ],
    [
      "await knex.schema.alterTable('t', (t) => { t.index(columns); });",
      ['opaque [t]: an index on computed columns'],
    ],
    [
      "await knex.schema.alterTable('t', (t) => { t.integer('x').references('id'); });",
      ['t add x integer', 'opaque [t]: a foreign key whose parent is not told'],
    ],
    [
      "await knex.schema.withSchema('s').createTable('t', (t) => { t.increments('id'); });",
      ['opaque any: tables of a named schema', 'create t (id integer pk auto not null)'],
    ],
    [
      "if (process.env.X) return; await knex.schema.dropTable('t');",
      ['opaque [t]: it depends on (process.env.X)'],
    ],
  ];
  for (const [up, does] of opaque) {
    const text = `exports.up = async (knex) => { ${up} };`;
    const script = await read(text);
    assert.deepEqual(script && describeOperations(script.operations, text), does, up);
  }
});

test('harmless calls are no doubt', async () => {
  const text = `const { log } = require('./log');
exports.up = async (knex) => {
  log.info('migrating');
  await User.query(knex).patch({ active: true });
  if (process.env.DB_CLIENT === 'mysql') await knex.raw('ALTER TABLE t ENGINE=InnoDB');
  if (isPostgres(knex)) await knex.raw('CREATE EXTENSION x');
};`;
  assert.deepEqual((await read(text))?.operations, []);
});

test('the ways to export', async () => {
  const body = "return knex.schema.dropTable('t');";
  const ways: readonly (readonly [string, string])[] = [
    ['m/1.js', `exports.up = function (knex, Promise) { ${body} };`],
    ['m/1.js', `module.exports.up = (knex) => { ${body} };`],
    ['m/1.js', `module.exports = { up(knex) { ${body} }, down() {} };`],
    [
      'm/1.cjs',
      `const up = async (knex) => { ${body} };\nconst down = (knex) => knex.schema.dropTable('d');\nmodule.exports = { up, down };`,
    ],
    ['m/1.mjs', `export async function up(knex) { ${body} }`],
    ['m/1.mjs', `const up = (knex) => { ${body} };\nexport { up };`],
    ['m/1.mjs', `function migrate(knex) { ${body} }\nexport { migrate as up };`],
    [
      'm/1.ts',
      `import type { Knex } from 'knex';\nexport async function up(knex: Knex): Promise<void> { ${body} }`,
    ],
    [
      'm/1.ts',
      `import * as Knex from 'knex';\nexport const up = async (knex: Knex): Promise<any> => { ${body} };`,
    ],
    [
      'm/1.ts',
      `import { Knex } from 'knex';\nexport default { async up({ schema }: Knex) { await schema.dropTable('t'); } };`,
    ],
    [
      'm/1.ts',
      `class Migration { async up(knex: Knex) { ${body} } async down(knex: Knex) {} }\nmodule.exports = new Migration();`,
    ],
    [
      'migrations/1.ts',
      `import { DbConnection } from '../db';\nexport const up = async (db: DbConnection) => { await db.schema.alterTable('t', (t) => { t.dropColumn('x'); }); await db.schema.dropTable('t'); };`,
    ],
  ];
  for (const [path, text] of ways) {
    const script = await read(text, path);
    assert.equal(script?.tool, 'knex', text);
    assert.deepEqual(describeOperations(script.operations, text).at(-1), 'drop t', text);
  }
});

test('files of other tools, and of none', async () => {
  const others: readonly (readonly [string, string])[] = [
    [
      'm/1.ts',
      "import { Kysely } from 'kysely';\nexport async function up(db: Kysely<any>) { await db.schema.createTable('t').addColumn('id', 'integer').execute(); }",
    ],
    [
      'm/1.js',
      "module.exports = { up: (queryInterface, Sequelize) => queryInterface.createTable('t', {}) };",
    ],
    ['m/1.js', "exports.up = (pgm) => { pgm.createTable('t', { id: 'id' }); };"],
    ['m/1.js', "exports.up = function (db) { return db.createTable('t', { id: 'int' }); };"],
    ['src/users.js', "const knex = require('./knex');\nexports.find = () => knex('users').where({ up: 1 });"],
    [
      'src/reset.js',
      "exports.dropAll = async (knex) => { await knex.schema.createTable('t', (t) => t.increments()); };",
    ],
    ['m/readme.md', 'exports.up = knex'],
  ];
  for (const [path, text] of others) assert.equal(await read(text, path), undefined, text);
  assert.equal(
    mayBeKnexMigration(
      'm/1.ts',
      "import { Kysely } from 'kysely';\nexport async function up(db) { db.schema }",
    ),
    false,
  );
  assert.equal(mayBeKnexMigration('types/knex.d.ts', 'export function up(knex: Knex): void;'), false);
});

test('an empty migration is one', async () => {
  const script = await read('exports.up = function (knex) { return Promise.resolve(); };');
  assert.deepEqual(script?.operations, []);
});

test('a migration that a helper of another file makes may do anything', async () => {
  const text =
    "const { addColumn } = require('../knex-helpers');\nmodule.exports = addColumn('t', 'x');\nexports.createTable = 1;";
  const script = await read(text, 'db/migrations/1.js');
  assert.deepEqual(script && describeOperations(script.operations, text), [
    'opaque any: the migration is made by a function of another file',
  ]);
});

test('a function that builds the first schema, outside of a migrations folder', async () => {
  const text = `const { R } = require('redbean-node');
const { log } = require('../src/util');
async function createTables() {
  log.info('db', 'creating');
  const knex = R.knex;
  await knex.schema.createTable('monitor', (table) => {
    table.increments('id');
    table
      .integer('user_id')
      .unsigned()
      .references('id')
      .inTable('user');
    table.index('user_id', 'monitor_user');
  });
  await knex('monitor').insert({ user_id: 1 });
}
async function dropTables() { await R.knex.schema.dropTable('monitor'); }
module.exports = { createTables, dropTables };`;
  const script = await read(text, 'db/init.js');
  assert.equal(script?.whole, false);
  assert.deepEqual(script && describeOperations(script.operations, text), [
    'create monitor (id integer pk auto not null, user_id integer, key(user_id) → user(id) @user_id); index monitor_user (user_id) @index',
  ]);
});
