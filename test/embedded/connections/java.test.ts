import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const inMethod = (body: string, fields = ''): string =>
  `import java.sql.*;\nimport org.sqlite.*;\nimport com.zaxxer.hikari.*;\nclass Db {\n${fields}\n  void open(String given) throws Exception {\n${body}\n  }\n}\n`;

const cases: readonly ConnectionCase[] = [
  {
    name: 'a URL without parameters: 3 s of busy timeout, nothing else',
    source: inMethod('Connection c = DriverManager.getConnection("jdbc:sqlite:app.db");'),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db []'],
    effective: {
      busy_timeout: '3000',
      journal_mode: 'delete',
      foreign_keys: 'off',
      synchronous: 'full',
      cache_size: '-2000',
    },
  },
  {
    name: 'parameters of the URL are pragmas',
    source: inMethod(
      'Connection c = DriverManager.getConnection("jdbc:sqlite:app.db?journal_mode=WAL&busy_timeout=5000&foreign_keys=on");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [journal_mode=WAL dsn, busy_timeout=5000 dsn, foreign_keys=on dsn]',
    ],
    places: ['journal_mode=WAL', 'busy_timeout=5000', 'foreign_keys=on'],
    effective: { journal_mode: 'wal', busy_timeout: '5000', foreign_keys: 'on' },
  },
  {
    name: 'behind a return on some condition',
    source: inMethod(
      'Connection c = DriverManager.getConnection("jdbc:sqlite:app.db");\nif (c == null) { return; }\nc.createStatement().execute("PRAGMA journal_mode = WAL");\nif (given.isEmpty()) { return; }\nc.createStatement().execute("PRAGMA foreign_keys = ON");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [journal_mode=WAL statement, foreign_keys=ON statement maybe]',
    ],
  },
  {
    name: 'their case does not matter',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:app.db?JOURNAL_MODE=wal");'),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [journal_mode=wal dsn]'],
  },
  {
    name: 'transaction_mode is the mode that transactions begin with',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:app.db?transaction_mode=IMMEDIATE");'),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [] begin=immediate'],
  },
  {
    name: 'names of other drivers stay part of the file’s name',
    source: inMethod(
      'DriverManager.getConnection("jdbc:sqlite:app.db?_busy_timeout=9000&_journal_mode=WAL");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [] ignores _busy_timeout for busy_timeout=9000 ignores _journal_mode for journal_mode=WAL',
    ],
    places: ['_busy_timeout=9000', '_journal_mode=WAL'],
    effective: { busy_timeout: '3000' },
  },
  {
    name: 'properties of dates and passwords are known, too',
    source: inMethod(
      'DriverManager.getConnection("jdbc:sqlite:app.db?date_class=text&password=x&limit_attached=3");',
    ),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db []'],
  },
  {
    name: 'a URI keeps its own parameters',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:file:app.db?mode=ro&cache=shared&vfs=unix");'),
    expected: ['sqlite-jdbc jdbc:sqlite:file:app.db [] read-only shared cache'],
  },
  {
    name: 'in memory',
    source: inMethod(
      'DriverManager.getConnection("jdbc:sqlite::memory:");\nDriverManager.getConnection("jdbc:sqlite:file:x.db?mode=memory&cache=shared");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite::memory: [] memory',
      'sqlite-jdbc jdbc:sqlite:file:x.db [] memory shared cache',
    ],
    effective: { journal_mode: 'memory' },
  },
  {
    name: 'no name: a temporary database',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:");'),
    expected: ['sqlite-jdbc jdbc:sqlite: [] temporary'],
  },
  {
    name: 'a path is put behind the scheme',
    source: inMethod('Connection c = DriverManager.getConnection("jdbc:sqlite:" + file.getAbsolutePath());'),
    expected: ['sqlite-jdbc <file.getAbsolutePath()> []'],
    effective: { busy_timeout: '3000', journal_mode: 'delete' },
  },
  {
    name: 'what is put behind the scheme may hold parameters, if nothing says that it is a path',
    source: inMethod('Connection c = DriverManager.getConnection("jdbc:sqlite:" + options.value());'),
    expected: ['sqlite-jdbc <options.value()> [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'an extension behind it says that it is a path',
    source: inMethod('Connection c = DriverManager.getConnection("jdbc:sqlite:" + given + ".db");'),
    expected: ['sqlite-jdbc <given> []'],
  },
  {
    name: 'parameters behind a path',
    source: inMethod(
      'DriverManager.getConnection("jdbc:sqlite:" + path + "?busy_timeout=" + ms + "&foreign_keys=true");',
    ),
    expected: ['sqlite-jdbc ? [busy_timeout=? dsn, foreign_keys=true dsn]'].map((one) =>
      one.replace(' ? ', ' <"jdbc:sqlite:" + path + "?busy_timeout=" + ms + "&foreign_k…> '),
    ),
  },
  {
    name: 'String.format',
    source: inMethod(
      'DriverManager.getConnection(String.format("jdbc:sqlite:%s?busy_timeout=100", dbPath));',
    ),
    expected: ['sqlite-jdbc <dbPath> [busy_timeout=100 dsn]'],
  },
  {
    name: 'a URL in a variable, a field and a method',
    source: inMethod(
      'String url = "jdbc:sqlite:" + dbPath;\nDriverManager.getConnection(url);\nDriverManager.getConnection(URL);\nDriverManager.getConnection(getUrl());',
      '  static final String URL = "jdbc:sqlite:a.db";\n  String getUrl() { return "jdbc:sqlite:b.db"; }',
    ),
    expected: [
      'sqlite-jdbc <dbPath> []',
      'sqlite-jdbc jdbc:sqlite:a.db []',
      'sqlite-jdbc jdbc:sqlite:b.db []',
    ],
  },
  {
    name: 'a method with parameters that puts the URL together',
    source: inMethod(
      'DriverManager.getConnection(this.urlOf(folder.getAbsolutePath(), "x"));',
      '  String urlOf(String dataPath, String database) { return "jdbc:sqlite:" + dataPath + File.separator + database + ".db"; }',
    ),
    expected: ['sqlite-jdbc <"jdbc:sqlite:" + dataPath + File.separator + database + ".d…> []'],
  },
  {
    name: 'one of two URLs',
    source: inMethod(
      'DriverManager.getConnection(given == null ? "jdbc:sqlite::memory:" : "jdbc:sqlite:" + path);\nDriverManager.getConnection(given == null ? "jdbc:sqlite:a.db" : "jdbc:h2:b");',
    ),
    expected: ['sqlite-jdbc ? [] unknown storage', 'sqlite-jdbc ? [] unknown storage opaque'],
  },
  {
    name: 'HikariCP whose URL comes from elsewhere, with SQL of SQLite',
    source: inMethod(
      'HikariConfig config = new HikariConfig();\nconfig.setJdbcUrl(given);\nconfig.setConnectionInitSql("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");',
    ),
    expected: [
      'hikaricp ? [synchronous=NORMAL hook] unknown storage ignores PRAGMA foreign_keys for a call for each statement opaque',
    ],
    effective: { synchronous: 'normal', foreign_keys: undefined },
  },
  {
    name: 'a variable that has two values is not followed',
    source: inMethod(
      'String url = "jdbc:sqlite:a.db";\nif (x) url = "jdbc:mysql://h/db";\nDriverManager.getConnection(url);',
    ),
    expected: [],
  },
  {
    name: 'other databases, and texts that only name the scheme',
    source: inMethod(
      'DriverManager.getConnection("jdbc:mysql://h/db");\nif (given.startsWith("jdbc:sqlite:")) log("jdbc:sqlite:x");\nDriverManager.getConnection(given);',
    ),
    expected: [],
  },
  {
    name: 'an environment variable',
    source: inMethod(
      'DriverManager.getConnection("jdbc:sqlite:" + System.getenv("DB_FILE") + "?foreign_keys=on");',
    ),
    expected: ['sqlite-jdbc $DB_FILE [foreign_keys=on dsn]'],
  },
  {
    name: 'statements on the connection',
    source: inMethod(
      'try (Connection c = DriverManager.getConnection("jdbc:sqlite:app.db"); Statement s = c.createStatement()) {\n  s.execute("PRAGMA journal_mode = WAL");\n  c.createStatement().execute("PRAGMA busy_timeout = 7000");\n}',
    ),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [journal_mode=WAL statement, busy_timeout=7000 statement]'],
    effective: { journal_mode: 'wal', busy_timeout: '7000' },
  },
  {
    name: 'a field that keeps the connection',
    source: inMethod(
      'this.connection = DriverManager.getConnection("jdbc:sqlite:app.db");\ntry (Statement st = connection.createStatement()) { st.executeUpdate("PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL"); }',
      '  private Connection connection;',
    ),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [foreign_keys=ON statement, synchronous=NORMAL statement]'],
  },
  {
    name: 'execute runs the first statement of a text only',
    source: inMethod(
      'Connection c = DriverManager.getConnection("jdbc:sqlite:app.db");\nc.createStatement().execute("PRAGMA foreign_keys=ON; PRAGMA busy_timeout=9000;");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [foreign_keys=ON statement] ignores PRAGMA busy_timeout for a call for each statement',
    ],
    effective: { foreign_keys: 'on', busy_timeout: '3000' },
  },
  {
    name: 'what is run on some conditions only',
    source: inMethod(
      'Connection c = DriverManager.getConnection("jdbc:sqlite:app.db");\nif (wal) { c.createStatement().execute("PRAGMA journal_mode=WAL"); } else { c.createStatement().execute("PRAGMA journal_mode=DELETE"); }',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [journal_mode=WAL statement maybe, journal_mode=DELETE statement maybe]',
    ],
    effective: { journal_mode: undefined },
  },
  {
    name: 'a connection of the same name in another method is another one',
    source:
      'class Db { void a() throws E { Connection c = DriverManager.getConnection("jdbc:sqlite:app.db"); }\n void b() throws E { Connection c = pool.get(); c.createStatement().execute("PRAGMA synchronous=OFF"); } }',
    expected: ['sqlite-jdbc jdbc:sqlite:app.db []'],
    loose: ['synchronous=OFF unknown'],
    effective: { synchronous: undefined },
  },
];

testConnections('java', cases);
