import type { CommandText } from '../../embedded/shell/command.ts';
import { type MappedText, MappedTextBuilder } from '../../text/mapped-text.ts';
import { writtenLine } from '../../text/written-line.ts';
import { commandTextOfScript } from '../command-text.ts';
import { at, entriesOf, itemsOf, rangeOf, textOf, type YamlNode, yamlDocuments } from '../yaml.ts';

export const gitlabFiles = /(?:^|\/)\.gitlab-ci[\w.-]*\.ya?ml$/;

/** The scripts of the jobs of GitLab CI: https://docs.gitlab.com/ci/yaml/ */
export function readGitlabPipeline(text: string): CommandText[] {
  const [document] = yamlDocuments(text);
  return entriesOf(document?.contents as YamlNode).flatMap(({ key: job, value }) =>
    ['before_script', 'script', 'after_script'].flatMap((key) => {
      const node = at(value, key);
      const range = rangeOf(node);
      return range
        ? commandTextOfScript(joined(node, text), range, { purpose: 'ci', what: `the job ${job}` })
        : [];
    }),
  );
}

/** The lines of a list as one script: they run in one shell. */
function joined(node: YamlNode, text: string): MappedText {
  const items = textOf(node) === undefined ? itemsOf(node) : [node];
  const script = new MappedTextBuilder();
  let end = 0;
  for (const item of items) {
    const range = rangeOf(item);
    if (!range || textOf(item) === undefined) continue;
    const { text: line, places } = writtenLine(text, range);
    let last = range.start;
    for (const [index, char] of line.split('').entries()) {
      last = typeof places === 'number' ? places + index : (places[index] ?? last);
      script.addRun(char, last);
    }
    script.addEscape('\n', last + 1);
    end = range.end;
  }
  return script.build(end);
}
