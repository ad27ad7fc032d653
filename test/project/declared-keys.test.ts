import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

type Files = Readonly<Record<string, string>>;

/** The connections without foreign keys: `path: the declaration that the message names`. */
async function missing(files: Files): Promise<string[]> {
  const findings = await lintProject(engine, files, { preset: 'all' });
  return findings
    .filter(({ rule }) => rule === 'connection/missing-foreign-keys')
    .map(({ file, message }) => `${file}: ${/and (\S+ declares one \([^)]*\))/.exec(message)?.[1]}`);
}

describe('models of SQLAlchemy', () => {
  const head =
    'from sqlalchemy import Column, ForeignKey, Integer, create_engine\nfrom sqlalchemy.orm import declarative_base\n\n';
  const models = (key = "Column(Integer, ForeignKey('author.id'))"): string =>
    `Base = declarative_base()\n\n\nclass Author(Base):\n    __tablename__ = 'author'\n    id = Column(Integer, primary_key=True)\n\n\nclass Book(Base):\n    __tablename__ = 'book'\n    id = Column(Integer, primary_key=True)\n    author_id = ${key}\n\n\n`;
  const init = (name: string, path: string, made = 'engine'): string =>
    `def ${name}():\n    engine = create_engine('sqlite:///${path}')\n    Base.metadata.create_all(${made})\n    return engine\n`;

  test('whose tables are made on the engine', async () => {
    assert.deepEqual(await missing({ 'db.py': head + models() + init('init', 'app.db') }), [
      'db.py: book declares one (db.py:15)',
    ]);
  });

  test('on one of two engines', async () => {
    const other = "\n\ndef other():\n    engine = create_engine('sqlite:///cache.db')\n    return engine\n";
    const text = head + models() + init('init', 'app.db') + other;
    const findings = await lintProject(engine, { 'db.py': text }, { preset: 'all' });
    const places = findings.filter(({ rule }) => rule === 'connection/missing-foreign-keys');
    assert.deepEqual(
      places.map(({ range }) => text.slice(range.start, range.end)),
      ["create_engine('sqlite:///app.db')"],
    );
  });

  test('without a foreign key, or with one in a comment', async () => {
    const plain = models('Column(Integer)');
    assert.deepEqual(await missing({ 'db.py': head + plain + init('init', 'app.db') }), []);
    const comment = models("Column(Integer)  # Column(Integer, ForeignKey('author.id'))");
    assert.deepEqual(await missing({ 'db.py': head + comment + init('init', 'app.db') }), []);
  });

  test('in a model that is there on some condition', async () => {
    const text = models('Column(Integer)').replace(
      'class Book(Base):',
      "if extra:\n    class Extra(Base):\n        author_id = Column(Integer, ForeignKey('author.id'))\n\n\nclass Book(Base):",
    );
    assert.deepEqual(await missing({ 'db.py': head + text + init('init', 'app.db') }), []);
  });

  const apart: Files = {
    'base.py': 'from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n',
    'models.py': `${head}from base import Base\n\n${models().replace('Base = declarative_base()\n', '')}`,
    'db.py': `${head.replace(/from sqlalchemy.orm.*\n/, '')}from base import Base\n\n\n${init('init', 'app.db')}`,
  };

  test('in a file of their own, where one engine is all there is', async () => {
    assert.deepEqual(await missing(apart), ['db.py: book declares one (models.py:16)']);
  });

  test('where another file opens an engine too, or has models of its own', async () => {
    const cache =
      "from sqlalchemy import create_engine\n\nengine = create_engine('sqlite:///cache.db', connect_args={'timeout': 30})\n";
    assert.deepEqual(await missing({ ...apart, 'cache.py': cache }), []);
    const own = 'from sqlalchemy.orm import declarative_base\n\nOther = declarative_base()\n';
    assert.deepEqual(await missing({ ...apart, 'other.py': own }), []);
  });

  test('where nothing makes the tables, or the keys are enforced', async () => {
    const made = apart['db.py'] ?? '';
    assert.deepEqual(
      await missing({ ...apart, 'db.py': made.replace('    Base.metadata.create_all(engine)\n', '') }),
      [],
    );
    const hook =
      "\n\n@event.listens_for(Engine, 'connect')\ndef on(connection, record):\n    connection.execute('PRAGMA foreign_keys = ON')\n";
    const imports = 'from sqlalchemy import event\nfrom sqlalchemy.engine import Engine\n';
    assert.deepEqual(await missing({ ...apart, 'db.py': imports + made + hook }), []);
  });
});

