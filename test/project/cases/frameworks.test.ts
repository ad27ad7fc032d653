import {
  author,
  book,
  bookIndex,
  library,
  npm,
  testProjects,
  unindexed,
} from '../../support/project-cases.ts';

const railsSchema = `ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "authors", force: :cascade do |t|
    t.string "name"
  end
  create_table "books", force: :cascade do |t|
    t.integer "author_id"
  end
  add_foreign_key "books", "authors"
end
`;
const queueSchema = railsSchema
  .replaceAll('authors', 'workers')
  .replaceAll('author', 'worker')
  .replaceAll('books', 'jobs');
const railsDatabase = (development: string, production: string): string =>
  `default: &default\n  pool: 5\ndevelopment:\n  <<: *default\n  adapter: ${development}\nproduction:\n  <<: *default\n  adapter: ${production}\n`;

testProjects('Rails', {
  'sqlite3 in development, postgresql in production: nothing is SQLite’s': {
    files: {
      'config/database.yml': railsDatabase('sqlite3', 'postgresql'),
      Gemfile: 'gem "sqlite3"\ngem "pg"\n',
      'db/schema.rb': railsSchema,
      'db/views.sql': library,
    },
    findings: [],
    databases: {},
    dialects: { 'db/views.sql': 'postgresql' },
  },
  'sqlite3 in production': {
    files: { 'config/database.yml': railsDatabase('sqlite3', 'sqlite3'), 'db/schema.rb': railsSchema },
    findings: [unindexed('db/schema.rb:8')],
    databases: { 'db/migrate': ['db/schema.rb'] },
  },
  'the adapter of the template stays in database.yml, but production installs pg only': {
    files: {
      'config/database.yml': railsDatabase('sqlite3', 'sqlite3'),
      Gemfile:
        "source 'https://rubygems.org'\ngem 'rails'\ngroup :development, :test do\n  gem 'sqlite3'\nend\ngroup :production do\n  gem 'pg'\nend\n",
      'db/schema.rb': railsSchema,
    },
    findings: [],
  },
  'a URL of the environment overrides the adapter in production': {
    files: {
      'config/database.yml':
        'default: &default\n  adapter: sqlite3\ndevelopment:\n  <<: *default\nproduction:\n  <<: *default\n  url: <%= ENV["DATABASE_URL"] %>\n',
      Gemfile: "gem 'sqlite3'\ngem 'pg'\n",
      'db/schema.rb': railsSchema,
    },
    findings: [],
  },
  'several databases, each with a schema of its own': {
    files: {
      'config/database.yml':
        'production:\n  primary:\n    adapter: sqlite3\n    database: storage/production.sqlite3\n  queue:\n    adapter: sqlite3\n    database: storage/queue.sqlite3\n    migrations_paths: db/queue_migrate\n',
      'db/schema.rb': railsSchema,
      'db/queue_schema.rb': queueSchema,
    },
    findings: [unindexed('db/queue_schema.rb:8'), unindexed('db/schema.rb:8')],
    databases: { 'db/migrate': ['db/schema.rb'], 'db/queue_migrate': ['db/queue_schema.rb'] },
  },
  'the primary database is Postgres’, only the cache is SQLite’s': {
    files: {
      'config/database.yml':
        'production:\n  primary:\n    adapter: postgresql\n  cache:\n    adapter: sqlite3\n    migrations_paths: db/cache_migrate\n',
      'db/schema.rb': railsSchema,
      'db/cache_schema.rb': queueSchema,
    },
    findings: [unindexed('db/cache_schema.rb:8')],
    databases: { 'db/cache_migrate': ['db/cache_schema.rb'] },
  },
  'structure.sql holds the schema, and the scripts beside it only lead there': {
    files: {
      'config/database.yml': railsDatabase('sqlite3', 'sqlite3'),
      'db/structure.sql': `CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);\n${library}INSERT INTO "schema_migrations" (version) VALUES ('20240101000000');\n`,
      'db/migrate/20240101000000_create_authors.rb':
        'class CreateAuthors < ActiveRecord::Migration[7.1]\n  def change\n    create_table :authors do |t|\n      t.string :name\n    end\n  end\nend\n',
    },
    findings: [unindexed('db/structure.sql:3')],
    databases: { 'db/structure.sql': ['db/structure.sql'] },
  },
});

