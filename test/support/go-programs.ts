/** Small programs in Go that open databases. */

/** A go.mod that requires modules. */
export const goMod = (...modules: string[]): string =>
  `module example.com/app\n\ngo 1.26\n\nrequire (\n${modules.map((one) => `\t${one}\n`).join('')})\n`;

export const mattn = 'github.com/mattn/go-sqlite3 v1.14.50';
export const modernc = 'modernc.org/sqlite v1.54.0';
export const glebarez = 'github.com/glebarez/go-sqlite v1.22.0';
export const ncruces = 'github.com/ncruces/go-sqlite3 v0.37.0';

/** An import declaration; `_ path` imports for the effects. */
export const imports = (...paths: string[]): string =>
  `import (\n${paths.map((path) => `\t${path.startsWith('_') ? `_ "${path.slice(2)}"` : `"${path}"`}\n`).join('')})\n`;

/** A function that opens a database with a driver that the file imports. */
export const program = (driver: string, ...lines: string[]): string =>
  `package main\n\n${imports('database/sql', `_ ${driver}`)}\nfunc open(path string, cfg Config) {\n\t${lines.join('\n\t')}\n}\n`;

export const withMattn = (...lines: string[]): string => program('github.com/mattn/go-sqlite3', ...lines);
export const withModernc = (...lines: string[]): string => program('modernc.org/sqlite', ...lines);
export const withGlebarez = (...lines: string[]): string =>
  program('github.com/glebarez/go-sqlite', ...lines);
export const withNcruces = (...lines: string[]): string =>
  program('github.com/ncruces/go-sqlite3/driver', ...lines);
