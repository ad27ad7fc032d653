import automaticIndex from './automatic-index.ts';
import betweenReversed from './between-reversed.ts';
import cartesianJoin from './cartesian-join.ts';
import castToNumber from './cast-to-number.ts';
import chainedComparison from './chained-comparison.ts';
import changeWithoutWhere from './change-without-where.ts';
import collationMismatch from './collation-mismatch.ts';
import computedLikePattern from './computed-like-pattern.ts';
import conflictWithoutKey from './conflict-without-key.ts';
import constantOrder from './constant-order.ts';
import contradiction from './contradiction.ts';
import correlatedScan from './correlated-scan.ts';
import distinctGroupBy from './distinct-group-by.ts';
import doubleQuotedString from './double-quoted-string.ts';
import duplicateAssignment from './duplicate-assignment.ts';
import eqNull from './eq-null.ts';
import existsAggregate from './exists-aggregate.ts';
import fullScan from './full-scan.ts';
import functionOnColumn from './function-on-column.ts';
import generatedColumnBypassed from './generated-column-bypassed.ts';
import groupByBareColumn from './group-by-bare-column.ts';
import groupByShadowedAlias from './group-by-shadowed-alias.ts';
import insertOrIgnore from './insert-or-ignore.ts';
import insertWithoutColumns from './insert-without-columns.ts';
import integerDivision from './integer-division.ts';
import invalidDateArgument from './invalid-date-argument.ts';
import lastValueFrame from './last-value-frame.ts';
import leadingWildcard from './leading-wildcard.ts';
import leftJoinNullified from './left-join-nullified.ts';
import likePrefix from './like-prefix.ts';
import limitOnAggregate from './limit-on-aggregate.ts';
import limitWithoutOrder from './limit-without-order.ts';
import literalCondition from './literal-condition.ts';
import minutesForMonth from './minutes-for-month.ts';
import mixedParameters from './mixed-parameters.ts';
import naturalJoin from './natural-join.ts';
import notInNullable from './not-in-nullable.ts';
import nullInConcatenation from './null-in-concatenation.ts';
import nullInList from './null-in-list.ts';
import offsetPagination from './offset-pagination.ts';
import optionalFilter from './optional-filter.ts';
import orAcrossTables from './or-across-tables.ts';
import orBranch from './or-branch.ts';
import orderByRandom from './order-by-random.ts';
import outerColumnInSubquery from './outer-column-in-subquery.ts';
import partialIndexUnused from './partial-index-unused.ts';
import plusOnText from './plus-on-text.ts';
import replaceDeletesChildren from './replace-deletes-children.ts';
import replaceResetsColumns from './replace-resets-columns.ts';
import selectStar from './select-star.ts';
import selfComparison from './self-comparison.ts';
import setWithAnd from './set-with-and.ts';
import substrZero from './substr-zero.ts';
import textVsNumber from './text-vs-number.ts';
import timeFormatMismatch from './time-format-mismatch.ts';
import typeMismatch from './type-mismatch.ts';
import unindexedMinMax from './unindexed-min-max.ts';
import unindexedOrderLimit from './unindexed-order-limit.ts';
import unknownColumn from './unknown-column.ts';
import unusedCte from './unused-cte.ts';
import upsertWithoutKey from './upsert-without-key.ts';
import wrongValueCount from './wrong-value-count.ts';
import wrongWildcard from './wrong-wildcard.ts';

export const queryRules = [
  automaticIndex,
  betweenReversed,
  cartesianJoin,
  castToNumber,
  chainedComparison,
  changeWithoutWhere,
  collationMismatch,
  computedLikePattern,
  conflictWithoutKey,
  constantOrder,
  contradiction,
  correlatedScan,
  distinctGroupBy,
  doubleQuotedString,
  duplicateAssignment,
  eqNull,
  existsAggregate,
  fullScan,
  functionOnColumn,
  generatedColumnBypassed,
  groupByBareColumn,
  groupByShadowedAlias,
  insertOrIgnore,
  insertWithoutColumns,
  integerDivision,
  invalidDateArgument,
  lastValueFrame,
  leadingWildcard,
  leftJoinNullified,
  likePrefix,
  limitOnAggregate,
  limitWithoutOrder,
  literalCondition,
  minutesForMonth,
  mixedParameters,
  naturalJoin,
  notInNullable,
  nullInConcatenation,
  nullInList,
  offsetPagination,
  optionalFilter,
  orAcrossTables,
  orBranch,
  orderByRandom,
  outerColumnInSubquery,
  partialIndexUnused,
  plusOnText,
  replaceDeletesChildren,
  replaceResetsColumns,
  selectStar,
  selfComparison,
  setWithAnd,
  substrZero,
  textVsNumber,
  timeFormatMismatch,
  typeMismatch,
  unindexedMinMax,
  unindexedOrderLimit,
  unknownColumn,
  unusedCte,
  upsertWithoutKey,
  wrongValueCount,
  wrongWildcard,
];
