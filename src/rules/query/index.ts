import automaticIndex from './automatic-index.ts';
import cartesianJoin from './cartesian-join.ts';
import collationMismatch from './collation-mismatch.ts';
import computedLikePattern from './computed-like-pattern.ts';
import correlatedScan from './correlated-scan.ts';
import doubleQuotedString from './double-quoted-string.ts';
import fullScan from './full-scan.ts';
import functionOnColumn from './function-on-column.ts';
import generatedColumnBypassed from './generated-column-bypassed.ts';
import leadingWildcard from './leading-wildcard.ts';
import likeOnBinaryIndex from './like-on-binary-index.ts';
import notInNullable from './not-in-nullable.ts';
import optionalFilter from './optional-filter.ts';
import orAcrossTables from './or-across-tables.ts';
import orUnindexedBranch from './or-unindexed-branch.ts';
import partialIndexUnused from './partial-index-unused.ts';
import typeMismatch from './type-mismatch.ts';
import unindexedMinMax from './unindexed-min-max.ts';
import unindexedSort from './unindexed-sort.ts';

export const queryRules = [
  automaticIndex,
  cartesianJoin,
  collationMismatch,
  computedLikePattern,
  correlatedScan,
  doubleQuotedString,
  fullScan,
  functionOnColumn,
  generatedColumnBypassed,
  leadingWildcard,
  likeOnBinaryIndex,
  notInNullable,
  optionalFilter,
  orAcrossTables,
  orUnindexedBranch,
  partialIndexUnused,
  typeMismatch,
  unindexedMinMax,
  unindexedSort,
];
