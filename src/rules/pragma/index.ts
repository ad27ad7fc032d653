import cacheSizePages from './cache-size-pages.ts';
import dangerous from './dangerous.ts';
import deprecated from './deprecated.ts';
import foreignKeysInTransaction from './foreign-keys-in-transaction.ts';
import inTransaction from './in-transaction.ts';
import lockingExclusive from './locking-exclusive.ts';
import synchronousOff from './synchronous-off.ts';
import unknownName from './unknown-name.ts';
import unknownValue from './unknown-value.ts';
import unsafeJournalMode from './unsafe-journal-mode.ts';
import walAutocheckpointOff from './wal-autocheckpoint-off.ts';
import writableSchema from './writable-schema.ts';

export const pragmaRules = [
  cacheSizePages,
  dangerous,
  deprecated,
  foreignKeysInTransaction,
  inTransaction,
  lockingExclusive,
  synchronousOff,
  unknownName,
  unknownValue,
  unsafeJournalMode,
  walAutocheckpointOff,
  writableSchema,
];
