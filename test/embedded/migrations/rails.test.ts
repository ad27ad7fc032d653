import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { MigrationScript } from '../../../src/embedded/migrations/operations.ts';
import { pluralize, singularize, tableize } from '../../../src/embedded/migrations/rails/inflector.ts';
import { foreignKeyName, indexName, joinTableName } from '../../../src/embedded/migrations/rails/names.ts';
import { mayBeRailsMigration, readRails } from '../../../src/embedded/migrations/rails.ts';
import { describeOperations } from '../../support/describe-operations.ts';
import { languages } from '../../support/lint.ts';

async function read(text: string, path: string): Promise<MigrationScript | undefined> {
  const tree = await languages.parse('ruby', text);
  assert.ok(tree);
  const script = readRails(tree.rootNode, text, path);
  tree.delete();
  return script;
}

const migration = 'db/migrate/20240102030405_change_things.rb';

interface Case {
  readonly name: string;
  /** The body of `change`, or the whole file where it has a class. */
  readonly source: string;
  readonly version?: string;
  readonly operations: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a table has a key of its own',
    source: 'create_table :users',
    operations: ['create users (id@users integer pk auto not null)'],
  },
  {
    name: 'columns with types, defaults and NOT NULL',
    source: `create_table :users do |t|
      t.string :name, :nick, null: false
      t.string "plan", limit: 20, default: "it's"
      t.boolean :admin, default: false
      t.integer :age, default: -1_000
      t.decimal :price, precision: 8, scale: 2, default: "0.0"
      t.binary :photo
      t.bigint :size
      t.json :settings, default: {}
      t.datetime :seen_at, default: -> { "CURRENT_TIMESTAMP" }
      t.text :slug, default: -> { "hex(randomblob(8))" }
      t.text :computed, default: Time.now.to_s
      t.column :kind, "varchar(9)"
      t.string :email, collation: "NOCASE"
      t.virtual :lower_name, type: :string, as: "lower(name)", stored: true
      t.check_constraint "age > 0"
    end`,
    operations: [
      [
        'create users (id@users integer pk auto not null, name varchar not null, nick varchar not null',
        "plan varchar(20) default 'it''s', admin boolean default 0, age integer default -1000",
        'price decimal(8,2) default 0.0, photo blob, size bigint',
        "settings json default '{}', seen_at datetime(6) default CURRENT_TIMESTAMP",
        'slug text default (hex(randomblob(8))), computed text default computed, kind varchar(9)',
        'email varchar collate NOCASE, lower_name varchar as (lower(name)))',
      ].join(', '),
    ],
  },
  {
    name: 'timestamps are NOT NULL, with microseconds',
    source: 'create_table(:posts) { |t| t.timestamps }',
    operations: [
      'create posts (id@posts integer pk auto not null, created_at@timestamps datetime(6) not null, updated_at@timestamps datetime(6) not null)',
    ],
  },
  {
    name: 'timestamps of Rails 4',
    source: 'create_table(:posts) { |t| t.timestamps }',
    version: '4.2',
    operations: [
      'create posts (id@posts integer pk auto not null, created_at@timestamps datetime, updated_at@timestamps datetime)',
    ],
  },
  {
    name: 'a reference makes an index, and a key where it is asked for',
    source: `create_table :posts do |t|
      t.references :author, null: false, foreign_key: { to_table: :users, on_delete: :cascade }
      t.belongs_to :category, foreign_key: true, index: false
    end`,
    operations: [
      'create posts (id@posts integer pk auto not null, author_id@author integer not null, category_id@category integer, key(author_id) → users(id) on delete CASCADE @author, key(category_id) → categories(id) @category); implied index index_posts_on_author_id (author_id) @author',
    ],
  },
  {
    name: 'references of Rails 4 make no index unless asked',
    source: 'create_table(:posts) { |t| t.references :a; t.references :b, index: true }',
    version: '4.2',
    operations: [
      'create posts (id@posts integer pk auto not null, a_id@a integer, b_id@b integer); index index_posts_on_b_id (b_id) @b',
    ],
  },
  {
    name: 'a reference with options of its index',
    source: 'create_table(:posts) { |t| t.references :a, type: :uuid, index: { unique: true, name: "one" } }',
    operations: ['create posts (id@posts integer pk auto not null, a_id@a uuid); unique index one (a_id) @a'],
  },
  {
    name: 'a polymorphic reference',
    source: 'create_table(:likes) { |t| t.references :subject, polymorphic: true, null: false }',
    operations: [
      'create likes (id@likes integer pk auto not null, subject_type@subject varchar not null, subject_id@subject integer not null); implied index index_likes_on_subject (subject_type,subject_id) @subject',
    ],
  },
  {
    name: 'a polymorphic reference of Rails 6.0 has another name',
    source: 'create_table(:likes) { |t| t.references :subject, polymorphic: true }',
    version: '6.0',
    operations: [
      'create likes (id@likes integer pk auto not null, subject_type@subject varchar, subject_id@subject integer); implied index index_likes_on_subject_type_and_subject_id (subject_type,subject_id) @subject',
    ],
  },
  {
    name: 'keys of other types',
    source: `create_table :a, id: :uuid
    create_table :b, id: { type: :string, limit: 36 }
    create_table :c, id: :bigint, default: nil
    create_table :d, primary_key: :code
    create_table :e, id: :bigint`,
    operations: [
      'create a (id@a uuid pk not null)',
      'create b (id@b varchar(36) pk not null)',
      'create c (id@c bigint pk not null)',
      'create d (code integer pk auto not null)',
      'create e (id@e integer pk auto not null)',
    ],
  },
  {
    name: 'no key, a composite key, a key in the block',
    source: `create_table(:a, id: false) { |t| t.string :x, primary_key: true }
    create_table(:b, primary_key: [:x, :y]) { |t| t.integer :x; t.integer :y }
    create_table(:c, id: false) { |t| t.primary_key :nr }
    create_table(:d, id: false) { |t| t.integer :nr }`,
    operations: [
      'create a (x varchar pk not null)',
      'create b (x integer, y integer, primary key(x,y))',
      'create c (nr integer pk auto not null)',
      'create d (nr integer)',
    ],
  },
  {
    name: 'indexes of a table, partial, sorted, of expressions',
    source: `create_table :posts do |t|
      t.string :title, index: true
      t.string :slug, index: { unique: true }
      t.index [ "title", "slug" ], name: "both", order: { slug: :desc }
      t.index :title, where: "slug IS NOT NULL", name: "some"
      t.index "lower(title), slug DESC", name: "lower"
      t.index "lower(slug)"
    end`,
    operations: [
      'create posts (id@posts integer pk auto not null, title varchar, slug varchar); index index_posts_on_title (title) @title; unique index index_posts_on_slug (slug) @slug; index both (title,slug desc) @[ "title", "slug" ]; index some (title) where slug IS NOT NULL @title; index lower ((lower(title)),slug desc) @lower(title), slug DESC; index index_posts_on_lower_slug ((lower(slug))) @lower(slug)',
    ],
  },
  {
    name: 'a table that exists, or is dropped first',
    source: 'create_table :a, force: true\ncreate_table :b, if_not_exists: true',
    operations: [
      'create a force (id@a integer pk auto not null)',
      'create b if not exists (id@b integer pk auto not null)',
    ],
  },
  {
    name: 'a join table',
    source: 'create_join_table :users, :user_groups do |t|\n t.index :user_id\nend\ndrop_join_table :a, :b',
    operations: [
      'create user_groups_users@users (user_id@users integer not null, user_group_id@user_groups integer not null); index index_user_groups_users_on_user_id (user_id) @user_id',
      'drop a_b',
    ],
  },
  {
    name: 'foreign keys',
    source: `add_foreign_key :posts, :users
    add_foreign_key "posts", "people", column: "author_id", on_delete: :nullify, on_update: :restrict
    add_foreign_key :posts, :countries, column: :country_code, primary_key: :code
    remove_foreign_key :posts, :users
    remove_foreign_key :posts, column: :author_id
    remove_foreign_key :posts, name: "own"`,
    operations: [
      'posts key(user_id) → users(id) @users',
      'posts key(author_id) → people(id) on delete SET NULL on update RESTRICT @people',
      'posts key(country_code) → countries(code) @countries',
      'posts drop key () users',
      'posts drop key (author_id)',
      'posts drop key own()',
    ],
  },
  {
    name: 'columns that come and go',
    source: `add_column :users, :age, :integer, null: false, default: 0
    add_column :users, :nick, :string, if_not_exists: true
    remove_column :users, :bio, :text
    remove_columns :users, :a, :b
    rename_column :users, :mail, :email
    add_timestamps :users, null: true
    remove_timestamps :users`,
    operations: [
      'users add age integer not null default 0',
      'users add if not exists nick varchar',
      'users drop bio',
      'users drop a',
      'users drop b',
      'users rename mail → email',
      'users add created_at@add_timestamps :users, null: true datetime(6)',
      'users add updated_at@add_timestamps :users, null: true datetime(6)',
      'users drop updated_at',
      'users drop created_at',
    ],
  },
  {
    name: 'columns that change',
    source: `change_column :users, :age, :string, null: false, default: 1
    change_column_null :users, :age, false
    change_column_default :users, :age, from: 1, to: nil
    change_column_default :users, :plan, "free"`,
    operations: [
      "users alter age varchar not null default '1'",
      'users alter age not null',
      'users alter age default none',
      "users alter plan default 'free'",
    ],
  },
  {
    name: 'references that come and go',
    source: `add_reference :posts, :user, foreign_key: true, null: false
    add_belongs_to :posts, :owner, polymorphic: true, index: false
    remove_reference :posts, :user, foreign_key: true
    remove_belongs_to :posts, :owner, polymorphic: true`,
    operations: [
      'posts add user_id@user integer not null key(user_id) → users(id) @user; implied index index_posts_on_user_id (user_id) @user',
      'posts add owner_type@owner varchar',
      'posts add owner_id@owner integer',
      'posts drop key (user_id) users',
      'posts drop user_id',
      'posts drop owner_id',
      'posts drop owner_type',
    ],
  },
  {
    name: 'indexes that come and go',
    source: `add_index :users, :email, unique: true
    add_index :users, %i[first last], name: :names, if_not_exists: true
    remove_index :users, :email
    remove_index :users, name: "names", if_exists: true
    remove_index :users, column: [:a, :b]
    remove_index :users, "lower(email)"
    rename_index :users, "old", "new"`,
    operations: [
      'users unique index index_users_on_email (email) @email',
      'users index names (first,last) @%i[first last] if not exists',
      'users drop index (email)',
      'users drop index names() if exists',
      'users drop index (a,b)',
      'users drop index index_users_on_lower_email()',
      'users rename index old → new',
    ],
  },
  {
    name: 'a long name of an index',
    source: 'add_index :subscriptions, [:subscriber_type, :subscriber_id, :cancelled_at, :kind]',
    operations: [
      'subscriptions index idx_on_subscriber_type_subscriber_id_cancelled_at_k_' +
        `${createHash('sha256').update('index_subscriptions_on_subscriber_type_and_subscriber_id_and_cancelled_at_and_kind').digest('hex').slice(0, 10)} ` +
        '(subscriber_type,subscriber_id,cancelled_at,kind) @[:subscriber_type, :subscriber_id, :cancelled_at, :kind]',
    ],
  },
  {
    name: 'tables that go or get another name',
    source: 'drop_table :a, :b, if_exists: true\ndrop_table(:c) { |t| t.string :x }\nrename_table :d, :e',
    operations: ['drop a if exists', 'drop b if exists', 'drop c', 'rename-table d → e'],
  },
  {
    name: 'change_table',
    source: `change_table :users, bulk: true do |t|
      t.string :nick, index: true
      t.references :team
      t.rename :mail, :email
      t.remove :a, :b
      t.index [:nick, :email], unique: true
      t.remove_index :nick
      t.change :age, :integer
      t.change_null :age, true
      t.change_default :age, 3
      t.foreign_key :teams
      t.timestamps
    end`,
    operations: [
      'users add nick varchar',
      'users index index_users_on_nick (nick) @nick',
      'users add team_id@team integer; implied index index_users_on_team_id (team_id) @team',
      'users rename mail → email',
      'users drop a',
      'users drop b',
      'users unique index index_users_on_nick_and_email (nick,email) @[:nick, :email]',
      'users drop index (nick)',
      'users alter age integer',
      'users alter age null',
      'users alter age default 3',
      'users key(team_id) → teams(id) @teams',
      'users add created_at@t.timestamps datetime(6) not null',
      'users add updated_at@t.timestamps datetime(6) not null',
    ],
  },
  {
    name: 'SQL, with the range of its text',
    source: `execute "UPDATE users SET a = 1"
    execute <<~SQL
      CREATE INDEX a ON b (c);
      DROP INDEX d;
    SQL
    ActiveRecord::Base.connection.execute(%q(DROP INDEX "e"))
    execute "DROP INDEX \\"f\\""
    create_virtual_table "search", "fts5", ["body", "tokenize=porter"]`,
    operations: [
      'sql UPDATE users SET a = 1',
      'sql CREATE INDEX a ON b (c);\n      DROP INDEX d;',
      'sql DROP INDEX "e"',
      'sql DROP INDEX "f" (not verbatim)',
      'sql CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (body, tokenize=porter) (not verbatim)',
    ],
  },
  {
    name: 'SQL that is put together',
    source: `execute "UPDATE users SET a = #{value}"
    execute "ALTER TABLE users ADD #{column} TEXT"
    execute sql_of_another_file`,
    operations: [
      'opaque [users]: it runs SQL that is put together at run time',
      'opaque any: it runs SQL that is put together at run time',
    ],
  },
  {
    name: 'only the way up',
    source: `reversible do |dir|
      dir.up { add_column :a, :up, :string }
      dir.down { add_column :a, :down, :string }
    end
    up_only { add_index :a, :up }`,
    operations: ['a add up varchar', 'a index index_a_on_up (up) @up'],
  },
  {
    name: 'up, without down and without what it does not call',
    source: `class Change < ActiveRecord::Migration[7.1]
      def up
        safety_assured { add_keys :posts, column: :x }
        say_with_time("fill") { User.update_all(x: 1) }
      end
      def down = drop_table(:posts)
      private
      def add_keys(table, column:, type: :string)
        add_column table, column, type
      end
      def unused = drop_table(:users)
    end`,
    operations: ['posts add x varchar'],
  },
  {
    name: 'a migration of the time before versions',
    source:
      'class Old < ActiveRecord::Migration\n  def self.up\n    create_table(:a) { |t| t.references :b }\n  end\nend',
    operations: ['create a (id@a integer pk auto not null, b_id@b integer)'],
  },
  {
    name: 'loops over what is written out',
    source: `class Change < ActiveRecord::Migration[7.1]
      TABLES = %w[a b].freeze
      def change
        TABLES.each { |table| add_index table, :"#{table}_id" }
        { c: :d, e: :f }.each { |table, column| remove_column table, column }
        [[:g, :h]].each do |table, column|
          add_column table, column, :text
        end
      end
    end`.replaceAll('\\#', '#'),
    operations: [
      'a index index_a_on_a_id (a_id) @#{table}_id',
      'b index index_b_on_b_id (b_id) @#{table}_id',
      'c drop d',
      'e drop f',
      'g add h text',
    ],
  },
  {
    name: 'loops over what is not known',
    source: 'names.each { |name| add_column :users, name, :string }\nUser.find_each { |user| user.save! }',
    operations: ['opaque [users]: it is in a loop over values of the run'],
  },
  {
    name: 'conditions on what the database has',
    source: `create_table :a unless table_exists?(:a)
    add_column :a, :x, :string unless column_exists?(:a, :x)
    remove_column :a, :y if connection.columns(:a).any? { |c| c.name == "y" }
    drop_table :b if ActiveRecord::Base.connection.table_exists?("b")
    return if table_exists?(:c)
    create_table :c`,
    operations: [
      'create a if not exists (id@a integer pk auto not null)',
      'a add if not exists x varchar',
      'a drop y if exists',
      'drop b if exists',
      'create c if not exists (id@c integer pk auto not null)',
    ],
  },
  {
    name: 'conditions on the database',
    source: `if connection.adapter_name == "PostgreSQL"
      enable_extension "citext"
      add_index :a, :b, using: :gin
    else
      add_index :a, :b
    end
    case ActiveRecord::Base.connection.adapter_name.downcase
    when /mysql/, "trilogy" then drop_table :x
    when /sqlite/ then drop_table :y
    else drop_table :z
    end
    type = Database.mysql? ? :text : :string
    add_column :a, :c, type
    return unless connection.adapter_name.downcase.start_with?("sqlite")
    drop_table :w`,
    operations: ['a index index_a_on_b (b) @b', 'drop y', 'a add c varchar', 'drop w'],
  },
  {
    name: 'conditions of the run',
    source: `add_column :a, :b, :string if Rails.env.test?
    puts "hello" if ENV["VERBOSE"]
    return if User.none?
    drop_table :c`,
    operations: [
      'opaque [a]: it depends on a condition of the run',
      'opaque [c]: it depends on a condition of the run',
    ],
  },
  {
    name: 'what is not known of a table',
    source: `create_table :a, id: primary_key_type do |t|
      t.string :x
    end
    create_table(:b) { |t| t.attachment :photo }
    create_table(:c) { |t| t.string(:y) if ENV["Y"] }
    create_table :d, as: "SELECT 1"
    create_table table_name
    create_table :e, options: "WITHOUT ROWID"`,
    operations: [
      'create a (id@a integer pk auto not null, x varchar)',
      'opaque [a]: the type of its key is put together at run time',
      'create b (id@b integer pk auto not null)',
      'opaque [b]: t.attachment is not followed',
      'create c (id@c integer pk auto not null)',
      'opaque [c]: a part of it depends on the run',
      'create d (id@d integer pk auto not null)',
      'opaque [d]: it is made from a query',
      'opaque []: the name of a table is put together at run time',
      'create e (id@e integer pk auto not null)',
      'opaque [e]: it is WITHOUT ROWID',
    ],
  },
  {
    name: 'helpers of other files',
    source: `add_concurrent_index :users, :email
    do_everything
    Post.create_translation_table! title: :string
    Post.reset_column_information
    Backfill.new(self).call
    create_view :reports
    revert AddThings
    revert { add_column :a, :b, :string }`,
    operations: [
      'opaque [users]: add_concurrent_index is not followed',
      'opaque any: do_everything is not followed',
      'opaque any: it calls create_translation_table! of another file',
      'opaque any: it calls new of another file',
      'opaque [reports]: the definition of a view is in another file',
      'opaque any: it reverts what was done before',
      'opaque [a]: it reverts what was done before',
    ],
  },
  {
    name: 'what happens after an error',
    source:
      'begin\n  add_column :a, :b, :string\nrescue StandardError\n  drop_table :c\nend\nremove_index(:a, :b) rescue nil',
    operations: ['a add b varchar', 'opaque [c]: it happens after an error', 'a drop index (b)'],
  },
  {
    name: 'names of tables by models',
    source: `class Change < ActiveRecord::Migration[7.1]
      class Person < ActiveRecord::Base
        self.table_name = "crew"
        def up = nil
      end
      def change
        [Person, IssueStatus].each { |model| add_column model.table_name, :x, :string }
      end
    end`,
    operations: ['crew add x varchar', 'issue_statuses add x varchar'],
  },
  {
    name: 'arguments that are put together',
    source: `options = { null: false }
    add_column :a, :b, :string, **options
    add_column :a, :c, :string, **settings
    add_index :a, :d, unique: strict?`,
    operations: [
      'a add b varchar not null',
      'a add c varchar',
      'opaque [a]: it has options that are put together at run time',
      'a index index_a_on_d (d) @d',
      'opaque [a]: its unique is put together at run time',
    ],
  },
  {
    name: 'data only',
    source: `User.where(a: nil).find_each { |user| user.update!(a: 1) }
    say "done"
    sleep 1
    ActiveRecord::Base.transaction { User.delete_all }
    add_check_constraint :users, "a > 0"`,
    operations: [],
  },
];

