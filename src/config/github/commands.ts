import type { CommandText } from '../../embedded/shell/command.ts';
import { commandTextOf } from '../command-text.ts';
import { at, atPath, entriesOf, itemsOf, rangeOf, textOf, type YamlNode, yamlDocuments } from '../yaml.ts';

export const githubFiles = /(?:^|\/)\.(?:github|gitea|forgejo)\/.*\.ya?ml$|(?:^|\/)action\.ya?ml$/;

/** The steps of workflows and of actions: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax */
export function readGithubWorkflow(text: string): CommandText[] {
  if (!/\brun["']?\s*:/.test(text)) return [];
  const [document] = yamlDocuments(text);
  const root = document?.contents as YamlNode;
  const shell = textOf(atPath(root, 'defaults', 'run', 'shell'));
  const jobs = entriesOf(at(root, 'jobs')).flatMap(({ value }) => {
    const own = textOf(atPath(value, 'defaults', 'run', 'shell')) ?? shell;
    const onWindows = /windows/i.test(textOf(at(value, 'runs-on')) ?? '');
    return stepsOf(at(value, 'steps'), text, own ?? (onWindows ? 'pwsh' : 'bash'));
  });
  return [...jobs, ...stepsOf(atPath(root, 'runs', 'steps'), text, 'bash')];
}

function stepsOf(steps: YamlNode, text: string, outer: string): CommandText[] {
  return itemsOf(steps).flatMap((step) => {
    const run = at(step, 'run');
    const range = rangeOf(run);
    if (!range || !/^(?:bash|sh)\b/.test(textOf(at(step, 'shell')) ?? outer)) return [];
    const name = textOf(at(step, 'name'));
    const what = name === undefined ? 'a step of the workflow' : `the step “${name}”`;
    return commandTextOf(text, { words: undefined, range }, { purpose: 'ci', what });
  });
}
