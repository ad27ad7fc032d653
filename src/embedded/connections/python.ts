import { apswHooks, readApsw } from './python/apsw.ts';
import { constantsOf } from './python/constants.ts';
import { readDatabases } from './python/databases.ts';
import { readDataset } from './python/dataset.ts';
import { looseDjango, readDjango } from './python/django.ts';
import { readDjangoUrls } from './python/django-urls.ts';
import { readFlask } from './python/flask-sqlalchemy.ts';
import { djangoSignals, looseHooks, ofDjango, readHooks } from './python/hooks.ts';
import { PythonModule } from './python/module.ts';
import { readPeewee } from './python/peewee.ts';
import { relationsIn } from './python/relations.ts';
import { readSqlAlchemy } from './python/sqlalchemy.ts';
import { readSqliteUtils } from './python/sqlite-utils.ts';
import { readSqlite3 } from './python/sqlite3.ts';
import { readTortoise } from './python/tortoise.ts';
import { typeOfReceiver } from './python/types.ts';
import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Python. */
export const pythonConnections: ConnectionReader = {
  marks:
    /\b(?:import|from)\s(?:[\w., ]*,\s*)?(?:sqlite3|pysqlite3|aiosqlite|apsw|peewee|playhouse|sqlite_utils|dataset|databases|tortoise|sqlalchemy|sqlmodel|flask_sqlalchemy)\b|django\.db\.backends\.signals|\.(?:sqlite3|spatialite)['\x22]|DATABASES\[|\bOPTIONS\b|SQLALCHEMY_DATABASE_URI|sqlite:\/\/|\bsqlite3\.connect\b/,
  read(file) {
    const module = new PythonModule(file);
    const hooks = readHooks(module);
    const sites = [
      ...readSqlite3(module),
      ...readSqlAlchemy(module, hooks),
      ...readFlask(module, hooks),
      ...readDjango(module),
      ...readDjangoUrls(module),
      ...readPeewee(module),
      ...readApsw(module),
      ...readSqliteUtils(module),
      ...readDataset(module),
      ...readDatabases(module),
      ...readTortoise(module),
    ];
    const special = [
      ...looseHooks(hooks, sites, module),
      ...djangoSignals(module),
      ...looseDjango(sites, module),
      ...apswHooks(module),
    ];
    const hooked = new Set(special.map(({ range }) => range.start));
    const others = looseSettings(file, sites, (receiver, sql) => typeOfReceiver(receiver, sql, module))
      .filter(({ range }) => !hooked.has(range.start))
      .map((setting) => ofDjango(setting, module));
    const loose = [...special, ...others];
    const settings = [...sites.flatMap((site) => site.settings), ...loose];
    return { sites, loose, explained: [...relationsIn(module), ...constantsOf(settings, module)] };
  },
};
