import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type EffectivePragma, effectivePragmas, effectiveValue } from '../../src/facts/effective-pragmas.ts';
import type { Connection, PragmaFact } from '../../src/project/connections/connection.ts';
import { linterFor, startEngine } from '../support/lint.ts';
import { temporaryProject } from '../support/temporary.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const jars = fileURLToPath(new URL('../../.cache/drivers/java', import.meta.url));
const program = fileURLToPath(new URL('java/Probe.java', import.meta.url));
const versions = ['3.54.1.0', '3.46.1.3', '3.36.0.3'];
const isReady =
  spawnSync('java', ['-version']).status === 0 && existsSync(join(jars, `sqlite-jdbc-${versions[0]}.jar`));
const skip = isReady ? false : 'test/drivers/install.sh java was not run, or Java is missing';

type Read = Record<EffectivePragma, string>;

/** Runs the program in a folder of its own; a line of JSON for each answer. */
async function run<T>(version: string, ...args: string[]): Promise<T[]> {
  const { root, remove } = temporaryProject({});
  try {
    const classPath = [`sqlite-jdbc-${version}.jar`, 'HikariCP-7.1.0.jar', 'slf4j-api-2.0.17.jar'];
    const { stdout } = await promisify(execFile)(
      'java',
      ['-cp', classPath.map((name) => join(jars, name)).join(':'), program, ...args],
      { cwd: root },
    );
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  } finally {
    remove();
  }
}

/** URLs, each with the files that are made for it. */
const urls: Readonly<Record<string, string | undefined>> = {
  'jdbc:sqlite:a.db': 'a.db',
  'jdbc:sqlite:b.db?journal_mode=WAL&busy_timeout=5000&foreign_keys=on&synchronous=NORMAL': 'b.db',
  'jdbc:sqlite:c.db?JOURNAL_MODE=truncate&Cache_Size=-8000&temp_store=memory': 'c.db',
  'jdbc:sqlite:d.db?mmap_size=1048576&wal_autocheckpoint=5&journal_size_limit=77': 'd.db',
  'jdbc:sqlite:e.db?foreign_keys=true&synchronous=1&busy_timeout=0&locking_mode=exclusive': 'e.db',
  // What it does not know stays part of the name.
  'jdbc:sqlite:f.db?_busy_timeout=1': 'f.db?_busy_timeout=1',
  'jdbc:sqlite:g.db?nonsense=1&foreign_keys=on': 'g.db?nonsense=1',
  'jdbc:sqlite:file:h.db?cache=private&nonsense=1&foreign_keys=on': 'h.db',
  'jdbc:sqlite::memory:': undefined,
  'jdbc:sqlite:': undefined,
  'jdbc:sqlite:file:i.db?mode=memory&cache=shared': undefined,
};

describe('the real sqlite-jdbc', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());

  async function connectionsOf(statements: string): Promise<readonly Connection[]> {
    const linter = linterFor(engine, {
      'pom.xml': `<dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>${versions[0]}</version></dependency>`,
      'Db.java': `import java.sql.*;\nimport com.zaxxer.hikari.*;\nclass Db { void open() throws Exception {\n${statements}\n} }`,
    });
    await linter.update();
    return linter.project.connections;
  }

  function assertRead(connection: Connection | undefined, read: Read, name: string): void {
    assert.ok(connection, name);
    for (const pragma of effectivePragmas) {
      // A database in memory has no mmap_size to tell.
      if (read[pragma] === '') continue;
      const fact: PragmaFact = connection.pragmas[pragma];
      assert.ok(fact.known, `${pragma} of ${name} is unknown`);
      assert.equal(fact.value, effectiveValue(pragma, read[pragma]), `${pragma} of ${name}`);
    }
  }

  for (const version of versions) {
    test(`${version} does by itself what the table says`, async () => {
      const probes = await run<Probe>(version, 'probe');
      assert.deepEqual(
        probes.map(({ driver }) => driver),
        ['sqlite-jdbc', 'sqlite-jdbc/data-source', 'hikaricp'],
      );
      for (const probe of probes) assertAsInTable(probe);
    });
  }

  test('takes of a URL what it is read to take', async () => {
    const answers = await run<{ url: string; pragmas: Read; files: string[]; error?: string }>(
      versions[0] ?? '',
      'url',
      ...Object.keys(urls),
    );
    for (const { url, pragmas, files, error } of answers) {
      assert.equal(error, undefined, url);
      // Alone in its project: a pragma that one sets is not known of the others.
      const [connection, ...more] = await connectionsOf(`DriverManager.getConnection("${url}");`);
      assert.equal(more.length, 0);
      assertRead(connection, pragmas, url);
      const file = urls[url];
      if (file !== undefined) assert.ok(files.includes(file), `${url} makes ${files.join(', ')}`);
      assert.equal(
        connection?.site.storage,
        file !== undefined ? 'file' : url === 'jdbc:sqlite:' ? 'temporary' : 'memory',
      );
    }
  });

  test('takes wal_autocheckpoint of a URL from 3.53.0.0 on', async () => {
    const url = 'jdbc:sqlite:a.db?wal_autocheckpoint=5';
    const [before] = await run<{ pragmas: Read }>('3.46.1.3', 'url', url);
    const [since] = await run<{ pragmas: Read }>('3.54.1.0', 'url', url);
    assert.equal(before?.pragmas.wal_autocheckpoint, '1000');
    assert.equal(since?.pragmas.wal_autocheckpoint, '5');
  });

  for (const method of ['execute', 'executeUpdate', 'prepareStatement']) {
    test(`runs as many statements of ${method} as it is read to`, async () => {
      const sql = 'PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 9000';
      const call =
        method === 'prepareStatement'
          ? `c.prepareStatement("${sql}").execute();`
          : `c.createStatement().${method}("${sql}");`;
      const [connection] = await connectionsOf(
        `Connection c = DriverManager.getConnection("jdbc:sqlite:run.db");\n${call}`,
      );
      const [read] = await run<Read>(versions[0] ?? '', 'run', method, sql);
      assert.ok(read);
      assertRead(connection, read, method);
    });
  }

  test('finds properties by their names, in lower case, and only texts', async () => {
    const [connection] = await connectionsOf(
      'Properties p = new Properties();\np.setProperty("journal_mode", "WAL");\np.setProperty("busyTimeout", "1");\np.setProperty("Foreign_Keys", "true");\np.put("busy_timeout", 7);\nDriverManager.getConnection("jdbc:sqlite:properties.db", p);',
    );
    const given = ['journal_mode=WAL', 'busyTimeout=1', 'Foreign_Keys=true', 'busy_timeout=#7'];
    const [read] = await run<Read>(versions[0] ?? '', 'properties', ...given);
    assert.ok(read);
    assertRead(connection, read, 'properties');
  });

  test('runs connectionInitSql on every connection of the pool, its first statement only', async () => {
    const sql = 'PRAGMA busy_timeout = 4321; PRAGMA foreign_keys = ON';
    const [connection] = await connectionsOf(
      `HikariConfig config = new HikariConfig();\nconfig.setJdbcUrl("jdbc:sqlite:pool.db");\nconfig.setMaximumPoolSize(3);\nconfig.setConnectionInitSql("${sql}");\nconfig.addDataSourceProperty("synchronous", "NORMAL");`,
    );
    const all = await run<Read>(versions[0] ?? '', 'pool', sql, '3');
    assert.equal(all.length, 3);
    for (const read of all) assertRead(connection, read, 'the pool');
    assert.equal(connection?.site.poolSize, 3);
  });
});
