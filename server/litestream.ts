import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { DurationError } from '../src/config/litestream/duration.ts';
import { isS3Provider, type S3Provider, s3Providers } from '../src/config/litestream/providers.ts';
import { findLitestreamLine } from '../src/config/litestream/version.ts';
import { LitestreamOptionsError, writeLitestreamConfig } from '../src/config/litestream/write.ts';
import { nodeFileSystem } from '../src/host/node/files.ts';
import type { LitestreamChoices, LitestreamConfigParams } from './protocol.ts';
import type { Folder } from './workspace.ts';

/** What can be chosen for a litestream.yml of a folder. */
export async function litestreamChoices(folder: Folder): Promise<LitestreamChoices> {
  await folder.ready;
  const detected =
    folder.root === undefined
      ? { line: undefined, reason: 'no folder is open' }
      : await findLitestreamLine(folder.root, nodeFileSystem);
  return {
    ...detected,
    databases: folder.databases.map((path) => `${folder.root}/${path}`),
    providers: Object.entries<S3Provider>(s3Providers).map(([id, { name, endpoint, region }]) => ({
      id,
      name,
      asks: [
        ...(region === undefined ? (['region'] as const) : []),
        ...(endpoint?.includes('{account}') ? (['account'] as const) : []),
        ...(endpoint === undefined && id !== 'aws' ? (['endpoint'] as const) : []),
      ],
    })),
  };
}

/** @throws ResponseError with a message for the user */
export function litestreamConfig({ destination, ...options }: LitestreamConfigParams): string {
  try {
    if (destination.kind === 'file') return writeLitestreamConfig({ ...options, destination });
    const { provider } = destination;
    if (!isS3Provider(provider)) throw new LitestreamOptionsError(`there is no provider ${provider}`);
    return writeLitestreamConfig({ ...options, destination: { ...destination, provider } });
  } catch (error) {
    if (error instanceof LitestreamOptionsError || error instanceof DurationError)
      throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
