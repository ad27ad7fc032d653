import type { CommandText } from '../../embedded/shell/command.ts';
import { commandTextOf } from '../command-text.ts';
import { readFlyConfig } from './config.ts';

/** `[deploy].release_command`: https://fly.io/docs/reference/configuration/#run-one-off-commands-before-releasing-a-deployment */
export function flyReleaseCommand(text: string): CommandText[] {
  const release = text.includes('release_command') ? readFlyConfig(text)?.releaseCommand : undefined;
  return release
    ? commandTextOf(
        text,
        { words: undefined, range: release.range },
        { purpose: 'release', what: 'the release command' },
      )
    : [];
}
