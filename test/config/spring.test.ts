import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readConfiguredConnections } from '../../src/config/connections.ts';
import { effective } from '../../src/project/connections/connection.ts';
import { describeSite } from '../support/connections.ts';
import { linterFor, startEngine } from '../support/lint.ts';

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  readonly expected: readonly string[];
  /** What is written at the places of all settings and ignored parameters. */
  readonly places?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a URL in properties',
    path: 'src/main/resources/application.properties',
    text: 'server.port=80\nspring.datasource.url=jdbc:sqlite:app.db?journal_mode=WAL&busy_timeout=5000\n',
    expected: ['spring-boot jdbc:sqlite:app.db [journal_mode=WAL dsn, busy_timeout=5000 dsn]'],
    places: ['journal_mode=WAL', 'busy_timeout=5000'],
  },
  {
    name: 'colons, blanks, comments and a continued line',
    path: 'application.properties',
    text: '# spring.datasource.url=jdbc:sqlite:no.db\n! x\nspring.datasource.url : jdbc:sqlite:app.db?\\\n  foreign_keys=on\n',
    expected: ['spring-boot jdbc:sqlite:app.db [foreign_keys=on dsn]'],
  },
  {
    name: 'a URL in YAML, with HikariCP',
    path: 'application.yml',
    text: 'spring:\n  datasource:\n    url: jdbc:sqlite:app.db\n    driver-class-name: org.sqlite.JDBC\n    hikari:\n      maximum-pool-size: 1\n      connection-init-sql: PRAGMA busy_timeout=5000\n      data-source-properties:\n        foreign_keys: true\n        synchronous: NORMAL\n',
    expected: [
      'spring-boot jdbc:sqlite:app.db [foreign_keys=true option, synchronous=NORMAL option, busy_timeout=5000 hook] pool=1',
    ],
    places: ['foreign_keys: true', 'synchronous: NORMAL', 'connection-init-sql: PRAGMA busy_timeout=5000'],
  },
  {
    name: 'the relaxed forms of keys',
    path: 'application.properties',
    text: 'spring.datasource.hikari.jdbcUrl=jdbc:sqlite:app.db\nspring.datasource.hikari.dataSourceProperties.journal_mode=WAL\nspring.datasource.hikari.maximumPoolSize=4\n',
    expected: ['spring-boot jdbc:sqlite:app.db [journal_mode=WAL option] pool=4'],
  },
  {
    name: 'the first statement of connection-init-sql only',
    path: 'application.properties',
    text: 'spring.datasource.url=jdbc:sqlite:app.db\nspring.datasource.hikari.connection-init-sql=PRAGMA journal_mode=WAL; PRAGMA busy_timeout=9000\n',
    expected: [
      'spring-boot jdbc:sqlite:app.db [journal_mode=WAL hook] ignores PRAGMA busy_timeout for data-source-properties.busy_timeout',
    ],
  },
  {
    name: 'properties that are named in another way',
    path: 'application.yaml',
    text: 'spring:\n  datasource:\n    url: jdbc:sqlite:app.db\n    hikari:\n      data-source-properties:\n        busyTimeout: 5000\n        cachePrepStmts: true\n',
    expected: ['spring-boot jdbc:sqlite:app.db [] ignores busyTimeout for busy_timeout'],
  },
  {
    name: 'a placeholder for the path',
    path: 'application.yml',
    text: `spring:\n  datasource:\n    url: jdbc:sqlite:\${DB_PATH:data/app.db}?journal_mode=wal\n`,
    expected: ['spring-boot $DB_PATH [journal_mode=wal dsn]'],
  },
  {
    name: 'a placeholder for the whole URL, with a default',
    path: 'application.yml',
    text: `spring:\n  datasource:\n    url: \${DB_URL:jdbc:sqlite:app.db}\n`,
    expected: ['spring-boot jdbc:sqlite:app.db [] opaque'],
  },
  {
    name: 'a placeholder for a value',
    path: 'application.properties',
    text: `spring.datasource.url=jdbc:sqlite:app.db\nspring.datasource.hikari.data-source-properties.busy_timeout=\${TIMEOUT:5000}\n`,
    expected: ['spring-boot jdbc:sqlite:app.db [busy_timeout=? option]'],
  },
  {
    name: 'quotes',
    path: 'application.yml',
    text: 'spring:\n  datasource:\n    url: "jdbc:sqlite:app.db?busy_timeout=1"\n',
    expected: ['spring-boot jdbc:sqlite:app.db [busy_timeout=1 dsn]'],
    places: ['busy_timeout=1'],
  },
  {
    name: 'in memory',
    path: 'application.properties',
    text: 'spring.datasource.url=jdbc:sqlite::memory:\n',
    expected: ['spring-boot jdbc:sqlite::memory: [] memory'],
  },
  {
    name: 'profiles in one file; tests are left out',
    path: 'application.yml',
    text: 'spring:\n  datasource:\n    url: jdbc:sqlite:a.db\n---\nspring:\n  config:\n    activate:\n      on-profile: test\n  datasource:\n    url: jdbc:sqlite::memory:\n---\nspring:\n  config.activate.on-profile: prod\n  datasource.url: jdbc:sqlite:b.db\n',
    expected: ['spring-boot jdbc:sqlite:a.db []', 'spring-boot jdbc:sqlite:b.db []'],
  },
  {
    name: 'files of profiles',
    path: 'application-prod.properties',
    text: 'spring.datasource.url=jdbc:sqlite:/data/app.db\n',
    expected: ['spring-boot jdbc:sqlite:/data/app.db []'],
  },
  {
    name: 'the file of tests',
    path: 'application-test.properties',
    text: 'spring.datasource.url=jdbc:sqlite:/data/app.db\n',
    expected: [],
  },
  {
    name: 'Micronaut and Quarkus',
    path: 'application.yml',
    text: 'datasources:\n  default:\n    url: jdbc:sqlite:a.db\nquarkus:\n  datasource:\n    jdbc:\n      url: jdbc:sqlite:b.db\n',
    expected: ['sqlite-jdbc/data-source jdbc:sqlite:a.db []', 'sqlite-jdbc/data-source jdbc:sqlite:b.db []'],
  },
  {
    name: 'other databases',
    path: 'application.yml',
    text: 'spring:\n  datasource:\n    url: jdbc:postgresql://h/db\n    # jdbc:sqlite:app.db for local use\n',
    expected: [],
  },
  {
    name: 'appsettings.json',
    path: 'appsettings.json',
    text: '{\n  // comment\n  "ConnectionStrings": { "Default": "Data Source=app.db;Foreign Keys=True;Default Timeout=5" }\n}\n',
    expected: ['Microsoft.Data.Sqlite app.db [foreign_keys=True dsn, busy_timeout=5000 dsn]'],
    places: ['Foreign Keys=True', 'Default Timeout=5'],
  },
  {
    name: 'appsettings.json for System.Data.SQLite',
    path: 'src/appsettings.Production.json',
    text: '{ "ConnectionStrings": { "Default": "Data Source=/data/app.sqlite;Version=3;Journal Mode=WAL" } }',
    expected: ['System.Data.SQLite /data/app.sqlite [journal_mode=WAL dsn]'],
  },
  {
    name: 'appsettings.json for other databases',
    path: 'appsettings.json',
    text: '{ "ConnectionStrings": { "A": "Server=.;Database=app.db;Trusted_Connection=True", "B": "Data Source=sqlserver;Initial Catalog=app", "C": "Data Source=tcp:host,1433" }, "Data": "Data Source=app.db" }',
    expected: [],
  },
  {
    name: 'appsettings of tests',
    path: 'appsettings.Testing.json',
    text: '{ "ConnectionStrings": { "A": "Data Source=app.db" } }',
    expected: [],
  },
];

