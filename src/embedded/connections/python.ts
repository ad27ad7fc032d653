import { readFlask } from './python/flask-sqlalchemy.ts';
import { djangoSignals, looseHooks, readHooks } from './python/hooks.ts';
import { PythonModule } from './python/module.ts';
import { readSqlAlchemy } from './python/sqlalchemy.ts';
import { readSqlite3 } from './python/sqlite3.ts';
import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Python. */
export const pythonConnections: ConnectionReader = {
  marks:
    /\b(?:import|from)\s(?:[\w., ]*,\s*)?(?:sqlite3|pysqlite3|aiosqlite|apsw|peewee|playhouse|sqlite_utils|dataset|databases|tortoise|sqlalchemy|sqlmodel|flask_sqlalchemy)\b|django\.db\.backends\.(?:sqlite3|signals)|SQLALCHEMY_DATABASE_URI|sqlite:\/\//,
  read(file) {
    const module = new PythonModule(file);
    const hooks = readHooks(module);
    const sites = [...readSqlite3(module), ...readSqlAlchemy(module, hooks), ...readFlask(module, hooks)];
    const special = [...looseHooks(hooks, sites, module), ...djangoSignals(module)];
    const hooked = new Set(special.map(({ range }) => range.start));
    const others = looseSettings(file, sites, () => 'unknown').filter(
      ({ range }) => !hooked.has(range.start),
    );
    return { sites, loose: [...special, ...others] };
  },
};
