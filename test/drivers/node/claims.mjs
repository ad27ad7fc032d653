// Does with one driver what a claim is about, and prints the answer.
// Usage: claims.mjs <folder of the install> <claim>
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openers } from './openers.mjs';

const [, , folder, claim] = process.argv;
const require = createRequire(join(folder, 'package.json'));
const drivers = openers(require);
const file = join(process.cwd(), 'claim.db');
const open = (id, options = undefined, path = file) => drivers[id].open(path, options);
const pragma = async (connection, name) => Object.values(await connection.get(`PRAGMA ${name}`))[0];
const timeoutOf = async (id, options) => pragma(await open(id, options), 'busy_timeout');

/** The files that are there once a table was made through a path. */
async function filesOf(id, path, options = undefined) {
  const connection = await open(id, options, path);
  await connection.run('CREATE TABLE claim (x)');
  return readdirSync('.').filter((name) => !name.endsWith('-journal'));
}

const claims = {
  async 'node:sqlite takes timeout and enableForeignKeyConstraints'() {
    const db = await open('node:sqlite', { timeout: 700, enableForeignKeyConstraints: false });
    return { busy_timeout: await pragma(db, 'busy_timeout'), foreign_keys: await pragma(db, 'foreign_keys') };
  },
  'better-sqlite3 takes timeout': () => timeoutOf('better-sqlite3', { timeout: 700 }),
  'better-sqlite3 takes no URI': () => filesOf('better-sqlite3', 'file:claim.db?mode=memory'),
  'libsql takes timeout': () => timeoutOf('libsql', { timeout: 700 }),
  'libsql takes a URI': () => filesOf('libsql', 'file:claim.db?mode=rwc'),
  async 'node-sqlite3 takes busyTimeout by configure()'() {
    const connection = await open('node-sqlite3');
    connection.db.configure('busyTimeout', 700);
    return pragma(connection, 'busy_timeout');
  },
  'node-sqlite3 takes no URI without OPEN_URI': () => filesOf('node-sqlite3', 'file:claim.db?mode=memory'),
  'node-sqlite3 takes a URI with OPEN_URI'() {
    const { OPEN_READWRITE, OPEN_CREATE, OPEN_URI } = require('sqlite3');
    return filesOf('node-sqlite3', 'file:claim.db?mode=memory', OPEN_READWRITE | OPEN_CREATE | OPEN_URI);
  },
  'the client of libSQL takes timeout': () => timeoutOf('@libsql/client', { timeout: 700 }),
  async 'what is set on the client of libSQL does not reach the connection beside a transaction'() {
    const connection = await open('@libsql/client');
    await connection.run('PRAGMA busy_timeout = 700');
    const transaction = await connection.client.transaction('write');
    const inside = Object.values((await transaction.execute('PRAGMA busy_timeout')).rows[0])[0];
    return [inside, await pragma(connection, 'busy_timeout')];
  },
  'Drizzle passes timeout on': () => timeoutOf('drizzle/better-sqlite3', { timeout: 700 }),
  async 'Knex does not pass timeout on to better-sqlite3, nor fileMustExist'() {
    const inOptions = await timeoutOf('knex/better-sqlite3', {
      options: { timeout: 700, fileMustExist: true },
    });
    return [inOptions, await timeoutOf('knex/better-sqlite3', { timeout: 700 }), readdirSync('.').length > 0];
  },
  async 'Knex passes readonly on to better-sqlite3'() {
    await (await open('better-sqlite3')).run('CREATE TABLE claim (x)');
    const connection = await open('knex/better-sqlite3', { options: { readonly: true } });
    return connection.run('CREATE TABLE other (x)').then(
      () => false,
      ({ code }) => code === 'SQLITE_READONLY',
    );
  },
  async 'Knex keeps one connection to node-sqlite3'() {
    const { db } = await open('knex/sqlite3');
    return db.client.pool.max;
  },
  async 'Knex runs pool.afterCreate on each connection'() {
    const pool = { min: 2, max: 2, afterCreate: (conn, done) => conn.run('PRAGMA busy_timeout = 700', done) };
    const connection = await open('knex/sqlite3', { pool });
    return connection.db.transaction(async (transaction) => {
      const [inside] = await transaction.raw('PRAGMA busy_timeout');
      return [inside.timeout, await pragma(connection, 'busy_timeout')];
    });
  },
  async 'TypeORM takes timeout and enableWAL'() {
    const source = await open('typeorm/better-sqlite3', { timeout: 700, enableWAL: true });
    return {
      busy_timeout: await pragma(source, 'busy_timeout'),
      journal_mode: await pragma(source, 'journal_mode'),
    };
  },
  async 'TypeORM runs prepareDatabase, and turns foreign keys on after it'() {
    const source = await open('typeorm/better-sqlite3', {
      prepareDatabase(db) {
        db.pragma('busy_timeout = 700');
        db.pragma('foreign_keys = OFF');
      },
    });
    return {
      busy_timeout: await pragma(source, 'busy_timeout'),
      foreign_keys: await pragma(source, 'foreign_keys'),
    };
  },
  async 'Sequelize does not call afterConnect'() {
    let called = false;
    const hook = (connection) => {
      called = true;
      connection.run('PRAGMA busy_timeout = 700');
    };
    const connection = await open('sequelize', { hooks: { afterConnect: hook } });
    connection.sequelize.addHook('afterConnect', hook);
    return [await pragma(connection, 'busy_timeout'), called];
  },
  'Sequelize takes foreignKeys': async () =>
    pragma(await open('sequelize', { foreignKeys: false }), 'foreign_keys'),
  async 'Sequelize takes transactionType'() {
    const connection = await open('sequelize', { transactionType: 'IMMEDIATE' });
    await connection.run('CREATE TABLE claim (x)');
    const other = await open('node-sqlite3');
    await other.run('PRAGMA busy_timeout = 0');
    return connection.transaction(() =>
      other.run('INSERT INTO claim VALUES (1)').then(
        () => 'deferred',
        () => 'immediate',
      ),
    );
  },
  async 'Sequelize opens a connection for each transaction'() {
    const connection = await open('sequelize');
    await connection.run('PRAGMA busy_timeout = 700');
    return connection.sequelize.transaction(async (transaction) => {
      const [[inside]] = await connection.sequelize.query('PRAGMA busy_timeout', { raw: true, transaction });
      return [await pragma(connection, 'busy_timeout'), inside.timeout];
    });
  },
  'the adapter of Prisma takes timeout': () => timeoutOf('@prisma/adapter-better-sqlite3', { timeout: 700 }),
  'the adapter of Prisma takes parameters of the URL for a part of the name': () =>
    filesOf('@prisma/adapter-better-sqlite3', 'claim.db?connection_limit=1'),
};

process.stdout.write(JSON.stringify(await claims[claim]()));
process.exit(0);