describe('Rails migrations', () => {
  for (const { name, source, version = '7.1', operations } of cases) {
    test(name, async () => {
      const text = source.startsWith('class')
        ? source
        : `class ChangeThings < ActiveRecord::Migration[${version}]\n  def change\n    ${source}\n  end\nend\n`;
      const script = await read(text, migration);
      assert.equal(script?.tool, 'rails');
      assert.equal(script.whole, false);
      assert.deepEqual(describeOperations(script.operations, text), operations);
    });
  }

  test('every operation stands on its call', async () => {
    const text = 'class A < ActiveRecord::Migration[7.1]\n  def change\n    drop_table :a\n  end\nend\n';
    const script = await read(text, migration);
    const [{ range } = { range: { start: 0, end: 0 } }] = script?.operations ?? [];
    assert.equal(text.slice(range.start, range.end), 'drop_table :a');
  });
});

describe('schema.rb', () => {
  test('is a whole schema', async () => {
    const text = `ActiveRecord::Schema[7.2].define(version: 2024_01_02_030405) do
  create_table "users", force: :cascade do |t|
    t.string "email", null: false
    t.datetime "created_at", precision: nil
    t.index ["email"], name: "index_users_on_email", unique: true
  end

  add_foreign_key "posts", "users", on_delete: :cascade
  create_virtual_table "search", "fts5", ["body"]
end
`;
    const script = await read(text, 'app/db/schema.rb');
    assert.equal(script?.whole, true);
    assert.deepEqual(describeOperations(script.operations, text), [
      'create users force (id@users integer pk auto not null, email varchar not null, created_at datetime); unique index index_users_on_email (email) @["email"]',
      'posts key(user_id) → users(id) on delete CASCADE @users',
      'sql CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (body) (not verbatim)',
    ]);
  });

  test('with an error is not known as a whole', async () => {
    const text =
      'ActiveRecord::Schema.define(version: 1) do\n  create_table "users" do |t|\n    t.string "a",, ]\n  end\nend\n';
    const script = await read(text, 'db/schema.rb');
    assert.equal(script?.operations.at(-1)?.kind, 'opaque');
  });
});

