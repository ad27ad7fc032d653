import type { Node } from '@vscode/tree-sitter-wasm';
import type { PythonModule } from './module.ts';

/** Modules of which no function sets pragmas on what it is given: the standard library, and what only runs queries. */
const harmless =
  /^(?:abc|asyncio|atexit|collections|concurrent|contextlib|copy|csv|dataclasses|functools|inspect|itertools|json|logging|multiprocessing|os|pathlib|pickle|pprint|queue|random|re|shutil|sqlite3|sys|tempfile|threading|time|traceback|types|typing|unittest|warnings|weakref|pandas|polars|geopandas|numpy|rich|tqdm|click|typer|flask|fastapi|starlette|pydantic|sqlite_vec|sqlite_vss|spatialite|sqlalchemy|sqlmodel|alembic|aiosqlite|apsw|peewee|playhouse|peewee_migrate)\b/;

/** What SQLAlchemy does with the tables of models, whichever module has them: `base.Base.metadata.create_all`. */
const makesTables = /\.metadata\.(?:create|drop)_all$/;

/** Decides whether something imported may set pragmas unseen: code of the project would be seen. */
export function mayConfigure(callee: string, path: string): boolean {
  const [root = ''] = callee.split('.');
  if (callee.startsWith('.') || harmless.test(callee) || makesTables.test(callee)) return false;
  return !path.split(/[/.]/).includes(root);
}

/** Why a connection that is handed to a call right away may be configured there. */
export function handedTo(call: Node, module: PythonModule): string | undefined {
  const [callee] = module.calleeOf(call);
  return callee !== undefined && mayConfigure(callee, module.file.path)
    ? `it is handed to ${callee}()`
    : undefined;
}
