import { overlaps } from '../../text/range.ts';
import type { HostFile } from '../host-file.ts';
import { readBetterSqlite3 } from './javascript/better-sqlite3.ts';
import { readBunSqlite } from './javascript/bun-sqlite.ts';
import { Conditions } from './javascript/conditions.ts';
import { readDrizzle } from './javascript/drizzle.ts';
import { Flow } from './javascript/flow.ts';
import { readImports } from './javascript/imports.ts';
import { readKnex } from './javascript/knex.ts';
import { readLibsqlClient } from './javascript/libsql-client.ts';
import { libsqlClients } from './javascript/libsql-clients.ts';
import { looseUses } from './javascript/loose.ts';
import { Names } from './javascript/names.ts';
import { readNodeSqlite } from './javascript/node-sqlite.ts';
import { readNodeSqlite3 } from './javascript/node-sqlite3.ts';
import { type DriverFile, type Opening, siteOf } from './javascript/opening.ts';
import { type PragmaUse, readPragmaUses } from './javascript/pragmas.ts';
import { readPrismaAdapters } from './javascript/prisma.ts';
import { readPrismaClients } from './javascript/prisma-client.ts';
import { readSequelize } from './javascript/sequelize.ts';
import { readTypeOrm } from './javascript/typeorm.ts';
import type { ConnectionReader } from './reader.ts';
import type { ConnectionSite } from './site.ts';

/** The readers of drivers, each with what a text that uses its driver surely has. */
const readers: readonly (readonly [RegExp, (file: DriverFile) => Iterable<Opening>])[] = [
  [/node:sqlite/, readNodeSqlite],
  [/better-sqlite3|libsql/, readBetterSqlite3],
  [/sqlite/, readNodeSqlite3],
  [/bun:sqlite/, readBunSqlite],
  [/@libsql\/client/, readLibsqlClient],
  [/drizzle-orm/, readDrizzle],
  [/\bclient\b/, readKnex],
  [/sqlite/, readTypeOrm],
  [/sequelize/, readSequelize],
  [/@prisma\/adapter/, readPrismaAdapters],
  [/@prisma\/client/, readPrismaClients],
];

/** Connections in JavaScript and TypeScript. */
export const javaScriptConnections: ConnectionReader = {
  marks:
    /['"](?:(?:node|bun):sqlite|(?:better-|@[\w-]+\/)?sqlite3?|better-sqlite3[\w-]*|libsql|@libsql\/client[\w/]*|drizzle-orm\/(?:better-sqlite3|libsql|bun-sqlite)|sequelize(?:-typescript)?|@prisma\/adapter-[\w/-]+|@tursodatabase\/(?:database|sync))['"]|knex\/lib\/dialects\//,
  read(file: HostFile) {
    const names = new Names(file.root);
    const imports = readImports(names.nodes);
    const context: DriverFile = { file, imports, names };
    const openings = readers.flatMap(([mark, read]) => (mark.test(file.text) ? [...read(context)] : []));
    openings.sort((a, b) => a.node.startIndex - b.node.startIndex);
    const uses = readPragmaUses(file, names);
    const sites = openings.length > 0 ? sitesOf(openings, uses, context) : [];
    const inVain = sites.flatMap(({ ignored }) => ignored.map(({ range }) => range));
    const taken = new Set(sites.flatMap(({ settings }) => settings.map(({ range }) => range.start)));
    return {
      sites,
      loose: looseUses(
        uses.filter(({ range }) => !inVain.some((other) => overlaps(other, range))),
        taken,
        file,
        imports,
        names,
      ),
      libsql: libsqlClients(context),
      // What is only asked for, and what hooks would set that are never called.
      explained: [...inVain, ...uses.filter(({ sets }) => !sets).map(({ range }) => range)],
    };
  },
};

function sitesOf(
  openings: readonly Opening[],
  uses: readonly PragmaUse[],
  { file, names, imports }: DriverFile,
): ConnectionSite[] {
  const flow = new Flow(
    names,
    imports,
    new Set(openings.map(({ node }) => node.id)),
    openings.flatMap(({ node, hooks = [] }) => hooks.map((hook) => ({ hook, opening: node.id }))),
  );
  const conditions = new Conditions(names);
  return openings.map((opening) => siteOf(opening, uses, { file, names, flow, conditions, openings }));
}
