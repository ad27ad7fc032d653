import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * What sqlite-jdbc does in the working folder, a line of JSON for each thing that was asked.
 *
 *   probe               a Probe of ../probe.ts for each way to open a connection
 *   url URL…            the pragmas of a connection to each URL, and the files that it made
 *   run METHOD SQL      the pragmas behind SQL that a statement's METHOD was given
 *   properties K=V…     the pragmas of a connection with java.util.Properties; V is a number where it is written #V
 *   pool SQL SIZE       the pragmas of every connection of a HikariCP whose connectionInitSql is SQL
 */
public class Probe {
  static final String[] PRAGMAS = {
    "journal_mode", "busy_timeout", "synchronous", "foreign_keys", "cache_size", "temp_store", "mmap_size",
    "wal_autocheckpoint", "journal_size_limit", "locking_mode"
  };

  interface Opener {
    Connection open(String url) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    switch (args[0]) {
      case "probe":
        probe("sqlite-jdbc", DriverManager::getConnection);
        probe("sqlite-jdbc/data-source", Probe::fromDataSource);
        probe("hikaricp", Probe::fromPool);
        break;
      case "url":
        for (String url : rest) byUrl(url);
        break;
      case "run":
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:run.db")) {
          run(c, rest[0], rest[1]);
          System.out.println("{" + pragmas(c) + "}");
        }
        break;
      case "properties":
        Properties properties = new Properties();
        for (String one : rest) {
          String[] pair = one.split("=", 2);
          if (pair[1].startsWith("#")) properties.put(pair[0], Integer.valueOf(pair[1].substring(1)));
          else properties.setProperty(pair[0], pair[1]);
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:properties.db", properties)) {
          System.out.println("{" + pragmas(c) + "}");
        }
        break;
      case "pool":
        pool(rest[0], Integer.parseInt(rest[1]));
        break;
      default:
        throw new IllegalArgumentException(args[0]);
    }
  }

  static Connection fromDataSource(String url) throws Exception {
    SQLiteDataSource source = new SQLiteDataSource(new SQLiteConfig());
    source.setUrl(url);
    return source.getConnection();
  }

  static Connection fromPool(String url) throws Exception {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    return pool.getConnection();
  }

  static void probe(String driver, Opener opener) throws Exception {
    String url = "jdbc:sqlite:" + driver.replace('/', '-') + ".db";
    Connection first = opener.open(url);
    String version = jarVersion();
    String own = pragmas(first);
    run(first, "executeUpdate", "CREATE TABLE t (x)");
    first.setAutoCommit(false);
    String begin = canWrite(opener, url) ? "deferred" : "immediate";
    first.rollback();
    first.setAutoCommit(true);
    ask(first, "PRAGMA journal_mode = WAL");
    String inWal = pragmas(opener.open(url));
    System.out.println(
        "{\"driver\":\"" + driver + "\",\"version\":\"" + version + "\",\"sqlite\":\"" + sqlite(first)
            + "\",\"pragmas\":{" + own + "},\"inWal\":{" + inWal + "},\"begin\":\"" + begin + "\"}");
  }

  static boolean canWrite(Opener opener, String url) throws Exception {
    try (Connection second = opener.open(url); Statement statement = second.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      statement.executeUpdate("INSERT INTO t VALUES (1)");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  static void byUrl(String url) {
    try (Connection c = DriverManager.getConnection(url)) {
      c.setAutoCommit(true);
      String read = pragmas(c);
      String files = Arrays.stream(new File(".").list()).sorted().map(Probe::quoted).collect(Collectors.joining(","));
      System.out.println("{\"url\":" + quoted(url) + ",\"pragmas\":{" + read + "},\"files\":[" + files + "]}");
    } catch (Exception e) {
      System.out.println("{\"url\":" + quoted(url) + ",\"error\":" + quoted(String.valueOf(e.getMessage())) + "}");
    }
  }

  static void run(Connection c, String method, String sql) throws Exception {
    try (Statement statement = c.createStatement()) {
      switch (method) {
        case "execute":
          statement.execute(sql);
          break;
        case "executeUpdate":
          statement.executeUpdate(sql);
          break;
        default:
          c.prepareStatement(sql).execute();
      }
    }
  }

  static void pool(String sql, int size) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:pool.db");
    config.setMaximumPoolSize(size);
    config.setConnectionInitSql(sql);
    config.addDataSourceProperty("synchronous", "NORMAL");
    try (HikariDataSource source = new HikariDataSource(config)) {
      Connection[] all = new Connection[size];
      for (int at = 0; at < size; at++) all[at] = source.getConnection();
      for (Connection c : all) System.out.println("{" + pragmas(c) + "}");
      for (Connection c : all) c.close();
    }
  }

  static String pragmas(Connection c) throws Exception {
    StringBuilder read = new StringBuilder();
    for (String name : PRAGMAS) {
      if (read.length() > 0) read.append(',');
      read.append(quoted(name)).append(':').append(quoted(ask(c, "PRAGMA " + name)));
    }
    return read.toString();
  }

  static String sqlite(Connection c) throws Exception {
    return ask(c, "SELECT sqlite_version()");
  }

  static String ask(Connection c, String sql) throws Exception {
    try (Statement statement = c.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  /** The version in the name of the jar. */
  static String jarVersion() {
    String path = org.sqlite.JDBC.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.replaceAll(".*sqlite-jdbc-|\\.jar$", "");
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