const djangoSettings = (engine: string): string =>
  `DATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.${engine}",\n    }\n}\n`;
const djangoMigration = `from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Author",
            fields=[("id", models.AutoField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("author", models.ForeignKey(to="shop.author", on_delete=models.CASCADE, db_index=False)),
            ],
        ),
    ]
`;
const djangoFinding = unindexed('shop/migrations/0001_initial.py:15');

testProjects('Django', {
  'SQLite in the only settings': {
    files: {
      'site/settings.py': djangoSettings('sqlite3'),
      'shop/migrations/0001_initial.py': djangoMigration,
    },
    findings: [djangoFinding],
  },
  'SQLite in base, Postgres in production': {
    files: {
      'site/settings/base.py': djangoSettings('sqlite3'),
      'site/settings/production.py': `from .base import *\n${djangoSettings('postgresql')}`,
      'shop/migrations/0001_initial.py': djangoMigration,
    },
    findings: [],
    databases: {},
  },
  'SQLite is commented out': {
    files: {
      'site/settings.py':
        'DATABASES = {\n    "default": {\n        # "ENGINE": "django.db.backends.sqlite3",\n        "ENGINE": "django.db.backends.postgresql",\n    }\n}\n',
      'shop/migrations/0001_initial.py': djangoMigration,
    },
    findings: [],
    databases: {},
  },
  'SQLite is the fallback of a URL, and the driver of Postgres is installed': {
    files: {
      'site/settings.py':
        'import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="sqlite:///db.sqlite3")}\n',
      'requirements.txt': 'Django==5.0\ndj-database-url\npsycopg2-binary==2.9\n',
      'shop/migrations/0001_initial.py': djangoMigration,
    },
    findings: [],
  },
});

testProjects('Laravel', {
  'mysql in .env.example, sqlite as the fallback': {
    files: {
      '.env.example': 'APP_ENV=local\nDB_CONNECTION=mysql\nDB_HOST=127.0.0.1\n',
      'config/database.php': "<?php return ['default' => env('DB_CONNECTION', 'sqlite')];\n",
      'database/schema/reports.sql': library,
    },
    findings: [],
  },
  'sqlite in both': {
    files: {
      '.env.example': 'DB_CONNECTION=sqlite\n# DB_CONNECTION=mysql\n',
      'config/database.php': "<?php return ['default' => env('DB_CONNECTION', 'sqlite')];\n",
      'database/schema/reports.sql': library,
    },
    findings: [unindexed('database/schema/reports.sql:2')],
  },
});

const knexMigration = `exports.up = async (knex) => {
  await knex.schema.createTable('author', (table) => { table.integer('id').primary(); });
  await knex.schema.createTable('book', (table) => {
    table.integer('id').primary();
    table.integer('author_id').references('id').inTable('author');
  });
};
exports.down = async (knex) => {};
`;

testProjects('knex', {
  'sqlite3 in development, pg in production': {
    files: {
      'knexfile.js':
        "module.exports = {\n  development: { client: 'sqlite3' },\n  production: { client: 'pg' },\n};\n",
      'package.json': npm('knex', 'pg', 'sqlite3'),
      'migrations/20240101000000_init.js': knexMigration,
      'sql/report.sql': library,
    },
    findings: [],
    databases: {},
    dialects: { 'sql/report.sql': 'postgresql' },
  },
  'production takes over a shared part, tests override it': {
    files: {
      'knexfile.js':
        "const base = { client: 'pg' };\nmodule.exports = {\n  production: { ...base },\n  test: { ...base, client: 'sqlite3' },\n};\n",
      'package.json': npm('knex', 'pg', 'sqlite3'),
      'migrations/20240101000000_init.js': knexMigration,
    },
    findings: [],
    databases: {},
  },
  'another client is commented out': {
    files: {
      'knexfile.js': "module.exports = {\n  // client: 'better-sqlite3',\n  client: 'pg',\n};\n",
      'package.json': npm('knex', 'pg'),
      'sql/report.sql': library,
    },
    findings: [],
    dialects: { 'sql/report.sql': 'postgresql' },
  },
});