describe('files of Rails', () => {
  const schema = 'ActiveRecord::Schema[8.0].define do\nend';
  const change = 'class A < ActiveRecord::Migration[7.1]\nend';
  for (const [path, text, expected] of [
    ['db/schema.rb', schema, true],
    ['db/queue_schema.rb', schema, true],
    ['db/schema_sqlite.rb', schema, true],
    ['test/dummy/db/schema.rb', schema, true],
    ['lib/schema.rb', schema, false],
    ['db/schema.rb', 'class Schema; end', false],
    ['db/migrate/1_a.rb', change, true],
    ['db/cache_migrate/2024_a.rb', change, true],
    ['db/migrate/billing/1_a.rb', change, true],
    ['db/migrate/helper.rb', change, false],
    ['db/seeds/1_a.rb', change, false],
    ['db/migrate/1_a.rb', 'class A < Struct\nend', false],
  ] as const) {
    test(`${path}: ${expected}`, () => assert.equal(mayBeRailsMigration(path, text), expected));
  }

  test('one without a class is none', async () => {
    assert.equal(await read('# class A < Migration', migration), undefined);
    assert.equal(await read('# ActiveRecord::Schema', 'db/schema.rb'), undefined);
  });

  test('one that does nothing has no operations', async () => {
    assert.deepEqual((await read(change, migration))?.operations, []);
  });
});

