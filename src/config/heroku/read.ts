import { parentOf, resolvedPath } from '../../text/paths.ts';
import { commandTextOf } from '../command-text.ts';
import { type DeploymentReader, plainService } from '../deployment.ts';
import { atPath, entriesOf, locatedText, rangeOf, textOf, type YamlNode, yamlDocuments } from '../yaml.ts';

/**
 * The images of a heroku.yml, by the dynos that run them. Dynos have no volumes:
 * https://devcenter.heroku.com/articles/build-docker-images-heroku-yml
 */
export const herokuReader: DeploymentReader = {
  files: /(?:^|\/)heroku\.ya?ml$/,
  read(path, text) {
    const folder = parentOf(path);
    return yamlDocuments(text).flatMap(({ contents }) => {
      const root = contents as YamlNode;
      return entriesOf(atPath(root, 'build', 'docker')).flatMap(({ key: name, value, range }) => {
        const dockerfile = textOf(value);
        if (name === 'release' || dockerfile === undefined || dockerfile.includes('$')) return [];
        const run = atPath(root, 'run', name);
        const command = locatedText(run) ?? locatedText(atPath(run, 'command'));
        return [
          {
            ...plainService,
            tool: 'heroku' as const,
            name,
            range: { start: range.start, end: rangeOf(value)?.end ?? range.end },
            context: folder,
            dockerfile: resolvedPath(folder, dockerfile),
            isBuilt: true,
            mountsAreWhole: true,
            start: command
              ? commandTextOf(
                  text,
                  { words: undefined, range: command.range },
                  { purpose: 'start', what: `the process ${name}` },
                )
              : [],
            restarts: true,
          },
        ];
      });
    });
  },
};
