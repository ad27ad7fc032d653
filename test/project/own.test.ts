import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** Whether each connection leads to a database of the project's own. */
async function ownIn(files: Readonly<Record<string, string>>): Promise<boolean[]> {
  const linter = linterFor(engine, files);
  await linter.update();
  return linter.project.connections.map(({ isOwn }) => isOwn);
}

const engineOf = (path: string): string =>
  `from sqlalchemy import create_engine\nengine = create_engine(f"sqlite:///{${path}}")\n`;
const dataSource = (more: string): string =>
  `import { DataSource } from 'typeorm';\nimport { path } from './config.js';\nexport const source = new DataSource({ type: 'better-sqlite3', database: path${more} });\n`;

describe('a database whose path is computed is', () => {
  const cases: Record<string, [Readonly<Record<string, string>>, boolean[]]> = {
    'anybody’s, where a program only opens it': [{ 'db.py': engineOf('path') }, [false]],
    'the project’s own, where its models make the tables': [
      { 'db.py': `${engineOf('path')}Base.metadata.create_all(engine)\n` },
      [true],
    ],
    'the project’s own, where another file makes the tables of the only engine': [
      {
        'db.py': engineOf('path'),
        'main.py': 'from db import engine, Base\nBase.metadata.create_all(engine)\n',
      },
      [true],
    ],
    'anybody’s, where another engine may be the one whose tables are made': [
      {
        'db.py': engineOf('path'),
        'library.py': engineOf('library'),
        'main.py': 'from db import engine, Base\nBase.metadata.create_all(engine)\n',
      },
      [false, false],
    ],
    'the project’s own, where a program makes tables by names that are computed': [
      {
        'db.py':
          'import sqlite3\ndb = sqlite3.connect(path)\ndb.execute(f"INSERT INTO {table} (id) VALUES (1)")\n',
        'store.py':
          'def make(db, table):\n    db.execute(f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER)")\n',
      },
      [true],
    ],
    'anybody’s, where nothing is written to it, whatever tables a program makes': [
      {
        'db.py': 'import sqlite3\ndb = sqlite3.connect(path)\n',
        'store.py':
          'def make(db, table):\n    db.execute(f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER)")\n',
      },
      [false],
    ],
    'anybody’s, where its tables are others than those that a program makes': [
      {
        'db.py':
          'import sqlite3\ndb = sqlite3.connect(path)\nrows = db.execute("SELECT * FROM moz_places")\n',
        'store.py': 'def make(db):\n    db.execute("CREATE TABLE IF NOT EXISTS book (id INTEGER)")\n',
      },
      [false],
    ],
    'anybody’s, where another library makes tables': [
      { 'db.py': `import sqlite3\ndb = sqlite3.connect(path)\nBase.metadata.create_all(engine)\n` },
      [false],
    ],
    'the project’s own, where TypeORM runs its migrations': [
      { 'db.ts': dataSource(', migrationsRun: true') },
      [true],
    ],
    'anybody’s, where TypeORM neither migrates nor synchronises it': [
      { 'db.ts': dataSource(', synchronize: false') },
      [false],
    ],
  };
  for (const [name, [files, expected]] of Object.entries(cases)) {
    test(name, async () => {
      assert.deepEqual(await ownIn(files), expected);
    });
  }
});
