import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { program } from '../../programs/programs.ts';
import { environmentOf } from '../../programs/round-trip.ts';

/** How many books the database has. */
export const rows = 5000;

const endless = 'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r;\n';

/** The workspace of the other suites, with a database in WAL mode and queries to run on it. */
export function makeWorkspace(folder: string): void {
  fs.cpSync(path.join(import.meta.dirname, '../workspace'), folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'queries/report.sql'),
    'SELECT books.id, title, isbn, name AS author FROM books JOIN authors ON authors.id = author_id WHERE books.id > :after ORDER BY title;\n',
  );
  fs.writeFileSync(path.join(folder, 'queries/endless.sql'), endless);
  const db = new DatabaseSync(path.join(folder, 'library.db'));
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(fs.readFileSync(path.join(folder, 'migrations/001_init.sql'), 'utf8'));
  db.exec(`INSERT INTO authors (name) VALUES ('Ursula K. Le Guin'), ('Stanisław Lem'), ('Italo Calvino');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO books (author_id, title, isbn)
    SELECT 1 + i % 3, printf('Volume %05d', i), CASE WHEN i % 7 THEN printf('978-%09d', i) END FROM n`);
  db.close();
}

/** The real one, which makes backups. */
export const litestream = program('litestream-0.5');

/** Backs the workspace's database up, and puts Litestream where a package of the project has it. */
export function makeBackup(folder: string): string {
  const name = 'ops/litestream.library.yml';
  const carried = path.join(folder, 'node_modules/@flydotio/litestream-linux-x64');
  for (const made of [carried, path.join(folder, 'ops')]) fs.mkdirSync(made, { recursive: true });
  fs.symlinkSync(litestream.path as string, path.join(carried, 'litestream'));
  fs.writeFileSync(
    path.join(folder, name),
    `dbs:\n  - path: ${path.join(folder, 'library.db')}\n    replica: { type: file, path: ${path.join(folder, 'ops/replica')} }\n`,
  );
  execFileSync(litestream.path as string, ['replicate', '-once', '-config', path.join(folder, name)], {
    env: environmentOf(),
  });
  return name;
}
