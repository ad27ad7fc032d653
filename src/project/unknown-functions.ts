import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Any sign that programs give a connection functions: the calls of the drivers whatever the name is, packages of
 * extensions, and frameworks that register functions under the names of other databases.
 */
const registration =
  /create_?(?:scalar_?|aggregate_?|window_?)?function|create_?aggregate|\.(?:function|aggregate)\s*\(|define_?function|register_?(?:impl|agg|func|deterministic|scalar|custom_?function|\w*function)|\bFunction\.create\s*\(|SQLiteFunction|(?:load|enable)_?extensions?\b|auto_extension|\bextensions\s*[:=(]|sqlean|spatialite|sqlite-regex|\bturso\b|\blimbo\b|\bdjango\b|doctrine\/dbal|sqlite-database-integration/i;

const registers = remember(
  ({ text, kind }: SourceFile): boolean => kind !== 'sql' && kind !== 'lock' && registration.test(text),
);

/**
 * True where a connection of the project may know functions beyond SQLite's own, and their names may be put together at
 * run time. `ownFunctions` of a project knows those that are registered by name.
 */
export const mayDefineFunctions = remember(({ sources }: Project): boolean => sources.some(registers));

/** True where programs attach databases, under names that may be those of another database's schemas. */
export const mayAttach = remember(({ sources }: Project): boolean => sources.some(attaches));

const attaches = remember(({ text }: SourceFile): boolean => /\battach\b/i.test(text));