describe('configuration of Spring Boot and of .NET', () => {
  const engine = startEngine();
  after(() => engine.dispose());

  for (const { name, path = 'application.yml', text, expected, places } of cases) {
    test(name, () => {
      const sites = readConfiguredConnections(path, text)?.sites ?? [];
      assert.deepEqual(
        sites.map((site) => describeSite(site.driver, site)),
        expected,
      );
      if (places) {
        const found = sites.flatMap(({ settings, ignored }) => [...settings, ...ignored]);
        assert.deepEqual(
          found.map(({ range }) => text.slice(range.start, range.end)),
          places,
        );
      }
    });
  }

  test('what the common file sets may hold for a profile', async () => {
    const linter = linterFor(engine, {
      'pom.xml':
        '<dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>3.53.0.0</version></dependency>',
      'src/main/resources/application.properties':
        'spring.datasource.url=jdbc:sqlite:dev.db\nspring.datasource.hikari.data-source-properties.busy_timeout=9000\n',
      'src/main/resources/application-prod.properties': 'spring.datasource.url=jdbc:sqlite:/data/app.db\n',
    });
    await linter.update();
    const found = linter.project.connections.map((one) => [
      one.file.path,
      one.sqlite?.from,
      effective(one, 'busy_timeout'),
      effective(one, 'foreign_keys'),
    ]);
    assert.deepEqual(found.sort(), [
      ['src/main/resources/application-prod.properties', '3.53.0', undefined, 'off'],
      ['src/main/resources/application.properties', '3.53.0', '9000', 'off'],
    ]);
  });
});
