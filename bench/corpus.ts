import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The .sql files of a folder, by their paths in it. */
export function readFolder(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.sql') && statSync(join(folder, path)).isFile())
      files.set(path, readFileSync(join(folder, path), 'utf8'));
  }
  return files;
}

/** A made-up history of migrations, the same on every machine: tables, columns, indexes, triggers, rebuilds. */
export function makeMigrations(count: number): Map<string, string> {
  const files = new Map<string, string>();
  for (let n = 1; n <= count; n++) {
    const table = `entity_${Math.ceil(n / 5)}`;
    const parent = `entity_${Math.max(1, Math.ceil(n / 5) - 1)}`;
    const steps = [
      `CREATE TABLE ${table} (\n  id INTEGER PRIMARY KEY,\n  parent_id INTEGER REFERENCES ${parent} (id) ON DELETE CASCADE,\n  name TEXT NOT NULL,\n  state TEXT NOT NULL DEFAULT 'new',\n  created_at INTEGER NOT NULL DEFAULT (unixepoch())\n);\n`,
      `ALTER TABLE ${table} ADD COLUMN note_${n} TEXT;\nUPDATE ${table} SET note_${n} = name WHERE state = 'old';\n`,
      `CREATE INDEX ${table}_state_${n} ON ${table} (state, created_at);\nCREATE UNIQUE INDEX ${table}_name_${n} ON ${table} (name);\n`,
      `CREATE TRIGGER ${table}_touch AFTER UPDATE ON ${table} BEGIN\n  UPDATE ${table} SET created_at = CASE WHEN new.state = 'old' THEN 0 ELSE unixepoch() END WHERE id = new.id;\nEND;\n`,
      `CREATE TABLE ${table}_copy (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL);\nINSERT INTO ${table}_copy SELECT id, name, state FROM ${table};\nDROP TABLE ${table}_copy;\n`,
    ];
    files.set(`${String(n).padStart(4, '0')}_step.sql`, `-- Step ${n}\n${steps[(n - 1) % steps.length]}`);
  }
  return files;
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
