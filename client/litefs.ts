import {
  type LitefsChoices,
  type LitefsConfigParams,
  litefsChoicesMethod,
  litefsConfigMethod,
} from '../server/protocol.ts';
import { makeFiles, previewAndWrite } from './generated-file.ts';
import type { Session } from './session.ts';
import { askInSteps, GivenUp, type Steps } from './steps.ts';

/** Says what LiteFS's status is, asks what a litefs.yml needs to know, and writes it when the user says so. */
export function createLitefsConfigOf(session: Session): Promise<void> {
  return makeFiles('litefs.yml', async (folder) => {
    const client = await session.client();
    const choices = await client.sendRequest<LitefsChoices>(litefsChoicesMethod);
    const params = await askInSteps('SQLite Preflight: litefs.yml', (steps) => ask(steps, choices));
    const text = await client.sendRequest<string>(litefsConfigMethod, params);
    await previewAndWrite(session, folder, 'litefs.yml', text, 'litefs.yml for LiteFS 0.5. Write it?');
  });
}

async function ask(steps: Steps, { status, defaults }: LitefsChoices): Promise<LitefsConfigParams> {
  const goOn = { label: 'Write a litefs.yml', detail: status };
  const answer = await steps.choice('LiteFS has no support and no timeline. Go on?', [
    goOn,
    { label: 'Leave it', detail: 'Create litestream.yml… makes backups; Turso and D1 replicate.' },
  ]);
  if (answer !== goOn) throw new GivenUp();
  const lease = await askLease(steps, defaults);
  const mount = await steps.text('Where the application finds its databases', defaults.fuseDir);
  const data = await steps.text('Where LiteFS keeps its own files: on a volume', defaults.dataDir);
  const optional = { hint: 'may be empty', mayBeEmpty: true } as const;
  const exec = await steps.text('The command that starts the application', '', optional);
  const migrate =
    exec === ''
      ? ''
      : await steps.text('What runs on the primary before it, such as migrations', '', optional);
  const target = await steps.text('Where the application listens, behind the proxy of LiteFS', '', {
    hint: 'as in localhost:8081; empty for no proxy',
    mayBeEmpty: true,
  });
  const proxy =
    target === ''
      ? undefined
      : {
          target,
          addr: await steps.text('Where the proxy listens', defaults.proxyAddr),
          database: await steps.text('The database that readers wait for, by its name', 'app.db'),
        };
  return {
    lease,
    fuseDir: mount,
    dataDir: data,
    ...(exec !== '' && { exec }),
    ...(migrate !== '' && { migrate }),
    ...(proxy && { proxy }),
  };
}

async function askLease(
  steps: Steps,
  defaults: LitefsChoices['defaults'],
): Promise<LitefsConfigParams['lease']> {
  const { lease, role } = await steps.choice('Which node is the primary?', [
    { label: 'This one, for good', description: 'static lease', lease: 'static', role: 'primary' },
    { label: 'Another one, for good', description: 'static lease', lease: 'static', role: 'replica' },
    {
      label: 'Machines of Fly.io elect it',
      description: 'Consul lease, in the primary region',
      lease: 'consul',
      role: 'primary',
    },
  ] as const);
  if (lease === 'consul') return { type: lease };
  const primaryUrl = await steps.text('Where replicas reach the primary', defaults.primaryUrl);
  return { type: lease, role, primaryUrl };
}
