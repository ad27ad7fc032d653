import type { Node } from '@vscode/tree-sitter-wasm';
import { DjangoModels, type DjangoProject } from './django/models.ts';
import { djangoOperations } from './django/operations.ts';
import type { MigrationScript } from './operations.ts';
import {
  type Bound,
  dottedName,
  itemsOf,
  literalOf,
  moduleScope,
  namedChildrenOf,
  type Scope,
} from './python/values.ts';

export type { DjangoProject } from './django/models.ts';
export { readDjangoAppLabel, readDjangoUserModel } from './django/project.ts';

const migrationPath = /(?:^|[\\/])([^\\/]+)[\\/]migrations[\\/]([^\\/]+)\.py$/;

/** A cheap test of a file's path and text, before it is parsed. */
export function mayBeDjangoMigration(path: string, text: string): boolean {
  return migrationPath.test(path) && /\bdjango\b/.test(text) && /\bclass\s+Migration\b/.test(text);
}

/**
 * Reads a migration of Django as it runs on SQLite (https://docs.djangoproject.com/en/stable/ref/migration-operations/).
 * Undefined for a file without a `class Migration` of Django.
 */
export function readDjango(
  root: Node,
  _text: string,
  path: string,
  project: DjangoProject = {},
): MigrationScript | undefined {
  const [, folder, file] = migrationPath.exec(path) ?? [];
  const migration = namedChildrenOf(root).find(isMigration);
  if (folder === undefined || file === undefined || !migration) return undefined;
  const label = project.appLabel ?? folder;
  const scope = moduleScope(root);
  const body = namedChildrenOf(migration.childForFieldName('body'));
  const models = new DjangoModels(label, project.userModel);
  return {
    tool: 'django',
    whole: false,
    operations: djangoOperations(body, root, scope, models),
    revision: `${label}.${file}`,
    follows: revisions(body, 'dependencies', scope),
    replaces: revisions(body, 'replaces', scope),
  };
}

function isMigration(node: Node): boolean {
  if (node.type !== 'class_definition' || node.childForFieldName('name')?.text !== 'Migration') return false;
  return namedChildrenOf(node.childForFieldName('superclasses')).some((base) =>
    /(?:^|\.)\w*Migration$/.test(dottedName(base) ?? ''),
  );
}

/** `[('app', '0001_initial')]`; what a setting names is left out. */
function revisions(body: readonly Node[], name: string, scope: Scope): readonly string[] {
  const value = attribute(body, name, scope);
  return (value ? (itemsOf(value) ?? []) : []).flatMap((item) => {
    const [app, file] = itemsOf(item)?.map((part) => literalOf(part)) ?? [];
    return typeof app === 'string' && typeof file === 'string' ? [`${app}.${file}`] : [];
  });
}

/** The value of a class's attribute that is assigned in its body. */
function attribute(body: readonly Node[], name: string, scope: Scope): Bound | undefined {
  for (const statement of body) {
    const assignment = statement.namedChildren[0];
    const value = assignment?.childForFieldName('right');
    if (assignment?.childForFieldName('left')?.text === name && value) return { node: value, scope };
  }
  return undefined;
}
