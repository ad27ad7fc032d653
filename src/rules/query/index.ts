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
import likePrefix from './like-prefix.ts';
import notInNullable from './not-in-nullable.ts';
import optionalFilter from './optional-filter.ts';
import orAcrossTables from './or-across-tables.ts';
import orBranch from './or-branch.ts';
import partialIndexUnused from './partial-index-unused.ts';
import typeMismatch from './type-mismatch.ts';
import unindexedMinMax from './unindexed-min-max.ts';
import unindexedOrderLimit from './unindexed-order-limit.ts';

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
  likePrefix,
  notInNullable,
  optionalFilter,
  orAcrossTables,
  orBranch,
  partialIndexUnused,
  typeMismatch,
  unindexedMinMax,
  unindexedOrderLimit,
];
