import { parentOf, resolvedPath, withoutEndSlashes } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import {
  type DeploymentReader,
  type EnvironmentVariable,
  type Mount,
  plainService,
  type Service,
} from '../deployment.ts';
import {
  at,
  entriesOf,
  itemsOf,
  locatedText,
  rangeOf,
  rangeOfEntry,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';

/** Rails' Kamal: https://kamal-deploy.org/docs/configuration/overview/ */
export const kamalReader: DeploymentReader = {
  files: /(?:^|\/)config\/deploy\.yml$/,
  read(path, text) {
    const [document] = yamlDocuments(withoutBlocks(text));
    const root = document?.contents as YamlNode;
    const service = locatedText(at(root, 'service'));
    if (!service || at(root, 'servers') === undefined) return [];
    const folder = parentOf(parentOf(path));
    // What a template of ERB writes is known when it is deployed; the comments of a new file show one.
    const isTemplate = /^(?![ \t]*#).*<%/m.test(text);
    const builder = at(root, 'builder');
    const shared = {
      ...plainService,
      tool: 'kamal' as const,
      isBuilt: true,
      context: pathOf(at(builder, 'context'), '.', folder),
      dockerfile: pathOf(at(builder, 'dockerfile'), 'Dockerfile', folder),
      stage: textOf(at(builder, 'target'))?.toLowerCase(),
      mounts: itemsOf(at(root, 'volumes')).flatMap(mountOf),
      mountsAreWhole: !isTemplate,
      environment: variablesOf(at(root, 'env')),
      environmentIsWhole: false,
      restarts: true,
    };
    const servers = at(root, 'servers');
    const roles = entriesOf(servers);
    if (roles.length === 0)
      return [{ ...shared, name: service.value, range: service.range, ...hostsOf(servers) }];
    return roles.map(({ key, value, range }): Service => {
      return {
        ...shared,
        name: key,
        range,
        ...hostsOf(itemsOf(value).length > 0 ? value : at(value, 'hosts')),
        mounts: [...shared.mounts, ...optionsOf(at(value, 'options'))],
        environment: [...shared.environment, ...variablesOf(at(value, 'env'))],
        start: startLine(text, locatedText(at(value, 'cmd')), `the command of ${key}`),
      };
    });
  },
};

/** The text without the tags of ERB that write nothing, such as `<% if … %>`. Everything keeps its place. */
function withoutBlocks(text: string): string {
  return text.replace(/<%(?!=)[\s\S]*?%>/g, (tag) => tag.replace(/[^\n]/g, ' '));
}

/** A path from the folder where Kamal is run; undefined where ERB decides it. */
function pathOf(node: YamlNode, byDefault: string, folder: string): string | undefined {
  const path = textOf(node) ?? byDefault;
  return path.includes('<%') ? undefined : resolvedPath(folder, path);
}

/** Each host of a role runs one. */
function hostsOf(hosts: YamlNode): Pick<Service, 'instances'> {
  const range = rangeOf(hosts);
  const count = itemsOf(hosts).length;
  return { instances: range && count > 0 ? { value: count, range } : undefined };
}

function mountOf(item: YamlNode): Mount[] {
  const range = rangeOf(item);
  const [source, target] = textOf(item)?.split(':') ?? [];
  if (!range || target === undefined) return [];
  return [
    {
      target: /<%|\$/.test(target) ? undefined : withoutEndSlashes(target),
      source,
      kind: source?.startsWith('/') ? 'bind' : 'volume',
      range,
    },
  ];
}

/** `options: { volume: a:/b }` are handed to `docker run`. */
function optionsOf(options: YamlNode): Mount[] {
  const volume = at(options, 'volume');
  return (itemsOf(volume).length > 0 ? itemsOf(volume) : volume ? [volume] : []).flatMap(mountOf);
}

function variablesOf(env: YamlNode): EnvironmentVariable[] {
  const clear = at(env, 'clear');
  return entriesOf(clear ?? env).flatMap((entry): EnvironmentVariable[] => {
    if (clear === undefined && /^(?:secret|tags)$/.test(entry.key)) return [];
    const text = textOf(entry.value);
    const value = text?.includes('<%') ? undefined : text;
    return [{ name: entry.key, value, range: rangeOfEntry(entry) }];
  });
}
