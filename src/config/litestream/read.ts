import { nearestName } from '../../text/nearest.ts';
import type { Range } from '../../text/range.ts';
import type { Located } from '../deployment.ts';
import {
  at,
  entriesOf,
  itemsOf,
  locatedText,
  rangeOf,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';
import type { LitestreamConfig, LitestreamDatabase, LitestreamReplica, ReplicaKind } from './config.ts';

/** Names of files that are Litestream's configuration. */
export const litestreamConfigFiles = /(?:^|\/)litestream[\w.-]*\.ya?ml$/i;

/**
 * True for what Litestream reads: a list of databases is in it. Manifests and pipelines about Litestream have names like
 * its configuration, too.
 */
export function isLitestreamConfig({ root }: LitestreamConfig): boolean {
  const keys = entriesOf(root).map(({ key }) => key);
  if (keys.some((key) => /^(?:apiVersion|kind|services|jobs|on|steps|spec|include)$/.test(key))) return false;
  return keys.includes('dbs') || keys.some((key) => nearestName(key, ['dbs']) !== undefined);
}

/** Reads a litestream.yml as both lines understand it together. Pure; an empty configuration for what cannot be read. */
export function readLitestreamConfig(text: string): LitestreamConfig {
  const [first, ...others] = yamlDocuments(text);
  const root = first?.contents;
  return {
    root,
    databases: itemsOf(at(root, 'dbs')).flatMap((node) => readDatabase(node, root)),
    ignoredDocuments: others.flatMap(({ contents }) => {
      const range = entriesOf(contents).length > 0 ? rangeOf(contents) : undefined;
      return range ? [range] : [];
    }),
    isTemplate: isTemplate(text),
  };
}

/** True for a value that is made when Litestream or something before it reads the file: a variable, a tag of a template. */
export function isComputed(value: string): boolean {
  return /\$[\w{*#@!?-]|\{\{|<%|\{%|@@\w+@@|__[A-Z_]+__|%\(\w+\)s/.test(value);
}

/** True for a text whose keys a template engine makes. Tags that stand for a value alone (`<%= … %>`) are none of those. */
function isTemplate(text: string): boolean {
  return (
    text
      .split('\n')
      .filter((line) => !/^\s*#(?!@)/.test(line))
      // The last are ytt’s, which look like comments.
      .some((line) => /\{\{|\{%|<%(?!=)|(?:^|\s)#@/.test(line))
  );
}

function readDatabase(node: YamlNode, root: YamlNode): LitestreamDatabase[] {
  const range = rangeOf(node);
  if (!range) return [];
  const nodes = [at(node, 'replica'), ...itemsOf(at(node, 'replicas'))];
  return [
    { path: pathOf(node), replicas: nodes.flatMap((replica) => readReplica(replica, root)), node, range },
  ];
}

function pathOf(node: YamlNode): LitestreamDatabase['path'] {
  for (const [key, isFolder] of [
    ['path', false],
    ['dir', true],
  ] as const) {
    const found: Located<string> | undefined = locatedText(at(node, key));
    if (found && found.value !== '') return { ...found, isFolder };
  }
  return undefined;
}

function readReplica(node: YamlNode, root: YamlNode): LitestreamReplica[] {
  const range: Range | undefined = rangeOf(node);
  if (!range || entriesOf(node).length === 0) return [];
  const kind = kindOf(node);
  const written = kind === undefined ? textOf(at(node, 'url')) : placeOf(node, root, kind);
  const place = kind === undefined || written === undefined || isComputed(written) ? undefined : written;
  return [{ kind, place, written, node, range }];
}

const kinds: Readonly<Record<string, ReplicaKind>> = {
  file: 'file',
  s3: 's3',
  gs: 'gs',
  gcs: 'gs',
  abs: 'abs',
  sftp: 'sftp',
  webdav: 'webdav',
  webdavs: 'webdav',
  nats: 'nats',
  oss: 'oss',
};

/** As Litestream finds it: the scheme of the URL, else the type, else a file. */
function kindOf(node: YamlNode): ReplicaKind | undefined {
  const url = textOf(at(node, 'url'));
  const scheme = url === undefined ? undefined : /^(\w+):\/\//.exec(url)?.[1];
  if (scheme !== undefined) return own(kinds, scheme);
  if (url !== undefined && isComputed(url)) return undefined;
  const type = textOf(at(node, 'type'));
  return type === undefined || type === '' ? 'file' : own(kinds, type);
}

function placeOf(node: YamlNode, root: YamlNode, kind: ReplicaKind): string {
  const value = (key: string): string => textOf(at(node, key)) ?? '';
  const inherited = (key: string): string => value(key) || (textOf(at(root, key)) ?? '');
  const url = value('url');
  const parts: string[] = [];
  if (url !== '') {
    const [, rest = '', query = ''] = /^\w+:\/\/([^?]*)(?:\?(.*))?$/.exec(url) ?? [];
    const [, host = '', path = ''] = /^(?:[^@/]*@)?([^/]*)(.*)$/.exec(rest) ?? [];
    const endpoint = new URLSearchParams(query).get('endpoint') ?? inherited('endpoint');
    parts.push(kind === 's3' ? bareEndpoint(endpoint) : '', host.toLowerCase(), path);
  } else if (kind === 'file') {
    parts.push('', '', value('path'));
  } else if (kind === 'sftp' || kind === 'webdav') {
    parts.push('', bareEndpoint(inherited(kind === 'sftp' ? 'host' : 'webdav-url')), value('path'));
  } else {
    parts.push(kind === 's3' ? bareEndpoint(inherited('endpoint')) : '', inherited('bucket'), value('path'));
  }
  const [endpoint = '', host = '', path = ''] = parts;
  const clean = path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  const isAbsolute = kind === 'file' && path.startsWith('/');
  return `${kind}://${endpoint === '' ? '' : `${endpoint}/`}${host}${isAbsolute || host !== '' ? '/' : ''}${clean}`;
}

/** The address without its scheme, by which two endpoints are compared. */
function bareEndpoint(endpoint: string): string {
  return endpoint
    .replace(/^\w+:\/\//, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