describe('models of peewee', () => {
  const models = `from peewee import CharField, ForeignKeyField, Model, SqliteDatabase

db = SqliteDatabase('app.db', pragmas={'journal_mode': 'wal'})


class Author(Model):
    name = CharField()


class Book(Model):
    author = ForeignKeyField(Author, backref='books')


db.create_tables([Author, Book])
`;

  test('declare foreign keys', async () => {
    assert.deepEqual(await missing({ 'db.py': models }), ['db.py: Book declares one (db.py:11)']);
  });

  test('that pragmas switch on', async () => {
    assert.deepEqual(await missing({ 'db.py': models.replace("'wal'", "'wal', 'foreign_keys': 1") }), []);
  });
});

describe('models of GORM', () => {
  const program = (tag: string, config = ''): Files => ({
    'go.mod':
      'module example.org/app\n\nrequire (\n\tgorm.io/gorm v1.30.0\n\tgorm.io/driver/sqlite v1.6.0\n)\n',
    'db.go': `package db

import (
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

type Author struct {
	ID uint
}

type Book struct {
	ID       uint
	AuthorID uint
	Author   Author \`gorm:"${tag}"\`
}

func Open() (*gorm.DB, error) {
	db, err := gorm.Open(sqlite.Open("app.db"), &gorm.Config{${config}})
	if err != nil {
		return nil, err
	}
	return db, db.AutoMigrate(&Author{}, &Book{})
}
`,
  });

  test('with a constraint', async () => {
    assert.deepEqual(await missing(program('constraint:OnDelete:CASCADE')), [
      'db.go: Book declares one (db.go:15)',
    ]);
    assert.deepEqual(await missing(program('index')), []);
  });

  test('without constraints', async () => {
    const config = 'DisableForeignKeyConstraintWhenMigrating: true';
    assert.deepEqual(await missing(program('constraint:OnDelete:CASCADE', config)), []);
  });
});

describe('tables that another file makes in the database', () => {
  const open =
    "import sqlite3 from 'sqlite3';\nimport { open } from 'sqlite';\n\nexport class Db {\n  static async get() {\n    return await open({ filename: 'index.db', driver: sqlite3.Database });\n  }\n}\n";
  const index = (from: string): string =>
    `import { Db } from '${from}';\n\nexport async function make() {\n  const db = await Db.get();\n  await db.exec(\`CREATE TABLE snippets (id INTEGER PRIMARY KEY)\`);\n  await db.exec(\`CREATE TABLE tags (snippet INTEGER REFERENCES snippets (id))\`);\n  await db.run(\`INSERT INTO tags VALUES (1)\`);\n}\n`;
  const manifest = '{ "dependencies": { "sqlite3": "5.1.7", "sqlite": "5.1.1" } }';

  test('through what it imports', async () => {
    const files = { 'package.json': manifest, 'src/db.ts': open, 'src/index/tags.ts': index('../db.js') };
    assert.deepEqual(await missing(files), ['src/db.ts: tags declares one (src/index/tags.ts:6)']);
  });

  test('by another name, or of two databases', async () => {
    const files = {
      'package.json': manifest,
      'src/db.ts': open,
      'src/cache.ts': open.replace('index', 'cache'),
    };
    assert.deepEqual(await missing({ ...files, 'src/tags.ts': index('./cache') }), [
      'src/cache.ts: tags declares one (src/tags.ts:6)',
    ]);
    const both = `import { Db as Cache } from './cache';\n${index('./db')}\nexport const cache = await Cache.get();\n`;
    assert.deepEqual(await missing({ ...files, 'src/tags.ts': both }), []);
  });
});
