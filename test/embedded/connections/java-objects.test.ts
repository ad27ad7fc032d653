import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const inMethod = (body: string, fields = ''): string =>
  `import java.sql.*;\nimport org.sqlite.*;\nimport com.zaxxer.hikari.*;\nclass Db {\n${fields}\n  void open(String given) throws Exception {\n${body}\n  }\n}\n`;

const cases: readonly ConnectionCase[] = [
  {
    name: 'a URL from elsewhere, with the properties of an SQLiteConfig',
    source: inMethod(
      'SQLiteConfig config = new SQLiteConfig();\nconfig.setBusyTimeout(250);\nDriverManager.getConnection(given, config.toProperties());',
    ),
    expected: ['sqlite-jdbc ? [busy_timeout=250 builder] unknown storage opaque'],
    effective: { busy_timeout: '250', journal_mode: undefined },
  },
  {
    name: 'near miss: a URL from elsewhere, with properties of any database',
    source: inMethod(
      'Properties config = new Properties();\nconfig.setProperty("user", "x");\nDriverManager.getConnection(given, config);',
    ),
    expected: [],
  },
  {
    name: 'properties',
    source: inMethod(
      'Properties p = new Properties();\np.setProperty("journal_mode", "WAL");\np.put("busy_timeout", "4000");\nDriverManager.getConnection("jdbc:sqlite:app.db", p);',
    ),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [journal_mode=WAL option, busy_timeout=4000 option]'],
  },
  {
    name: 'properties that are no texts, or are named in another way, have no effect',
    source: inMethod(
      'Properties p = new Properties();\np.put("foreign_keys", true);\np.setProperty("busyTimeout", "4000");\nDriverManager.getConnection("jdbc:sqlite:app.db", p);',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [] ignores foreign_keys for setProperty("foreign_keys", "true") ignores busyTimeout for busy_timeout',
    ],
  },
  {
    name: 'properties from elsewhere',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:app.db", loadProperties());'),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'a user and a password are none of SQLite’s',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:app.db", "u", "p");'),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db []'],
  },
  {
    name: 'SQLiteConfig',
    source: inMethod(
      'SQLiteConfig config = new SQLiteConfig();\nconfig.setJournalMode(SQLiteConfig.JournalMode.WAL);\nconfig.setSynchronous(SynchronousMode.NORMAL);\nconfig.enforceForeignKeys(true);\nconfig.setBusyTimeout(10_000);\nconfig.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "1000");\nconfig.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);\nConnection c = config.createConnection("jdbc:sqlite:app.db");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:app.db [journal_mode=WAL builder, synchronous=NORMAL builder, foreign_keys=true builder, busy_timeout=10000 builder, mmap_size=1000 builder] begin=immediate',
    ],
    effective: { journal_mode: 'wal', synchronous: 'normal', foreign_keys: 'on', busy_timeout: '10000' },
  },
  {
    name: 'SQLiteConfig as properties, read-only',
    source: inMethod(
      'SQLiteConfig config = new SQLiteConfig();\nconfig.setReadOnly(true);\nconfig.setCacheSize(-8000);\nDriverManager.getConnection("jdbc:sqlite:app.db", config.toProperties());',
    ),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [cache_size=-8000 builder] read-only'],
  },
  {
    name: 'an SQLiteConfig that is handed in',
    source:
      'class Db { Connection open(SQLiteConfig config) throws E { return config.createConnection("jdbc:sqlite:app.db"); } }',
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [] opaque'],
  },
  {
    name: 'SQLiteDataSource',
    source: inMethod(
      'SQLiteDataSource ds = new SQLiteDataSource();\nds.setUrl("jdbc:sqlite:app.db");\nds.setJournalMode("WAL");\nds.setEnforceForeignKeys(true);',
    ),
    expected: [
      'sqlite-jdbc/data-source jdbc:sqlite:app.db [journal_mode=WAL builder, foreign_keys=true builder]',
    ],
  },
  {
    name: 'SQLiteDataSource with an SQLiteConfig',
    source: inMethod(
      'SQLiteConfig config = new SQLiteConfig();\nconfig.setBusyTimeout(given);\nSQLiteDataSource ds = new SQLiteDataSource(config);\nds.setUrl("jdbc:sqlite:app.db");',
    ),
    expected: ['sqlite-jdbc/data-source jdbc:sqlite:app.db [busy_timeout=? builder]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'a pragma on one connection of a data source is no setting of all',
    source: inMethod(
      'SQLiteDataSource ds = new SQLiteDataSource();\nds.setUrl("jdbc:sqlite:app.db");\ntry (Connection c = ds.getConnection()) { c.createStatement().execute("PRAGMA foreign_keys=ON"); }',
    ),
    expected: ['sqlite-jdbc/data-source jdbc:sqlite:app.db []'],
    loose: ['foreign_keys=ON unknown'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'HikariCP',
    source: inMethod(
      'HikariConfig config = new HikariConfig();\nconfig.setJdbcUrl("jdbc:sqlite:app.db");\nconfig.setMaximumPoolSize(1);\nconfig.addDataSourceProperty("foreign_keys", "true");\nconfig.setConnectionInitSql("PRAGMA busy_timeout=5000");\nHikariDataSource ds = new HikariDataSource(config);',
    ),
    expected: ['hikaricp jdbc:sqlite:app.db [foreign_keys=true option, busy_timeout=5000 hook] pool=1'],
    places: ['addDataSourceProperty("foreign_keys", "true")', 'PRAGMA busy_timeout=5000'],
    effective: { busy_timeout: '5000', foreign_keys: 'on' },
  },
  {
    name: 'connectionInitSql runs the first statement only',
    source: inMethod(
      'HikariDataSource ds = new HikariDataSource();\nds.setJdbcUrl("jdbc:sqlite:" + path);\nds.setConnectionInitSql("PRAGMA journal_mode=WAL; PRAGMA busy_timeout=5000");',
    ),
    expected: [
      'hikaricp <path> [journal_mode=WAL hook] ignores PRAGMA busy_timeout for a call for each statement',
    ],
    effective: { journal_mode: 'wal', busy_timeout: '3000' },
  },
  {
    name: 'HikariCP in braces, with the class of a data source',
    source: inMethod(
      'HikariDataSource ds = new HikariDataSource(new HikariConfig() {{ setDataSourceClassName("org.sqlite.SQLiteDataSource"); addDataSourceProperty("url", "jdbc:sqlite:app.db"); addDataSourceProperty("journalMode", "WAL"); }});',
    ),
    expected: ['hikaricp jdbc:sqlite:app.db [journal_mode=WAL option]'],
  },
  {
    name: 'HikariCP for another database',
    source: inMethod(
      'HikariConfig config = new HikariConfig();\nconfig.setJdbcUrl("jdbc:mysql://h/d");\nconfig.addDataSourceProperty("cachePrepStmts", "true");\n// org.sqlite is for the other one.',
    ),
    expected: [],
  },
  {
    name: 'HikariCP whose URL comes from elsewhere',
    source: inMethod(
      'HikariConfig config = new HikariConfig();\nconfig.setJdbcUrl(given);\nconfig.setDriverClassName("org.sqlite.JDBC");',
    ),
    expected: ['hikaricp ? [] unknown storage opaque'],
  },
  {
    name: 'properties for another database are set in another branch',
    source: inMethod(
      'HikariConfig config = new HikariConfig();\nif (sqlite) { config.setJdbcUrl("jdbc:sqlite:app.db"); } else { config.setJdbcUrl(given); config.addDataSourceProperty("synchronous", "off"); }',
    ),
    expected: ['hikaricp jdbc:sqlite:app.db [synchronous=off option maybe]'],
    effective: { synchronous: undefined },
  },
  {
    name: 'jOOQ, Jdbi and Spring open connections as they need them',
    source: inMethod(
      'Jdbi.create("jdbc:sqlite:a.db");\nDSL.using("jdbc:sqlite:b.db?busy_timeout=1");\nDataSourceBuilder.create().url("jdbc:sqlite:c.db").build();\nnew DriverManagerDataSource("jdbc:sqlite:d.db");',
    ),
    expected: [
      'sqlite-jdbc/data-source jdbc:sqlite:a.db []',
      'sqlite-jdbc/data-source jdbc:sqlite:b.db [busy_timeout=1 dsn]',
      'spring-boot jdbc:sqlite:c.db []',
      'sqlite-jdbc/data-source jdbc:sqlite:d.db []',
    ],
  },
  {
    name: 'by reflection',
    source: inMethod(
      'Properties p = new Properties();\np.setProperty("busy_timeout", "30000");\nreturn (Connection) constructor.newInstance("jdbc:sqlite:" + file, file, p);',
    ),
    expected: ['sqlite-jdbc <file> [busy_timeout=30000 option]'],
  },
  {
    name: 'an unknown value of a parameter is unknown',
    source: inMethod('DriverManager.getConnection("jdbc:sqlite:app.db?busy_timeout=" + timeout);'),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db [busy_timeout=? dsn]'],
    effective: { busy_timeout: undefined, foreign_keys: 'off' },
  },
  {
    name: 'a pragma is only asked for',
    source: inMethod(
      'Connection c = DriverManager.getConnection("jdbc:sqlite:app.db");\nc.createStatement().executeQuery("PRAGMA foreign_keys");',
    ),
    expected: ['sqlite-jdbc jdbc:sqlite:app.db []'],
    effective: { foreign_keys: 'off' },
  },
];

testConnections('java', cases);
