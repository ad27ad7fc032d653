import databaseInWebRoot from './database-in-web-root.ts';
import dynamicIdentifier from './dynamic-identifier.ts';
import keyInSource from './key-in-source.ts';
import loadExtensionEnabled from './load-extension-enabled.ts';
import stringBuiltSql from './string-built-sql.ts';

export const securityRules = [
  databaseInWebRoot,
  dynamicIdentifier,
  keyInSource,
  loadExtensionEnabled,
  stringBuiltSql,
];
