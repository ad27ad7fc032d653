import { parentOf, resolvedPath } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import { type DeploymentReader, plainService } from '../deployment.ts';
import {
  at,
  atPath,
  entriesOf,
  isGiven,
  itemsOf,
  locatedText,
  rangeOf,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';

/**
 * The images of a heroku.yml, by the dynos that run them. Dynos have no volumes:
 * https://devcenter.heroku.com/articles/build-docker-images-heroku-yml
 */
export const herokuReader: DeploymentReader = {
  files: /(?:^|\/)heroku\.ya?ml$/,
  read(path, text) {
    return yamlDocuments(text).flatMap(({ contents }) => {
      const root = contents as YamlNode;
      return entriesOf(atPath(root, 'build', 'docker')).flatMap(({ key: name, value, range }) => {
        const written = textOf(value);
        if (name === 'release' || written === undefined || written.includes('$')) return [];
        const dockerfile = resolvedPath(parentOf(path), written);
        const run = atPath(root, 'run', name);
        const command = at(run, 'command');
        const lines = itemsOf(command).length > 0 ? itemsOf(command) : [isGiven(command) ? command : run];
        return [
          {
            ...plainService,
            tool: 'heroku' as const,
            name,
            range: { start: range.start, end: rangeOf(value)?.end ?? range.end },
            // The folder of a Dockerfile is what it is built from.
            context: dockerfile === undefined ? undefined : parentOf(dockerfile),
            dockerfile,
            isBuilt: true,
            mountsAreWhole: true,
            start: lines.flatMap((line) => startLine(text, locatedText(line), `the process ${name}`)),
            restarts: true,
          },
        ];
      });
    });
  },
};
