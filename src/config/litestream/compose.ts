import { Document, isScalar, type Pair, visit } from 'yaml';
import { secretFilesOf } from './destination.ts';
import {
  checkSetup,
  dataFolders,
  folderNote,
  type LitestreamSetup,
  pinnedRelease,
  restoreArguments,
  variablesOf,
} from './setup.ts';

/**
 * Services of Compose that run Litestream beside an application: some restore what is gone and end, one copies.
 * @param files the name of the configuration, beside the file of Compose
 * @throws OptionsError
 */
export function writeComposeFile(setup: LitestreamSetup, files: { readonly config: string }): string {
  checkSetup(setup);
  const folders = dataFolders(setup);
  const volume = (at: number): string => (folders.length === 1 ? 'data' : `data-${at + 1}`);
  const { destination } = setup;
  const isGoogle = destination.kind === 'gs';
  const environment = variablesOf(setup).map(({ name }) =>
    name === googleVariable ? `${name}=${googleFile}` : name,
  );
  const shared = {
    image: `litestream/litestream:${pinnedRelease(setup)}`,
    ...(setup.user !== undefined && { user: setup.user }),
    ...(environment.length > 0 && { environment }),
    volumes: [
      ...folders.map((folder, at) => `${volume(at)}:${folder}`),
      `./${files.config}:${setup.configPath}:ro`,
      ...secretFilesOf(destination).map((path) => `${path}:${path}:ro`),
      ...(isGoogle ? [`\${${googleVariable}}:${googleFile}:ro`] : []),
      ...(destination.kind === 'file' ? [`${destination.path}:${destination.path}`] : []),
    ],
  };
  const restores = setup.databases.map((database, at) => [
    setup.databases.length === 1 ? 'litestream-restore' : `litestream-restore-${at + 1}`,
    { ...shared, command: [...restoreArguments(setup, database)] },
  ]);
  const document = new Document(
    {
      services: {
        ...Object.fromEntries(restores),
        litestream: {
          ...shared,
          command: ['replicate', '-config', setup.configPath],
          ...(restores.length > 0 && {
            depends_on: Object.fromEntries(
              restores.map(([name]) => [name, { condition: 'service_completed_successfully' }]),
            ),
          }),
          restart: 'unless-stopped',
          stop_grace_period: '1m',
        },
      },
      volumes: Object.fromEntries(folders.map((_, at) => [volume(at), {}])),
    },
    { aliasDuplicateObjects: false },
  );
  const note = folderNote(setup);
  document.commentBefore = [
    'Litestream beside your application:',
    '  docker compose -f compose.yaml -f compose.litestream.yaml up -d',
    `Your service has to mount the same volumes (${folders.map((folder, at) => `${volume(at)} at ${folder}`).join(', ')}), on the same machine: SQLite shares`,
    'memory between those who have a database open. Let it start when the restore has ended:',
    '  depends_on:',
    ...restores.flatMap(([name]) => [`    ${name}:`, '      condition: service_completed_successfully']),
    ...(note === undefined ? [] : [note]),
  ]
    .map((text) => ` ${text}`)
    .join('\n');
  explain(document);
  return document.toString({ lineWidth: 0 });
}

/** The variable names a file, which a container sees only where it is mounted. */
const googleVariable = 'GOOGLE_APPLICATION_CREDENTIALS';
const googleFile = '/run/secrets/google.json';

const comments: Readonly<Record<string, string>> = {
  image:
    'One release, not `latest`: the lines 0.3 and 0.5 read different keys, and ignore those of the other.',
  user: 'Who runs the application: Litestream writes beside the database.',
  environment: 'Secrets, from the environment of Compose or its .env file: the names alone stand here.',
  volumes: "The application's databases, on a local disk, and the configuration.",
  command: 'What the image starts Litestream with.',
  depends_on: 'A restore writes the database: nothing may have it open meanwhile.',
  restart: 'Whatever ends it, copies must go on.',
  stop_grace_period: 'Long enough for the last changes to be copied; Compose gives ten seconds by itself.',
};

function explain(document: Document): void {
  visit(document, {
    Pair(_, { key }: Pair<unknown, unknown>, path) {
      if (!isScalar(key) || path.length < 4) return;
      const text = comments[String(key.value)];
      if (text !== undefined) key.commentBefore = ` ${text}`;
    },
  });
}
