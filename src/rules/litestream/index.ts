import type { Rule } from '../rule.ts';
import durationOutOfRange from './duration-out-of-range.ts';
import durationWithoutUnit from './duration-without-unit.ts';
import invalidDuration from './invalid-duration.ts';

export const litestreamRules: readonly Rule[] = [durationOutOfRange, durationWithoutUnit, invalidDuration];
