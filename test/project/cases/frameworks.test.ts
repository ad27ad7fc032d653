import { library, npm, testProjects, unindexed } from '../../support/project-cases.ts';

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

const alembicMigration = `import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.create_table("author", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))
    op.create_table(
        "book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("author.id")),
        sa.PrimaryKeyConstraint("id"),
    )
`;

testProjects('Alembic and environments', {
  'SQLite in alembic.ini': {
    files: {
      'alembic.ini': '[alembic]\nsqlalchemy.url = sqlite:///app.db\n',
      'alembic/versions/a1_init.py': alembicMigration,
    },
    findings: [unindexed('alembic/versions/a1_init.py:13')],
  },
  'env.py replaces the URL of alembic.ini, and the driver of Postgres is installed': {
    files: {
      'alembic.ini': '[alembic]\nsqlalchemy.url = sqlite:///dev.db\n',
      'requirements.txt': 'alembic\nasyncpg==0.29\n',
      'alembic/env.py':
        'import os\nfrom alembic import context\ncontext.config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"])\n',
      'alembic/versions/a1_init.py': alembicMigration,
    },
    findings: [],
  },
  'Postgres in the environment of production, SQLite in the example': {
    files: {
      '.env.example': 'DATABASE_URL=sqlite:///dev.db\n',
      '.env.production': 'DATABASE_URL=postgres://db/app\n',
      'db/schema.sql': library,
    },
    findings: [],
    dialects: { 'db/schema.sql': 'postgresql' },
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
  'a folder of its own for SQLite, beside that of the others': {
    files: {
      'package.json': npm('knex', 'pg', 'mysql2', 'sqlite3'),
      'db/migrations/2.0.0.js': knexMigration,
      'db/migrations-sqlite/2.0.0.js': knexMigration,
    },
    findings: [unindexed('db/migrations-sqlite/2.0.0.js:5')],
    databases: { 'db/migrations-sqlite': ['db/migrations-sqlite/2.0.0.js'] },
  },
  'a bundle with the same words': {
    files: {
      'package.json': npm('knex', 'sqlite3'),
      'public/editor.js': `const up=()=>{};knex.schema.createTable('a',(t)=>{t.integer('id')});${'x();'.repeat(4000)}`,
    },
    findings: [],
    databases: {},
  },
});

const alembicRevision = `revision = 'a'
down_revision = None

def upgrade():
    op.create_table('author', sa.Column('id', sa.Integer(), primary_key=True))
    op.create_table('book', sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('author_id', sa.Integer(), sa.ForeignKey('author.id')))
`;

testProjects('Alembic', {
  'the driver of Postgres is an extra': {
    files: {
      'pyproject.toml':
        '[tool.poetry.dependencies]\npython = "^3.12"\npsycopg2-binary = { version = "^2.9", optional = true }\n\n[tool.poetry.group.postgres.dependencies]\npsycopg2-binary = "^2.9"\n\n[tool.poetry.extras]\npgsql = ["psycopg2-binary"]\n',
      'app/errors.py': 'from sqlite3 import IntegrityError\n',
      'alembic/versions/1_init.py': `from alembic import op\nimport sqlalchemy as sa\n\n${alembicRevision}`,
    },
    findings: [unindexed('alembic/versions/1_init.py:10')],
    databases: { 'alembic/versions': ['alembic/versions/1_init.py'] },
  },
});
