import doubleQuotedString from './double-quoted-string.ts';
import fullScan from './full-scan.ts';
import notInNullable from './not-in-nullable.ts';

export const queryRules = [doubleQuotedString, fullScan, notInNullable];