describe('names', () => {
  for (const [singular, plural] of [
    ['user', 'users'],
    ['category', 'categories'],
    ['address', 'addresses'],
    ['status', 'statuses'],
    ['person', 'people'],
    ['child', 'children'],
    ['analysis', 'analyses'],
    ['half', 'halves'],
    ['day', 'days'],
    ['box', 'boxes'],
    ['news', 'news'],
    ['movie', 'movies'],
    ['index', 'indices'],
    ['equipment', 'equipment'],
    ['bank_account', 'bank_accounts'],
  ] as const) {
    test(`${singular} and ${plural}`, () => {
      assert.equal(pluralize(singular), plural);
      assert.equal(singularize(plural), singular);
    });
  }

  test('tables of models', () => {
    assert.equal(tableize('HTTPRequestLog'), 'http_request_logs');
  });

  test('tables between tables', () => {
    assert.equal(joinTableName('music_artists', 'music_records'), 'music_artists_records');
    assert.equal(joinTableName('users', 'groups'), 'groups_users');
  });

  test('long names are kept whole before Rails 7.1', () => {
    const columns = ['a'.repeat(40), 'b'.repeat(40)];
    assert.equal(indexName('t', columns, 700), `index_t_on_${columns.join('_and_')}`);
    assert.equal(indexName('t', columns, 701).length, 62);
  });

  test('the name of a foreign key ends in a SHA-256', () => {
    for (const table of ['book', 'ä'.repeat(60), 'x'.repeat(1000)]) {
      const digest = createHash('sha256').update(`${table}_author_id_fk`).digest('hex');
      assert.equal(foreignKeyName(table, ['author_id']), `fk_rails_${digest.slice(0, 10)}`);
    }
  });
});
