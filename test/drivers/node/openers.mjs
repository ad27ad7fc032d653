/**
 * How each driver opens a file. An opener takes a path and options in the driver's own form, and gives the same few
 * methods: `get(sql)`, `run(sql)`, `transaction(work)` where the driver begins transactions by itself, and `close()`.
 * `goesBy` is the package whose version the table of facts goes by.
 */
export function openers(require) {
  const better = (module) => ({
    open: (path, options) => overBetterSqlite3(new (require(module))(path, options)),
  });
  return {
    'node:sqlite': {
      driver: 'node:sqlite',
      open(path, options) {
        const { DatabaseSync } = require('node:sqlite');
        const db = options ? new DatabaseSync(path, options) : new DatabaseSync(path);
        return { get: (sql) => db.prepare(sql).get(), run: (sql) => db.exec(sql), close: () => db.close() };
      },
    },
    'better-sqlite3': { driver: 'better-sqlite3', goesBy: 'better-sqlite3', ...better('better-sqlite3') },
    'better-sqlite3-13': {
      driver: 'better-sqlite3',
      goesBy: 'better-sqlite3-13',
      ...better('better-sqlite3-13'),
    },
    libsql: { driver: 'libsql', goesBy: 'libsql', ...better('libsql') },
    'bun:sqlite': {
      driver: 'bun:sqlite',
      goesBy: 'bun',
      open(path) {
        const { Database } = require('bun:sqlite');
        return overBetterSqlite3(new Database(path));
      },
    },
    'node-sqlite3': { driver: 'node-sqlite3', goesBy: 'sqlite3', open: openSqlite3(require) },
    sqlite: {
      driver: 'node-sqlite3',
      goesBy: 'sqlite3',
      async open(path) {
        const { open } = require('sqlite');
        const db = await open({ filename: path, driver: require('sqlite3').Database });
        return { get: (sql) => db.get(sql), run: (sql) => db.run(sql), close: () => db.close() };
      },
    },
    '@libsql/client': {
      driver: '@libsql/client',
      goesBy: '@libsql/client',
      open(path, options) {
        const client = require('@libsql/client').createClient({ url: `file:${path}`, ...options });
        return {
          client,
          get: async (sql) => (await client.execute(sql)).rows[0],
          run: (sql) => client.execute(sql),
          close: () => client.close(),
        };
      },
    },
    'drizzle/better-sqlite3': {
      driver: 'better-sqlite3',
      goesBy: 'better-sqlite3',
      open(path, options) {
        const { drizzle } = require('drizzle-orm/better-sqlite3');
        const db = drizzle({ connection: { source: path, ...options } });
        return overBetterSqlite3(db.$client);
      },
    },
    kysely: {
      driver: 'better-sqlite3',
      goesBy: 'better-sqlite3',
      open(path) {
        const { Kysely, SqliteDialect, sql } = require('kysely');
        const db = new Kysely({
          dialect: new SqliteDialect({ database: new (require('better-sqlite3'))(path) }),
        });
        return {
          get: async (text) => (await sql.raw(text).execute(db)).rows[0],
          run: (text) => sql.raw(text).execute(db),
          transaction: (work) => db.transaction().execute(work),
          close: () => db.destroy(),
        };
      },
    },
    'knex/sqlite3': { driver: 'knex/sqlite3', goesBy: 'sqlite3', open: openKnex(require, 'sqlite3') },
    'knex/better-sqlite3': {
      driver: 'knex/better-sqlite3',
      goesBy: 'better-sqlite3',
      open: openKnex(require, 'better-sqlite3'),
    },
    'typeorm/better-sqlite3': {
      driver: 'typeorm/better-sqlite3',
      goesBy: 'better-sqlite3',
      async open(path, options) {
        const { DataSource } = require('typeorm');
        const source = new DataSource({ type: 'better-sqlite3', database: path, ...options });
        await source.initialize();
        return {
          get: async (sql) => (await source.query(sql))[0],
          run: (sql) => source.query(sql),
          transaction: (work) => source.transaction(work),
          close: () => source.destroy(),
        };
      },
    },
    sequelize: {
      driver: 'sequelize',
      goesBy: 'sqlite3',
      open(path, options) {
        const { Sequelize } = require('sequelize');
        const sequelize = new Sequelize({ dialect: 'sqlite', storage: path, logging: false, ...options });
        return {
          sequelize,
          get: async (sql) => (await sequelize.query(sql, { type: 'SELECT' }))[0],
          run: (sql) => sequelize.query(sql),
          transaction: (work) => sequelize.transaction(work),
          close: () => sequelize.close(),
        };
      },
    },
    '@prisma/adapter-better-sqlite3': {
      driver: '@prisma/adapter-better-sqlite3',
      goesBy: 'better-sqlite3',
      open: (path, options) =>
        openPrisma(require, 'better-sqlite3', 'PrismaBetterSqlite3', `file:${path}`, options),
    },
    '@prisma/adapter-libsql': {
      driver: '@prisma/adapter-libsql',
      goesBy: '@libsql/client',
      open: (path, options) => openPrisma(require, 'libsql', 'PrismaLibSql', `file:${path}`, options),
    },
  };
}

function overBetterSqlite3(db) {
  return {
    get: (sql) => db.prepare(sql).get(),
    run: (sql) => db.exec(sql),
    // Its transactions are synchronous: what is done meanwhile is begun before the first await.
    async transaction(work) {
      let done;
      db.transaction(() => {
        done = work();
      })();
      await done;
    },
    close: () => db.close(),
  };
}

const openSqlite3 =
  (require) =>
  async (path, mode = undefined) => {
    const { Database } = require('sqlite3');
    const db = await new Promise((resolve, reject) => {
      const opened = (error) => (error ? reject(error) : resolve(made));
      const made = mode === undefined ? new Database(path, opened) : new Database(path, mode, opened);
    });
    const call = (method, sql) =>
      new Promise((resolve, reject) => {
        db[method](sql, (error, row) => (error ? reject(error) : resolve(row)));
      });
    return { db, get: (sql) => call('get', sql), run: (sql) => call('run', sql), close: () => db.close() };
  };

const openKnex =
  (require, client) =>
  (path, options = {}) => {
    const { pool, ...connection } = options;
    const db = require('knex')({
      client,
      connection: { filename: path, ...connection },
      useNullAsDefault: true,
      ...(pool && { pool }),
    });
    return {
      db,
      get: async (sql) => (await db.raw(sql))[0],
      run: (sql) => db.raw(sql),
      transaction: (work) => db.transaction(work),
      close: () => db.destroy(),
    };
  };

async function openPrisma(require, name, factory, url, options) {
  const adapter = await new (require(`@prisma/adapter-${name}`)[factory])({ url, ...options }).connect();
  const query = (sql) => adapter.queryRaw({ sql, args: [], argTypes: [] });
  return {
    async get(sql) {
      const { columnNames, rows } = await query(sql);
      return Object.fromEntries(columnNames.map((column, at) => [column, rows[0][at]]));
    },
    run: (sql) => adapter.executeScript(sql),
    async transaction(work) {
      const transaction = await adapter.startTransaction();
      await work();
      // The engine runs the statement, and has the adapter release what it holds.
      if (!transaction.options.usePhantomQuery)
        await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] });
      await transaction.rollback();
    },
    close: () => adapter.dispose(),
  };
}