testProjects('Drizzle and Prisma', {
  'two configurations, each for its folder': {
    files: {
      'package.json': npm('drizzle-orm', 'pg', 'better-sqlite3'),
      'drizzle.sqlite.config.ts': "export default { dialect: 'sqlite', out: './drizzle/local' };\n",
      'drizzle.pg.config.ts': "export default { dialect: 'postgresql', out: './drizzle/cloud' };\n",
      'drizzle/local/0000_init.sql': library,
      'drizzle/cloud/0000_init.sql': library,
    },
    findings: [unindexed('drizzle/local/0000_init.sql:2')],
    databases: { 'drizzle/local': ['drizzle/local/0000_init.sql'] },
    dialects: { 'drizzle/cloud/0000_init.sql': 'postgresql' },
  },
  'the former dialect is commented out': {
    files: {
      'drizzle.config.ts':
        "export default defineConfig({\n  // dialect: 'sqlite',\n  dialect: 'postgresql',\n  out: './drizzle',\n});\n",
      'drizzle/0000_init.sql': 'CREATE TABLE "author" ("id" serial PRIMARY KEY NOT NULL);\n',
    },
    findings: [],
    dialects: { 'drizzle/0000_init.sql': 'postgresql' },
  },
  'the journal has another order than the names': {
    files: {
      'drizzle/meta/_journal.json': JSON.stringify({
        dialect: 'sqlite',
        entries: [
          { idx: 0, tag: 'zeta_init' },
          { idx: 1, tag: 'alpha_book' },
        ],
      }),
      'drizzle/alpha_book.sql': `${book.trim()}--> statement-breakpoint\n${bookIndex}`,
      'drizzle/zeta_init.sql': author,
    },
    findings: [],
    databases: { drizzle: ['drizzle/zeta_init.sql', 'drizzle/alpha_book.sql'] },
  },
  'a file of the folder that the journal does not list has not run': {
    files: {
      'drizzle/meta/_journal.json': JSON.stringify({
        dialect: 'sqlite',
        entries: [
          { idx: 0, tag: '0000_init' },
          { idx: 1, tag: '0001_index' },
        ],
      }),
      'drizzle/0000_init.sql': library,
      'drizzle/0001_index.sql': bookIndex,
      'drizzle/0001_abandoned.sql': 'DROP INDEX book_author;\n',
    },
    findings: [],
  },
  'the lock names another provider than the drivers': {
    files: {
      'package.json': npm('better-sqlite3'),
      'prisma/schema.prisma':
        'datasource db {\n  // provider = "sqlite"\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20240101000000_init/migration.sql': library,
    },
    findings: [],
    databases: {},
    dialects: { 'prisma/migrations/20240101000000_init/migration.sql': 'postgresql' },
  },
  'Prisma’s way to change a table: what its names and indexes become': {
    files: {
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      'prisma/migrations/20240101000000_init/migration.sql': `${library}CREATE INDEX "book_author_idx" ON "book"("author_id");\n`,
      'prisma/migrations/20240202000000_required/migration.sql':
        '-- RedefineTables\nPRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\nCREATE TABLE "new_book" (\n    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n    "author_id" INTEGER NOT NULL,\n    CONSTRAINT "book_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id")\n);\nINSERT INTO "new_book" ("author_id", "id") SELECT "author_id", "id" FROM "book";\nDROP TABLE "book";\nALTER TABLE "new_book" RENAME TO "book";\nPRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n',
    },
    findings: [unindexed('prisma/migrations/20240202000000_required/migration.sql:7')],
  },
});

