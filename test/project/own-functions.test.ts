import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownFunctions } from '../../src/project/own-functions.ts';
import { SourceFile } from '../../src/project/source-file.ts';
import { SyntaxCache } from '../../src/sql/document.ts';

const cache = new SyntaxCache();
const functions = (path: string, text: string): ReturnType<typeof ownFunctions> =>
  ownFunctions([new SourceFile(path, text, cache)]);

for (const [path, text] of [
  ['a.py', 'db.create_function("Slug", 1, slug, deterministic=True)'],
  ['a.py', 'await db.create_function(\n    "slug", 1, slug)'],
  ['a.py', "@sqlite.register_function('slug')"],
  ['a.js', "db.function('slug', { deterministic: true }, (text) => text)"],
  ['a.js', "db\n  .aggregate('slug', { start: 0 })"],
  ['a.go', 'err := conn.RegisterFunc("slug", slug, true)'],
  ['a.go', 'sqlite.MustRegisterScalarFunction("slug", 1, slug)'],
  ['a.go', 'conn.CreateFunction("slug", 1, flags, slug)'],
  ['a.php', "$pdo->sqliteCreateFunction('slug', 'slug', 1);"],
  ['a.php', "$db->createFunction('slug', slug(...));"],
  ['a.rb', 'db.create_function("slug", 1) do |f, text|'],
  ['a.rb', "db.create_function 'slug', 1 do |f, text|"],
  ['a.rs', 'db.create_scalar_function("slug", 1, flags, |ctx| slug(ctx))'],
  ['a.rs', 'db.create_scalar_function(c"slug", 1, flags, slug)'],
  ['A.java', 'Function.create(connection, "slug", new Slug());'],
  ['A.cs', 'connection.CreateFunction<string, string>("slug", Slug);'],
  ['A.cs', '[SQLiteFunction(Name = "slug", Arguments = 1)]'],
] as const) {
  test(`a function of ${path}: ${text}`, () => {
    const own = functions(path, text);
    assert.ok(own.has('slug') && own.has('SLUG') && own.areGiven);
    assert.ok(!own.has('concat'));
  });
}

test('an extension may bring any', () => {
  assert.ok(functions('a.py', 'db.enable_load_extension(True)').has('concat'));
});

for (const [path, text] of [
  ['a.py', 'for name, arity, run in functions:\n    db.create_function(name, arity, run)'],
  ['a.js', 'for (const [name, run] of Object.entries(functions)) db.function(name, run);'],
  ['a.go', 'conn.RegisterFunc(one.Name, one.Run, true)'],
] as const)
  test(`a name that is put together may be any: ${path}`, () => {
    assert.ok(functions(path, text).has('concat'));
  });

test('what is called like a registration and defined registers nothing by that', () => {
  assert.ok(
    !functions('a.py', 'def create_functions(db):\n    db.create_function("slug", 1, slug)').has('concat'),
  );
  assert.ok(
    !functions('a.js', "function registerFunctions(db) { db.function('slug', slug); }").has('concat'),
  );
});

test('nothing is registered by SQL or by a mere name', () => {
  assert.ok(!functions('a.py', 'execute("SELECT slug(name) FROM t"); slug("x")').has('slug'));
});

test('signs that functions are given, whatever they are called', () => {
  for (const [path, text] of [
    ['a.go', 'import _ "github.com/mattn/go-sqlite3/ext/regexp"'],
    ['settings.py', "INSTALLED_APPS = ['django.contrib.auth']"],
    ['a.sql', "SELECT load_extension('mod');"],
  ] as const)
    assert.ok(functions(path, text).areGiven, path);
  assert.ok(!functions('a.py', 'db.execute("SELECT 1")').areGiven);
});

test('a script that loads an extension may have any', () => {
  assert.ok(functions('a.sql', '.load ./mod\nSELECT concat(a, b) FROM t;').has('concat'));
});
