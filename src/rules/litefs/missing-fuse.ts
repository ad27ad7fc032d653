import { readDockerfile } from '../../config/docker/dockerfile.ts';
import { litefsDeployments } from '../../project/litefs/deployment.ts';
import { litefsConfig as config, litefsDockerfile as dockerfile } from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/missing-fuse',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a Dockerfile that starts LiteFS and does not install `fuse3`.',
    why: 'LiteFS mounts by the program `fusermount3`. Without it, it stops: `exec: "fusermount3": executable file not found in $PATH`.',
    sources: ['https://fly.io/docs/litefs/getting-started-fly/'],
    bad: [
      {
        'litefs.yml': config,
        Dockerfile: dockerfile.replace('fuse3 ', ''),
      },
    ],
    good: [
      { 'litefs.yml': config, Dockerfile: dockerfile },
      // What an image of one's own holds is not known.
      {
        'litefs.yml': config,
        Dockerfile: dockerfile.replace('fuse3 ', '').replace('node:24', 'example/base:1'),
      },
    ],
  },
  *checkProject(project) {
    for (const { placed } of litefsDeployments(project)) {
      const { file, service } = placed;
      if (service.tool !== 'docker') continue;
      const stage = readDockerfile(file.text).at(-1);
      const litefs = stage?.copies.find(
        ({ from, sources }) => from !== undefined && sources.some(({ value }) => /\/litefs$/.test(value)),
      );
      if (!stage?.image || !litefs || !withoutFuse.test(stage.image.value)) continue;
      const commands = stage.runs.map(({ range }) => file.text.slice(range.start, range.end)).join('\n');
      // Packages may come by a variable, a script, or a list of their own.
      const isOpen = /fuse|\$|\.sh\b|\bxargs\b|\b(?:nix|conda|ansible)\b/.test(commands);
      if (isOpen || stage.copies.some(({ sources }) => sources.some(({ value }) => /fusermount/.test(value))))
        continue;
      yield {
        file: file.path,
        range: litefs.range,
        message: 'LiteFS cannot mount in this image: nothing installs `fuse3`.',
        help: /alpine/.test(stage.image.value)
          ? 'Add `RUN apk add --no-cache fuse3 ca-certificates`.'
          : 'Add `RUN apt-get update && apt-get install -y fuse3 ca-certificates`.',
      };
    }
  },
});

/** Images of systems and languages, none of which has it. */
const withoutFuse =
  /^(?:(?:docker\.io\/)?library\/)?(?:alpine|debian|ubuntu|node|python|ruby|golang|php|elixir|erlang|rust)(?::|$)|^(?:oven\/bun|denoland\/deno)(?::|$)/;
