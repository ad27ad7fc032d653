import { placeOf } from '../../sql/text-expressions.ts';
import { storageOf } from '../dsn.ts';
import type { ConnectionSite } from '../site.ts';
import { milliseconds, modeOf, timeoutSetting } from './connect-options.ts';
import { noDictionary, readDictionary } from './dictionaries.ts';
import { builtLater, changesBehind, optionsBefore51 } from './django.ts';
import { refersTo } from './imports.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { readSqliteUrl } from './urls.ts';

/** `dj_database_url.config(default="sqlite:///db.sqlite3")`, `env.db("DATABASE_URL", default="sqlite:///db.sqlite3")`. */
export function* readDjangoUrls(module: PythonModule): Iterable<ConnectionSite> {
  if (!/dj_database_url|\benv(?:iron)?\./i.test(module.file.text)) return;
  for (const call of module.calls) {
    const callee = call.childForFieldName('function');
    const ofPackage = refersTo(callee, module.imports, /^dj_database_url\.(?:config|parse)$/);
    const ofEnvironment = /\benv(?:iron)?\.(?:db|db_url|dj_db_url)$/i.test(callee?.text ?? '');
    if (!ofPackage && !ofEnvironment) continue;
    const given = argumentsOf(call);
    const isParse = /\.?parse$/.test(callee?.text ?? '');
    const node = argumentOf(given, isParse ? 'url' : 'default', isParse ? 0 : ofEnvironment ? 1 : undefined);
    const url = readSqliteUrl(node, module);
    if (!url) continue;
    const named = module.literalOf(
      argumentOf(given, ofEnvironment ? 'var' : 'env', ofEnvironment ? 0 : undefined),
    );
    const env = typeof named === 'string' ? named : 'DATABASE_URL';
    const text = url.database.kind === 'text' ? url.database.text : undefined;
    const parameter = (name: string): (typeof url.parameters)[number] | undefined =>
      url.parameters.find((one) => one.name === name);
    const timeout = parameter('timeout');
    const mode = parameter('transaction_mode');
    const options = given.keywords.get('options')?.childForFieldName('value');
    const extra = options ? readDictionary(options, module) : noDictionary;
    const limit = extra?.get('timeout');
    const changes = changesBehind(call, module);
    const opaque = extra?.isComplete && url.isComplete ? changes.opaque : builtLater;
    yield {
      driver: 'django',
      range: placeOf(call),
      database: isParse ? url.database : { kind: 'env', name: env, otherwise: text },
      storage: url.storage === 'file' ? storageOf(url.path) : url.storage,
      readOnly: false,
      settings: [
        ...(timeout
          ? [
              {
                pragma: 'busy_timeout',
                value: milliseconds(timeout.value === undefined ? undefined : Number(timeout.value)),
                by: 'dsn',
                written: 'timeout',
                range: timeout.range,
                everyConnection: true,
              } as const,
            ]
          : []),
        ...(limit ? [timeoutSetting(limit, module, 'timeout')] : []),
        ...changes.settings,
      ],
      ignored: [],
      opaque,
      opaqueFor: opaque === builtLater ? optionsBefore51 : undefined,
      begin:
        changes.begin ??
        (mode && { mode: modeOf(mode.value), range: mode.range, written: 'transaction_mode' }),
      when: isParse ? url.when : { env, matches: /^(?:sqlite|spatialite)/, otherwise: text ?? 'sqlite:' },
    };
  }
}
