import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pluralOf, snakeOf, tableOfModel } from '../../../src/embedded/migrations/laravel/inflector.ts';
import { mayBeLaravelMigration, readLaravel } from '../../../src/embedded/migrations/laravel.ts';
import type { MigrationScript } from '../../../src/embedded/migrations/operations.ts';
import { describeOperations } from '../../support/describe-operations.ts';
import { languages } from '../../support/lint.ts';

async function read(
  text: string,
  path = 'database/migrations/1_x.php',
): Promise<MigrationScript | undefined> {
  const tree = await languages.parse('php', text);
  assert.ok(tree);
  const script = readLaravel(tree.rootNode, text, path);
  tree.delete();
  return script;
}

const head = `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\{DB, Schema};
`;

function migrationOf(body: string, members = ''): string {
  return `${head}return new class extends Migration
{
    ${members}
    public function up(): void
    {
        ${body}
    }

    public function down(): void
    {
        Schema::dropIfExists('down');
    }
};
`;
}

const create = (calls: string): string => `Schema::create('t', function (Blueprint $table) { ${calls} });`;
const alter = (calls: string): string => `Schema::table('t', function (Blueprint $table) { ${calls} });`;

interface Case {
  readonly name: string;
  readonly source: string;
  readonly members?: string;
  readonly operations: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'columns with types and modifiers',
    source: create(`
      $table->id();
      $table->string('name', 100)->comment('x');
      $table->text('bio')->nullable();
      $table->boolean('admin')->default(false);
      $table->integer('age')->default(-1)->unsigned();
      $table->decimal('price', 8, 2)->default(0);
      $table->enum('plan', ['a', 'b'])->default('it\\'s');
      $table->json('data')->default(new Expression('(JSON_ARRAY())'));
      $table->timestamp('seen')->useCurrent();
      $table->date('born')->nullable(false);
      $table->string('nick')->default(null)->nullable();
      $table->double('score')->default(config('x'));
      $table->string('mail')->collation('nocase');
      $table->string('lower')->virtualAs('lower(name)');`),
    operations: [
      `create t (${[
        'id integer pk auto not null',
        'name varchar not null',
        'bio text',
        "admin tinyint(1) not null default '0'",
        "age integer not null default '-1'",
        "price numeric not null default '0'",
        "plan varchar not null default 'it''s'",
        'data text not null default (JSON_ARRAY())',
        'seen datetime not null default CURRENT_TIMESTAMP',
        'born date not null',
        'nick varchar',
        'score double not null default computed',
        'mail varchar not null collate nocase',
        'lower varchar as (lower(name))',
      ].join(', ')})`,
    ],
  },
  {
    name: 'columns whose names are implied',
    source: create('$table->uuid(); $table->timestamps(); $table->softDeletes(); $table->rememberToken();'),
    operations: [
      'create t (uuid varchar not null, created_at@timestamps datetime, updated_at@timestamps datetime, deleted_at@softDeletes datetime, remember_token@rememberToken varchar)',
    ],
  },
  {
    name: 'keys',
    source: `${create("$table->bigIncrements('nr');")}
      ${create("$table->string('code')->primary();")}
      ${create("$table->integer('a'); $table->integer('b'); $table->primary(['a', 'b']);")}
      ${create("$table->integer('a', true);")}
      ${create("$table->unsignedInteger('a')->autoIncrement();")}
      ${create("$table->ulid('id')->primary();")}`,
    operations: [
      'create t (nr integer pk auto not null)',
      'create t (code varchar not null, primary key(code))',
      'create t (a integer not null, b integer not null, primary key(a,b))',
      'create t (a integer pk auto not null)',
      'create t (a integer pk auto not null)',
      'create t (id varchar not null, primary key(id))',
    ],
  },
  {
    name: 'indexes: those that modifiers ask for come last',
    source: create(`
      $table->string('a')->unique();
      $table->string('b')->index('own');
      $table->string('c')->unique()->index();
      $table->unique(['a', 'B'], 'both');
      $table->index(['a', 'b-c']);
      $table->index('b');
      $table->index([DB::raw('lower(a)')], 'lower_a');
      $table->rawIndex('b DESC', 'raw_b');
      $table->fullText('a');`),
    operations: [
      "create t (a varchar not null, b varchar not null, c varchar not null); unique index both (a,B) @['a', 'B']; index t_a_b_c_index (a,b-c) @['a', 'b-c']; index t_b_index (b) @b; index lower_a ((lower(a))) @[DB::raw('lower(a)')]; index raw_b ((b DESC)) @b DESC; unique index t_a_unique (a) @a; index own (b) @b; unique index t_c_unique (c) @c",
    ],
  },
  {
    name: 'foreign keys make no index',
    source: create(`
      $table->foreignId('user_id')->constrained()->cascadeOnDelete();
      $table->foreignId('author_id')->nullable()->constrained('users')->onDelete('set null');
      $table->foreignId('category_id')->constrained(table: 'kinds', column: 'nr');
      $table->foreignUuid('team_id')->references('id')->on('teams');
      $table->unsignedBigInteger('post_id')->index();
      $table->foreign('post_id')->references('id')->on('posts')->onUpdate('cascade');
      $table->foreign(['a', 'b'], 'own')->references(['x', 'y'])->on('pairs');
      $table->foreignId('loose_id');`),
    operations: [
      `create t (${[
        'user_id integer not null',
        'author_id integer',
        'category_id integer not null',
        'team_id varchar not null',
        'post_id integer not null',
        'loose_id integer not null',
        'key(user_id) → users(id) on delete CASCADE @user_id',
        'key(author_id) → users(id) on delete SET NULL @author_id',
        'key(category_id) → kinds(nr) @category_id',
        'key(team_id) → teams(id) @team_id',
        'key(post_id) → posts(id) on update CASCADE @post_id',
        "key(a,b) → pairs(x,y) @['a', 'b']",
      ].join(', ')}); index t_post_id_index (post_id) @post_id`,
    ],
  },
  {
    name: 'a modifier behind the key is not for the column',
    source: create("$table->foreignId('user_id')->constrained()->nullable();"),
    operations: ['create t (user_id integer not null, key(user_id) → users(id) @user_id)'],
  },
  {
    name: 'foreign keys of models',
    source: create(
      "$table->foreignIdFor(App\\Models\\UserFeedback::class)->constrained(); $table->foreignIdFor(User::class, 'owner_id')->nullable();",
    ),
    operations: [
      'create t (user_feedback_id@App\\Models\\UserFeedback integer not null, owner_id integer, key(user_feedback_id) → user_feedback(id) @App\\Models\\UserFeedback)',
    ],
  },
  {
    name: 'morphs have an index',
    source: create(
      "$table->morphs('taggable'); $table->nullableUuidMorphs('owner', 'own'); $table->nullableMorphs('x');",
    ),
    operations: [
      'create t (taggable_type@taggable varchar not null, taggable_id@taggable integer not null, owner_type@owner varchar, owner_id@owner varchar, x_type@x varchar, x_id@x integer); implied index t_taggable_type_taggable_id_index (taggable_type,taggable_id) @taggable; implied index own (owner_type,owner_id) @owner; implied index t_x_type_x_id_index (x_type,x_id) @x',
    ],
  },
  {
    name: 'a table that changes, in order',
    source: alter(`
      $table->string('a')->after('id')->nullable()->unique();
      $table->foreignId('user_id')->nullable()->constrained();
      $table->dropColumn('b', 'c');
      $table->dropColumn(['d']);
      $table->renameColumn('e', 'f');
      $table->index('f');
      $table->primary('f');`),
    operations: [
      't add a varchar',
      't add user_id integer',
      't key(user_id) → users(id) @user_id',
      't drop b',
      't drop c',
      't drop d',
      't rename e → f',
      't index t_f_index (f) @f',
      't primary key(f)',
      't unique index t_a_unique (a) @a',
    ],
  },
  {
    name: 'columns that change are declared anew',
    source: alter(
      "$table->string('a', 50)->nullable()->change(); $table->integer('b')->default(3)->change(); $table->string('c')->unique(false)->index()->change();",
    ),
    operations: [
      't alter a varchar null default none',
      "t alter b integer not null default '3'",
      't alter c varchar not null default none',
      't index t_c_index (c) @c',
      't drop index t_c_unique()',
    ],
  },
  {
    name: 'what is dropped',
    source: alter(`
      $table->dropForeign(['user_id']);
      $table->dropForeign('t_user_id_foreign');
      $table->dropIndex(['a', 'b']);
      $table->dropIndex('own');
      $table->dropUnique(['A']);
      $table->dropConstrainedForeignId('team_id');
      $table->dropConstrainedForeignIdFor(User::class);
      $table->dropForeignIdFor(Team::class);
      $table->dropTimestamps();
      $table->dropSoftDeletes();
      $table->dropRememberToken();
      $table->dropMorphs('x');
      $table->renameIndex('old', 'new');`),
    operations: [
      't drop key (user_id)',
      't drop key t_user_id_foreign()',
      't drop index t_a_b_index()',
      't drop index own()',
      't drop index t_a_unique()',
      't drop key (team_id)',
      't drop team_id',
      't drop key (user_id)',
      't drop user_id',
      't drop team_id',
      't drop created_at',
      't drop updated_at',
      't drop deleted_at',
      't drop remember_token',
      't drop index t_x_type_x_id_index()',
      't drop x_type',
      't drop x_id',
      't rename index old → new',
    ],
  },
  {
    name: 'tables that go or get another name',
    source: `Schema::drop('a'); Schema::dropIfExists('b'); Schema::rename('c', 'd'); Schema::dropColumns('e', ['f', 'g']);
      ${alter("$table->rename('u');")}`,
    operations: [
      'drop a',
      'drop b if exists',
      'rename-table c → d',
      'e drop f',
      'e drop g',
      'rename-table t → u',
    ],
  },
  {
    name: 'arrow functions, static closures, and columns behind another',
    source:
      "Schema::table('t', fn (Blueprint $t) => $t->string('a')); Schema::table('t', static function ($x) { $x->after('a', function ($x) { $x->text('b'); }); });",
    operations: ['t add a varchar not null', 't add b text not null'],
  },
  {
    name: 'SQL',
    source: `DB::statement('CREATE INDEX a ON b (c)');
      DB::unprepared(<<<SQL
        DROP INDEX d;
        SQL);
      DB::connection()->statement("DROP INDEX \\"e\\"");
      DB::statement(DB::raw('DROP INDEX f'));
      DB::insert('INSERT INTO x VALUES (1)');
      DB::table('x')->insert(['a' => 1]);`,
    operations: [
      'sql CREATE INDEX a ON b (c)',
      'sql DROP INDEX d;',
      'sql DROP INDEX "e" (not verbatim)',
      'sql DROP INDEX f (not verbatim)',
    ],
  },
  {
    name: 'SQL that is put together',
    source:
      'DB::statement("UPDATE x SET a = {$b}"); DB::statement(\'ALTER TABLE x ADD \' . $column); DB::statement($sql);',
    operations: [
      'opaque [x]: it runs SQL that is put together at run time',
      'opaque any: it runs SQL that is put together at run time',
    ],
  },
  {
    name: 'conditions on what the database has',
    source: `if (! Schema::hasTable('t')) { ${create('$table->id();')} }
      ${alter("if (! Schema::hasColumn('t', 'a')) { $table->string('a'); }")}
      if (Schema::hasColumn('t', 'b')) { ${alter("$table->dropColumn('b');")} }
      Schema::whenTableDoesntHaveColumn('t', 'c', function (Blueprint $table) { $table->string('c'); });
      if ($this->indexExists('own')) { ${alter("$table->dropIndex('own');")} }
      if (Schema::hasTable('late')) { return; }
      Schema::create('late', fn ($table) => $table->id());`,
    operations: [
      'create t if not exists (id integer pk auto not null)',
      't add if not exists a varchar not null',
      't drop b if exists',
      't add if not exists c varchar not null',
      't drop index own() if exists',
      'create late if not exists (id integer pk auto not null)',
    ],
  },
  {
    name: 'conditions on the database',
    source: `if (DB::getDriverName() === 'mysql') { Schema::drop('a'); } else { Schema::drop('b'); }
      if (in_array(DB::connection()->getDriverName(), ['pgsql', 'sqlite'])) { Schema::drop('c'); }
      switch (Schema::getConnection()->getDriverName()) { case 'pgsql': Schema::drop('d'); break; case 'sqlite': Schema::drop('e'); break; default: Schema::drop('f'); }
      match (config('database.default')) { 'mysql' => Schema::drop('g'), default => Schema::drop('h') };
      if (DB::connection() instanceof PostgresConnection) { Schema::drop('i'); }
      if (config('database.default') !== 'sqlite' || DB::getConfig('driver') == 'pgsql') { return; }
      Schema::drop('j');`,
    operations: ['drop b', 'drop c', 'drop e', 'drop h', 'drop j'],
  },
  {
    name: 'conditions of the run',
    source: `if (app()->environment('local')) { Schema::drop('a'); }
      ${create("$table->id(); if (config('x')) { $table->string('y'); $table->comment('z'); }")}
      if (config('x')) { return; }
      Schema::drop('b');`,
    operations: [
      'opaque [a]: it depends on a condition of the run',
      'create t (id integer pk auto not null)',
      'opaque [t]: a part of it depends on the run',
      'opaque [b]: it depends on a condition of the run',
    ],
  },
  {
    name: 'loops',
    members: "private array $tables = ['a', 'b']; const KEYS = ['c' => 'd'];",
    source: `foreach ($this->tables as $name) { Schema::table($name, function ($table) use ($name) { $table->index("{$name}_id"); }); }
      foreach (self::KEYS as $name => $column) { Schema::table($name, fn ($table) => $table->dropColumn($column)); }
      collect(['e'])->each(function ($name) { Schema::drop($name); });
      foreach (Team::all() as $team) { Schema::drop('team_' . $team->id); $team->save(); }
      foreach (User::all() as $user) { $user->save(); }`,
    operations: [
      'a index a_a_id_index (a_id) @{$name}_id',
      'b index b_b_id_index (b_id) @{$name}_id',
      'c drop d',
      'drop e',
      'opaque any: it is in a loop over values of the run',
    ],
  },
  {
    name: 'methods of the class',
    members:
      "private function common(Blueprint $table, string $name = 'x') { $table->string($name)->nullable(); } private function name() { return 'named'; }",
    source: `Schema::create($this->name(), function (Blueprint $table) { $table->id(); $this->common($table); $this->common($table, 'y'); });`,
    operations: ['create named (id integer pk auto not null, x varchar, y varchar)'],
  },
  {
    name: 'what is described in another file',
    source: `${create('$table->id(); NestedSet::columns($table);')} ${create('$table->id(); $table->nestedSet();')}
      ${create('$this->columns($table);')} Schema::create('u', $callback); $this->addEverything(); Artisan::call('migrate:fresh');
      Schema::table(config('x.y'), function ($table) { $table->id(); }); Schema::create(config('x.y'), function ($table) { $table->id(); });`,
    operations: [
      'create t (id integer pk auto not null)',
      'opaque [t]: it is described in another file',
      'create t (id integer pk auto not null)',
      'opaque [t]: nestedSet() of a table is not followed',
      'create t ()',
      'opaque [t]: it is described by columns()',
      'opaque [u]: the table is described in another file',
      'opaque any: it calls addEverything() of another file',
      'opaque any: it runs artisan migrate:fresh',
      'opaque any: the name of a table is put together at run time',
      'opaque []: the name of a table is put together at run time',
    ],
  },
  {
    name: 'connections',
    source: `Schema::connection('sqlite')->create('a', fn ($table) => $table->id());
      Schema::connection($this->getConnection())->create('b', fn ($table) => $table->id());
      Schema::connection('reports')->create('c', fn ($table) => $table->id());
      $schema = Schema::connection(config('x.connection'));
      $schema->drop('d');`,
    operations: [
      'create a (id integer pk auto not null)',
      'create b (id integer pk auto not null)',
      'opaque [c]: it is for the connection reports',
      'drop d',
    ],
  },
  {
    name: 'a migration for another connection',
    members: "protected $connection = 'reports';",
    source: create('$table->id();'),
    operations: ['opaque [t]: it is for the connection reports'],
  },
  {
    name: 'what is tried',
    source:
      "try { Schema::drop('a'); } catch (Exception $e) { Schema::drop('b'); } finally { Schema::drop('c'); }",
    operations: ['drop a', 'opaque [b]: it happens after an error', 'drop c'],
  },
  {
    name: 'foreign keys switched off, transactions',
    source: `Schema::disableForeignKeyConstraints();
      Schema::withoutForeignKeyConstraints(function () { Schema::drop('a'); });
      DB::transaction(function () { Schema::drop('b'); });
      Schema::enableForeignKeyConstraints();`,
    operations: ['drop a', 'drop b'],
  },
  {
    name: 'a column that is kept in a variable',
    source: create("$column = $table->string('a'); $column->nullable(); $table->engine = 'InnoDB';"),
    operations: ['create t (a varchar)'],
  },
  {
    name: 'what is not known of a table',
    source: `${create('$table->id(); $table->string($name);')} ${create("$table->foreignId('a_id')->constrained($parent);")}
      ${create("$table->string('a'); $table->foreign('a')->references('id');")} ${create('$table->id(); $table->temporary();')}`,
    operations: [
      'create t (id integer pk auto not null)',
      'opaque [t]: string() of a table is not followed',
      'create t (a_id integer not null)',
      'opaque [t]: constrained() of a table is not followed',
      'create t (a varchar not null)',
      'opaque [t]: what a foreign key refers to is put together at run time',
      'create t (id integer pk auto not null)',
      'opaque [t]: temporary() of a table is not followed',
    ],
  },
  {
    name: 'data only',
    source:
      "User::query()->each(function ($user) { $user->update(['a' => 1]); }); Role::create(['name' => 'x']); throw_if($x, 'y'); Log::info('done'); cache()->forget('z');",
    operations: [],
  },
];

