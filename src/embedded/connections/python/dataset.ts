import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { settingOf } from '../statements.ts';
import { noDictionary, readDictionary } from './dictionaries.ts';
import { fateOf } from './handles.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { pragmasOfText } from './pragmas.ts';
import { engineFacts, opaqueOptions } from './sqlalchemy.ts';
import { readSqliteUrl } from './urls.ts';

/** Databases of dataset: `dataset.connect("sqlite:///app.db")`. https://dataset.readthedocs.io/en/latest/api.html */
export function* readDataset(module: PythonModule): Iterable<ConnectionSite> {
  for (const call of module.callsOf(/^dataset\.connect$/)) {
    const given = argumentsOf(call);
    const url = readSqliteUrl(argumentOf(given, 'url', 0), module);
    if (!url) continue;
    const kwargs = given.keywords.get('engine_kwargs')?.childForFieldName('value');
    const options = kwargs ? readDictionary(kwargs, module) : noDictionary;
    const facts = engineFacts(url, options ?? noDictionary, module);
    const fate = fateOf(call, module);
    const wal = given.keywords.get('sqlite_wal_mode');
    const isOff = module.literalOf(wal?.childForFieldName('value')) === false;
    const hooks = given.keywords.get('on_connect_statements')?.childForFieldName('value');
    const listed = hooks ? module.resolved(hooks) : undefined;
    const statements = listed?.type === 'list' ? childrenOf(listed) : [];
    const run = statements.flatMap((one) => pragmasOfText(one, module) ?? []);
    yield {
      driver: 'dataset',
      range: placeOf(call),
      ...facts,
      settings: [
        ...facts.settings,
        ...run.map((one) => settingOf(one, { by: 'hook', everyConnection: true })),
        // Left as the file has it: what SQLite does by itself, not what dataset does.
        ...(isOff && wal
          ? [
              {
                pragma: 'journal_mode',
                value: undefined,
                by: 'option',
                written: 'sqlite_wal_mode=False',
                range: placeOf(wal),
                everyConnection: true,
              } as const,
            ]
          : []),
      ],
      opaque:
        options && (!listed || listed.type === 'list')
          ? opaqueOptions(url, options)
          : 'its options are built at run time',
      variable: fate.kind === 'kept' ? fate.handle.name : undefined,
    };
  }
}
