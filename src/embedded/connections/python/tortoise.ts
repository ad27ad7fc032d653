import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import type { PythonModule } from './module.ts';
import { readSqliteUrl, type SqliteUrl } from './urls.ts';

/**
 * Databases of Tortoise ORM: `Tortoise.init(db_url="sqlite://app.db?synchronous=NORMAL")`, `register_tortoise()`, and the
 * `connections` of a configuration. Parameters of the URL are pragmas. https://tortoise.github.io/databases.html
 */
export function* readTortoise(module: PythonModule): Iterable<ConnectionSite> {
  if (!/\btortoise\b|TORTOISE/.test(module.file.text)) return;
  for (const node of module.nodesOf(['keyword_argument', 'pair'])) {
    const key = node.childForFieldName('name')?.text ?? module.literalOf(node.childForFieldName('key'));
    const value = node.childForFieldName('value');
    if (!value) continue;
    const isUrl = key === 'db_url' && node.type === 'keyword_argument';
    const urls =
      key === 'connections' && value.type === 'dictionary'
        ? childrenOf(value).flatMap((one) => one.childForFieldName('value') ?? [])
        : isUrl
          ? [value]
          : [];
    for (const one of urls) {
      const url = readSqliteUrl(one, module);
      if (url) yield tortoiseSite(one, url);
    }
  }
}

function tortoiseSite(node: Node, url: SqliteUrl): ConnectionSite {
  return {
    driver: 'tortoise-orm',
    range: placeOf(node),
    database: url.database,
    storage: url.storage,
    readOnly: false,
    settings: url.parameters.map(
      ({ name, value, range }): Setting => ({
        pragma: name.toLowerCase(),
        value,
        by: 'dsn',
        written: name,
        range,
        everyConnection: true,
      }),
    ),
    ignored: [],
    opaque: url.isComplete ? undefined : 'its URL is built at run time',
    when: url.when,
  };
}
