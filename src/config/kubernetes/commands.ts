import type { CommandText } from '../../embedded/shell/command.ts';
import { at, atPath, itemsOf, textOf, type YamlNode, yamlDocuments } from '../yaml.ts';
import { startOf } from './read.ts';

/** What runs before the containers of a pod are started: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/ */
export function readInitContainers(text: string): CommandText[] {
  if (!/^\s*["']?apiVersion["']?\s*:/m.test(text) || !text.includes('initContainers') || text.includes('{{'))
    return [];
  return yamlDocuments(text).flatMap(({ contents }) => {
    const spec = at(contents as YamlNode, 'spec');
    const pods = [
      spec,
      atPath(spec, 'template', 'spec'),
      atPath(spec, 'jobTemplate', 'spec', 'template', 'spec'),
    ];
    return pods.flatMap((pod) =>
      itemsOf(at(pod, 'initContainers')).flatMap((container) =>
        startOf(container, textOf(at(container, 'name')) ?? 'the init container', text),
      ),
    );
  });
}
