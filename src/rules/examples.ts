/** A small program on node:sqlite, for the examples of rules. */
export function nodeProgram(body: string): Record<string, string> {
  return { 'db.js': `import { DatabaseSync } from 'node:sqlite';\n${body}` };
}

/** The same, with a server beside it. */
export function nodeServer(body: string): Record<string, string> {
  return {
    ...nodeProgram(body),
    'package.json': '{ "dependencies": { "express": "5.1.0" } }\n',
  };
}

const goImports = { mattn: 'github.com/mattn/go-sqlite3', modernc: 'modernc.org/sqlite' };

/** A program of Go with a driver in a version that its go.mod names. */
export function goProgram(
  driver: keyof typeof goImports,
  version: string,
  body: string,
): Record<string, string> {
  const path = goImports[driver];
  const lines = body.trimEnd().split('\n');
  return {
    'main.go': `package main\n\nimport (\n\t"database/sql"\n\n\t_ "${path}"\n)\n\nfunc open() (*sql.DB, error) {\n${lines.map((line) => `\t${line}\n`).join('')}}\n`,
    'go.mod': `module example.org/app\n\ngo 1.25\n\nrequire ${path} v${version}\n`,
  };
}