testProjects('drivers and tools', {
  'better-sqlite3 for development only, pg for production': {
    files: {
      'package.json': '{"dependencies":{"pg":"8"},"devDependencies":{"better-sqlite3":"11"}}',
      'db/schema.sql': library,
    },
    findings: [],
    databases: {},
    dialects: { 'db/schema.sql': 'postgresql' },
  },
  'go-sqlite3 is somebody else’s choice': {
    files: {
      'go.mod':
        'module x\nrequire github.com/jackc/pgx/v5 v5.5.0\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.22 // indirect\n)\n',
      'db/schema.sql': library,
    },
    findings: [],
    dialects: { 'db/schema.sql': 'postgresql' },
  },
  'only an indirect driver tells nothing': {
    files: {
      'go.mod': 'module x\nrequire github.com/mattn/go-sqlite3 v1.14.22 // indirect\n',
      'db/schema.sql': library,
    },
    findings: [],
    dialects: { 'db/schema.sql': 'unknown' },
  },
  'sqlc with two engines': {
    files: {
      'go.mod': 'require modernc.org/sqlite v1.40.0\nrequire github.com/jackc/pgx/v5 v5.5.0\n',
      'sqlc.yaml':
        'version: "2"\nsql:\n  - engine: sqlite\n    schema: db/local/schema.sql\n    queries: db/local/queries.sql\n  - engine: postgresql\n    schema: db/cloud/schema.sql\n    queries: db/cloud/queries.sql\n',
      'db/local/schema.sql': library,
      'db/local/queries.sql': '-- name: Find :one\nSELECT id FROM book WHERE isbn = ?;\n',
      'db/cloud/schema.sql': library,
      'db/cloud/queries.sql': '-- name: Find :one\nSELECT id FROM book WHERE isbn ILIKE $1;\n',
    },
    findings: ['query/full-scan db/local/queries.sql:2', unindexed('db/local/schema.sql:2')],
    databases: { 'db/local/schema.sql': ['db/local/schema.sql'] },
  },
  'two bindings of D1, each with its migrations': {
    files: {
      'wrangler.jsonc':
        '{\n  // D1\n  "d1_databases": [\n    { "binding": "A", "migrations_dir": "db/a" },\n    { "binding": "B", "migrations_dir": "db/b" },\n  ],\n}\n',
      'db/a/0001_init.sql': library,
      'db/b/0001_init.sql': library,
      'db/b/0002_index.sql': bookIndex,
    },
    findings: [unindexed('db/a/0001_init.sql:2')],
    databases: { 'db/a': ['db/a/0001_init.sql'], 'db/b': ['db/b/0001_init.sql', 'db/b/0002_index.sql'] },
  },
  'a crate for both, switched by features': {
    files: {
      'Cargo.toml':
        '[features]\nsqlite = ["sqlx/sqlite"]\npostgres = ["sqlx/postgres"]\n[dependencies]\nsqlx = { version = "0.8", features = ["sqlite", "postgres"] }\n',
      'migrations/20240101_init.sql': library,
    },
    findings: [],
    dialects: { 'migrations/20240101_init.sql': 'unknown' },
  },
  'Spring: SQLite in tests, Postgres in production': {
    files: {
      'pom.xml':
        '<dependency><groupId>org.postgresql</groupId></dependency>\n<dependency><artifactId>sqlite-jdbc</artifactId><scope>test</scope></dependency>\n',
      'src/main/resources/application.properties': 'spring.datasource.url=jdbc:postgresql://localhost/app\n',
      'src/test/resources/application-test.properties': 'spring.datasource.url=jdbc:sqlite::memory:\n',
      'src/main/resources/db/migration/V1__init.sql': library,
    },
    findings: [],
    dialects: { 'src/main/resources/db/migration/V1__init.sql': 'postgresql' },
  },
});
