/** Something that is known together with where it is known from, or unknown for a reason. */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly source: string }
  | { readonly known: false; readonly reason: string };

export function known<T>(value: T, source: string): Fact<T> {
  return { known: true, value, source };
}

export function unknown<T>(reason: string): Fact<T> {
  return { known: false, reason };
}

/** The value where it is known. */
export function knownValue<T>(fact: Fact<T>): T | undefined {
  return fact.known ? fact.value : undefined;
}
