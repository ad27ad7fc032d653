import { OptionsError } from '../options-error.ts';
import { writeComposeFile } from './compose.ts';
import { writeDockerfile } from './dockerfile.ts';
import type { LitestreamSetup } from './setup.ts';
import { writeStartScript } from './start-script.ts';
import { writeSystemdUnit } from './systemd.ts';
import { writeLitestreamConfig } from './write.ts';

/** What goes with a litestream.yml when it is asked for. */
export const litestreamExtras = {
  'start-script': {
    file: 'litestream-start.sh',
    what: 'restores what is gone, then starts your application under Litestream',
  },
  dockerfile: {
    file: 'Dockerfile.litestream',
    what: "Litestream and the start script on top of your application's image",
  },
  systemd: { file: 'litestream.service', what: 'Litestream beside your application on one machine' },
  compose: { file: 'compose.litestream.yaml', what: 'Litestream beside your application in Docker Compose' },
} as const satisfies Readonly<Record<string, { readonly file: string; readonly what: string }>>;

export type LitestreamExtra = keyof typeof litestreamExtras;

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
  readonly isExecutable: boolean;
}

export function isLitestreamExtra(name: string): name is LitestreamExtra {
  return Object.hasOwn(litestreamExtras, name);
}

/**
 * A litestream.yml and what was asked for beside it, in one folder.
 * @throws OptionsError
 */
export function litestreamFiles(
  setup: LitestreamSetup,
  extras: readonly LitestreamExtra[],
): readonly GeneratedFile[] {
  if (extras.includes('dockerfile') && !extras.includes('start-script'))
    throw new OptionsError('the Dockerfile starts the start script: ask for start-script, too');
  const names = { config: 'litestream.yml', script: litestreamExtras['start-script'].file };
  const write: Readonly<Record<LitestreamExtra, () => string>> = {
    'start-script': () => writeStartScript(setup),
    dockerfile: () => writeDockerfile(setup, names),
    systemd: () => writeSystemdUnit(setup),
    compose: () => writeComposeFile(setup, names),
  };
  return [
    { path: names.config, text: writeLitestreamConfig(setup), isExecutable: false },
    ...[...new Set(extras)].map((extra) => ({
      path: litestreamExtras[extra].file,
      text: write[extra](),
      isExecutable: extra === 'start-script',
    })),
  ];
}
