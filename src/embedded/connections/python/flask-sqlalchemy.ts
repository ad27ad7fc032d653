import type { Node } from '@vscode/tree-sitter-wasm';
import { enclosing, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { noDictionary, readDictionary } from './dictionaries.ts';
import type { Hook } from './hooks.ts';
import type { PythonModule } from './module.ts';
import { engineFacts, opaqueOptions, withHooks } from './sqlalchemy.ts';
import { readSqliteUrl } from './urls.ts';

const names = {
  url: /^SQLALCHEMY_DATABASE_URI$/,
  options: /^SQLALCHEMY_ENGINE_OPTIONS$/,
};

/**
 * The configuration of Flask-SQLAlchemy: `app.config["SQLALCHEMY_DATABASE_URI"] = …`, a class of settings, keywords and
 * keys of what fills the configuration. https://flask-sqlalchemy.palletsprojects.com/en/stable/config/
 */
export function* readFlask(module: PythonModule, hooks: readonly Hook[]): Iterable<ConnectionSite> {
  if (!module.file.text.includes('SQLALCHEMY_DATABASE_URI')) return;
  const options = configured(module, names.options);
  for (const { node, value, owner } of configured(module, names.url)) {
    const url = readSqliteUrl(value, module);
    if (!url) continue;
    // Settings of one class hold for it alone.
    const own = options.find((one) => one.owner?.id === owner?.id) ?? options.find((one) => !one.owner);
    const engine = own ? readDictionary(own.value, module) : noDictionary;
    const target = hooks.map((hook) => hook.target.text).find((text) => /\.engine$/.test(text));
    const facts = engineFacts(url, engine ?? noDictionary, module);
    yield {
      driver: 'flask-sqlalchemy',
      range: placeOf(node),
      ...facts,
      ...withHooks(facts, [], target, hooks),
      opaque: engine ? opaqueOptions(url, engine) : 'its options are built at run time',
      variable: target,
    };
  }
}

interface Configured {
  /** The assignment, keyword or pair. */
  readonly node: Node;
  readonly value: Node;
  /** The class of settings that it stands in. */
  readonly owner: Node | undefined;
}

function configured(module: PythonModule, name: RegExp): Configured[] {
  return module.nodesOf(['assignment', 'keyword_argument', 'pair']).flatMap((node): Configured[] => {
    const left =
      node.childForFieldName('left') ?? node.childForFieldName('name') ?? node.childForFieldName('key');
    const value = node.childForFieldName('right') ?? node.childForFieldName('value');
    if (!left || !value) return [];
    const key =
      left.type === 'subscript'
        ? module.literalOf(left.childForFieldName('subscript'))
        : left.type === 'string'
          ? module.literalOf(left)
          : left.text;
    return typeof key === 'string' && name.test(key)
      ? [{ node, value, owner: enclosing(node, new Set(['class_definition'])) }]
      : [];
  });
}
