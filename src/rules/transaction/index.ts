import awaitInside from './await-inside.ts';
import deferredWrite from './deferred-write.ts';
import exclusive from './exclusive.ts';
import frameworkLeftDeferred from './framework-left-deferred.ts';
import immediateReadOnly from './immediate-read-only.ts';
import nestedBegin from './nested-begin.ts';
import unbatchedLoopWrites from './unbatched-loop-writes.ts';
import unclosed from './unclosed.ts';
import vacuumInside from './vacuum-inside.ts';

export const transactionRules = [
  awaitInside,
  deferredWrite,
  exclusive,
  frameworkLeftDeferred,
  immediateReadOnly,
  nestedBegin,
  unbatchedLoopWrites,
  unclosed,
  vacuumInside,
];
