import { isScalar } from 'yaml';
import type { Located } from '../config/deployment.ts';
import { isComputed } from '../config/litestream/read.ts';
import type { LitestreamSetting } from '../config/litestream/settings.ts';
import type { LitestreamLine } from '../facts/litestream/key.ts';
import type { LitestreamFile } from './litestream-files.ts';

/** A duration as a litestream.yml has it. */
export interface WrittenDuration {
  readonly setting: LitestreamSetting;
  readonly value: Located<string>;
  /** True for a number without quotes, which YAML hands over as nanoseconds. */
  readonly isNumber: boolean;
  /** The only line that reads the key, where the file's is not known. */
  readonly onlyIn: LitestreamLine | undefined;
}

/** The durations of a file that its line of Litestream reads, and whose values no variable decides. */
export function writtenDurations({ settings, line }: LitestreamFile): WrittenDuration[] {
  return settings.flatMap((setting) => {
    const { value, node, spec } = setting;
    if (spec?.type !== 'duration' || !value || isComputed(value.value)) return [];
    if (line !== undefined && !spec.versions[line]) return [];
    const [first, second] = Object.keys(spec.versions) as LitestreamLine[];
    return [
      {
        setting,
        value,
        isNumber: isScalar(node) && typeof node.value === 'number',
        onlyIn: line === undefined && second === undefined ? first : undefined,
      },
    ];
  });
}
