import type { EffectivePragmas } from './result.ts';

/**
 * What a power failure takes along (https://sqlite.org/pragma.html#pragma_synchronous). A crash of the program alone
 * loses nothing that was committed, whatever the setting.
 */
export function durabilityOf({ journalMode, synchronous }: EffectivePragmas): string {
  if (journalMode === 'off' || journalMode === 'memory') return 'the file can be corrupt after a crash';
  if (synchronous === 'off') return 'the file can be corrupt after a power failure';
  if (synchronous === 'normal')
    return journalMode === 'wal'
      ? 'a power failure can take the last commits; the file stays whole'
      : 'the file can, rarely, be corrupt after a power failure';
  return 'a power failure takes nothing that was committed';
}
