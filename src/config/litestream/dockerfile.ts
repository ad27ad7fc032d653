import { checkSetup, type LitestreamSetup, pinnedRelease } from './setup.ts';

/**
 * A Dockerfile that puts Litestream, its configuration and a start script on top of the image of an application.
 * Images of both lines have the program at the same place (https://github.com/benbjohnson/litestream/blob/main/Dockerfile).
 * @param files the names of the configuration and of the start script, beside the Dockerfile
 * @throws OptionsError
 */
export function writeDockerfile(
  setup: LitestreamSetup,
  files: { readonly config: string; readonly script: string },
): string {
  checkSetup(setup);
  const script = '/usr/local/bin/litestream-start.sh';
  return `${[
    "# Puts Litestream on top of your application's image:",
    '#   docker build -f Dockerfile.litestream --build-arg APP_IMAGE=your-app:1.0 .',
    '# The lines below FROM may as well stand at the end of your own Dockerfile.',
    'ARG APP_IMAGE',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own variable.
    'FROM ${APP_IMAGE}',
    '',
    '# One release, not `latest`: the lines 0.3 and 0.5 read different keys, and ignore those of the other.',
    `COPY --from=litestream/litestream:${pinnedRelease(setup)} /usr/local/bin/litestream /usr/local/bin/litestream`,
    '',
    '# It holds no secrets: they come from the environment when the container starts.',
    `COPY ${files.config} ${setup.configPath}`,
    '',
    '# Restores what is gone, then starts the application under Litestream.',
    `COPY ${files.script} ${script}`,
    '',
    '# An entry point of the image would stand before the command.',
    'ENTRYPOINT []',
    '# In brackets, so that Litestream gets the signals and can copy what is left.',
    `CMD ["sh", "${script}"]`,
  ].join('\n')}\n`;
}
