import type { CommandText } from '../../embedded/shell/command.ts';
import { commandTextOf } from '../command-text.ts';
import { at, entriesOf, itemsOf, rangeOf, textOf, type YamlNode, yamlDocuments } from '../yaml.ts';

export const taskFiles = /(?:^|\/)[Tt]askfile(?:\.[\w-]+)?\.ya?ml$/;

/** The tasks of a Taskfile: https://taskfile.dev/docs/reference/schema */
export function readTaskfile(text: string): CommandText[] {
  const [document] = yamlDocuments(text);
  return entriesOf(at(document?.contents as YamlNode, 'tasks')).flatMap(({ key, value }) => {
    const list = itemsOf(value).length > 0 ? value : at(value, 'cmds');
    const all = [...itemsOf(list), at(value, 'cmd'), textOf(value) === undefined ? undefined : value];
    return all.flatMap((item) => {
      const command = textOf(item) === undefined ? at(item, 'cmd') : item;
      const range = rangeOf(command);
      return range
        ? commandTextOf(text, { words: undefined, range }, { purpose: 'task', what: `task ${key}` })
        : [];
    });
  });
}
