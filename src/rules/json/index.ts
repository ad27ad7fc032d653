import arrayContainsLike from './array-contains-like.ts';
import arrowCompare from './arrow-compare.ts';
import badPath from './bad-path.ts';
import columnType from './column-type.ts';
import indexSpelling from './index-spelling.ts';
import jsonbCompare from './jsonb-compare.ts';
import jsonbReturnedRaw from './jsonb-returned-raw.ts';
import postgresPath from './postgres-path.ts';
import uncheckedDocument from './unchecked-document.ts';
import unindexedPath from './unindexed-path.ts';

export const jsonRules = [
  arrayContainsLike,
  arrowCompare,
  badPath,
  columnType,
  indexSpelling,
  jsonbCompare,
  jsonbReturnedRaw,
  postgresPath,
  uncheckedDocument,
  unindexedPath,
];
