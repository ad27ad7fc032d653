import type { IgnoredParameter, Setting } from '../site.ts';
import type { Options } from './options.ts';

/**
 * The settings that options make, in their order.
 * @param takenBy the versions of the driver that know these options
 */
export function optionSettings(
  options: Options | undefined,
  pragmas: Readonly<Record<string, string>>,
  takenBy?: Setting['takenBy'],
): Setting[] {
  return (options?.all ?? []).flatMap(({ name, value, range, mayChange }): Setting[] => {
    const pragma = pragmas[name];
    if (pragma === undefined) return [];
    const written = value === undefined || mayChange ? undefined : String(value);
    return [
      {
        pragma,
        value: written,
        by: 'option',
        written: name,
        range,
        everyConnection: true,
        ...(takenBy && { takenBy }),
      },
    ];
  });
}

/** Why options may set more than is seen. */
export function opaqueOptions(options: Options | undefined): string | undefined {
  return options?.isComplete ? undefined : 'its options are built at run time';
}

/** True where the options ask for a connection that only reads, or may do so. */
export function asksToRead(options: Options | undefined, name: string): boolean {
  const option = options?.get(name);
  return option !== undefined && option.value !== false;
}

/** Parameters of a connection string that have no effect. */
export function ignoredParameters(
  parameters: readonly { readonly name: string; readonly range: IgnoredParameter['range'] }[],
  reason: string,
): IgnoredParameter[] {
  return parameters.map(({ name, range }) => ({ name, range, reason }));
}
