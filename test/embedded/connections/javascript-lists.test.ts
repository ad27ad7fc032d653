import { testConnections } from '../../support/connections.ts';

const opening = "import Database from 'better-sqlite3';\nconst db = new Database('app.db');\n";
const sequelize =
  "import { Sequelize } from 'sequelize';\nconst db = new Sequelize({ dialect: 'sqlite', storage: 'app.db' });\n";

testConnections('typescript', [
  {
    name: 'the names of pragmas are those of a list of objects',
    source: `${sequelize}const allowed = [{ name: 'mmap_size', env: 'A' }, { name: 'cache_size', env: 'B' }];
for (const pragma of allowed) {
  await db.query(\`PRAGMA \${pragma.name} = \${process.env[pragma.env]}\`);
  await db.query(\`PRAGMA \${pragma.name}\`);
}
`,
    expected: ['sequelize app.db [mmap_size=? statement one, cache_size=? statement one]'],
    effective: { mmap_size: undefined, cache_size: undefined, journal_mode: 'delete' },
  },
  {
    name: 'the names of pragmas are those of a list of texts',
    source: `${opening}['temp_store', 'mmap_size'].forEach((name) => db.exec('PRAGMA ' + name + ' = ' + settings[name]));
`,
    expected: ['better-sqlite3 app.db [temp_store=? statement, mmap_size=? statement]'],
    effective: { journal_mode: 'delete' },
  },
  {
    name: 'a list that is given further elements names any pragma',
    source: `${opening}const names = ['mmap_size'];
names.push(...extra);
for (const name of names) db.exec(\`PRAGMA \${name} = \${settings[name]}\`);
`,
    expected: ['better-sqlite3 app.db [] opaque'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'a list with an element that is computed names any pragma',
    source: `${opening}for (const { name } of [{ name: 'mmap_size' }]) db.exec(\`PRAGMA \${name} = 1\`);
for (const one of ['mmap_size', more]) db.exec(\`PRAGMA \${one} = 1\`);
`,
    expected: ['better-sqlite3 app.db [] opaque'],
  },
  {
    name: 'the keys of an object are not its elements',
    source: `${opening}const names = ['mmap_size'];
for (const name in names) db.exec(\`PRAGMA \${name} = 1\`);
`,
    expected: ['better-sqlite3 app.db [] opaque'],
  },
]);