describe('Laravel migrations', () => {
  for (const { name, source, members, operations } of cases) {
    test(name, async () => {
      const text = migrationOf(source, members);
      const script = await read(text);
      assert.equal(script?.tool, 'laravel');
      assert.equal(script.whole, false);
      assert.deepEqual(describeOperations(script.operations, text), operations);
    });
  }

  test('a class with a name', async () => {
    const text = `${head}class CreateA extends Migration { public function up() { Schema::drop('a'); } public function down() { Schema::drop('b'); } }`;
    assert.deepEqual(describeOperations((await read(text))?.operations ?? [], text), ['drop a']);
  });

  test('operations of a table stand on their own calls', async () => {
    const text = migrationOf(alter("$table->string('a')->nullable(); $table->dropColumn('b');"));
    const script = await read(text);
    const slices = script?.operations.map(({ range }) => text.slice(range.start, range.end));
    assert.deepEqual(slices, ["$table->string('a')", "$table->dropColumn('b')"]);
  });

  test('a file with an error is not known as a whole', async () => {
    const script = await read(migrationOf("Schema::drop('a'); $x = = ;"));
    assert.equal(script?.operations.at(-1)?.kind, 'opaque');
  });
});

describe('files of Laravel', () => {
  const own = migrationOf('');
  for (const [path, text, expected] of [
    ['database/migrations/2024_01_01_000000_create_users_table.php', own, true],
    ['modules/Blog/Database/Migrations/1_a.php', own, true],
    ['database/migrations/tenant/1_a.php', own, true],
    ['database/seeders/UserSeeder.php', own, false],
    [
      'database/migrations/1_a.php',
      '<?php class A extends AbstractMigration { function up(Schema $schema) {} }',
      false,
    ],
  ] as const) {
    test(`${path}: ${expected}`, () => assert.equal(mayBeLaravelMigration(path, text), expected));
  }

  test('another class is none', async () => {
    assert.equal(await read(`${head}class Up { public function up() {} }`), undefined);
  });

  test('one that does nothing has no operations', async () => {
    assert.deepEqual((await read(own))?.operations, []);
  });
});

describe('names of Laravel', () => {
  for (const [singular, plural] of [
    ['user', 'users'],
    ['category', 'categories'],
    ['address', 'addresses'],
    ['order_status', 'order_statuses'],
    ['person', 'people'],
    ['media', 'media'],
    ['staff', 'staff'],
    ['virus', 'viri'],
    ['campus', 'campuses'],
    ['bank_account', 'bank_accounts'],
    ['leaf', 'leaves'],
    ['analysis', 'analyses'],
  ] as const) {
    test(`${singular} and ${plural}`, () => assert.equal(pluralOf(singular), plural));
  }

  test('tables of models', () => {
    assert.equal(tableOfModel('BlogPost'), 'blog_posts');
    assert.equal(tableOfModel('UserFeedback'), 'user_feedback');
    assert.equal(tableOfModel('User'), 'users');
    assert.equal(snakeOf('TeamMember'), 'team_member');
  });
});
