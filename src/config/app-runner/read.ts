import { parentOf } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import { type DeploymentReader, type EnvironmentVariable, plainService } from '../deployment.ts';
import { at, itemsOf, locatedText, rangeOf, textOf, type YamlNode, yamlDocuments } from '../yaml.ts';

/** A service of AWS App Runner, which has no volumes: https://docs.aws.amazon.com/apprunner/latest/dg/config-file-ref.html */
export const appRunnerReader: DeploymentReader = {
  files: /(?:^|\/)apprunner\.ya?ml$/,
  read(path, text) {
    return yamlDocuments(text).flatMap(({ contents }) => {
      const run = at(contents as YamlNode, 'run');
      const range = rangeOf(run);
      if (!range) return [];
      const command = locatedText(at(run, 'command'));
      return [
        {
          ...plainService,
          tool: 'app-runner' as const,
          name: 'the service',
          range: command?.range ?? range,
          context: parentOf(path),
          isBuilt: true,
          mountsAreWhole: true,
          environment: itemsOf(at(run, 'env')).flatMap((item): EnvironmentVariable[] => {
            const name = textOf(at(item, 'name'));
            const where = rangeOf(item);
            return name !== undefined && where
              ? [{ name, value: textOf(at(item, 'value')), range: where }]
              : [];
          }),
          start: startLine(text, command, 'the run command'),
          restarts: true,
        },
      ];
    });
  },
};
