import type { LitestreamLine } from '../../facts/litestream/key.ts';
import { litestreamKey } from '../../facts/litestream/keys.ts';
import type { FileSystem } from '../../host/files.ts';
import { parentOf } from '../../text/paths.ts';
import { entriesOf, itemsOf, type YamlNode, yamlDocuments } from '../yaml.ts';
import { evidenceFiles, type LitestreamEvidence, litestreamEvidence } from './evidence.ts';
import { litestreamConfigFiles } from './read.ts';

/** The line of Litestream that a project uses, or the reason why it is unknown. */
export type DetectedLine =
  | {
      readonly line: LitestreamLine;
      /** As three numbers; undefined where only the line is known. */
      readonly release: string | undefined;
      readonly reason: string;
    }
  | { readonly line: undefined; readonly reason: string };

/**
 * What the setting `litestreamVersion` says; undefined for no release of a line that is known here.
 * @param setting a line or a release: `0.5`, `0.5.6`
 */
export function settingLine(setting: string): DetectedLine | undefined {
  const [, line, patch] = /^(0\.[35])(\.\d+)?$/.exec(setting) ?? [];
  if (line === undefined) return undefined;
  return {
    line: line as LitestreamLine,
    release: patch === undefined ? undefined : setting,
    reason: 'litestreamVersion in the configuration says so',
  };
}

/** The line of which some places of a project speak; undefined where there is none. */
export function lineOfEvidence(evidence: readonly LitestreamEvidence[]): DetectedLine | undefined {
  const byLine = new Map<string, LitestreamEvidence>();
  for (const one of evidence) {
    if (one.version === undefined) continue;
    const line = one.version.split('.').slice(0, 2).join('.');
    if (!byLine.has(line)) byLine.set(line, one);
  }
  const floating = evidence.find(({ version }) => version === undefined);
  if (floating) {
    return {
      line: undefined,
      reason: `${floating.path} takes whichever Litestream is the newest (${floating.what})`,
    };
  }
  const [first, second] = byLine;
  if (!first) return undefined;
  if (second) {
    return {
      line: undefined,
      reason: `${first[1].path} names Litestream ${first[1].version}, ${second[1].path} names ${second[1].version}`,
    };
  }
  const [line, { path, what }] = first;
  const by = what.startsWith('the gem') || what.startsWith('the package') ? ` (${what})` : '';
  const versions = new Set(evidence.map(({ version }) => version));
  const [only = ''] = versions.size === 1 ? versions : [line];
  if (line !== '0.3' && line !== '0.5')
    return { line: undefined, reason: `${path} names Litestream ${only}, which is not known here` };
  return {
    line,
    release: only.split('.').length === 3 ? only : undefined,
    reason: `${path} names Litestream ${only}${by}`,
  };
}

/**
 * The line that a litestream.yml itself is written for; undefined where both lines read its keys, or where it has keys of
 * both. A retention of a replica tells nothing: it is what people forget when they turn to 0.5.
 */
export function lineOfShape(path: string, text: string): DetectedLine | undefined {
  const [document] = yamlDocuments(text);
  const paths = keyPaths(document?.contents);
  const of = (line: LitestreamLine, other: LitestreamLine): string | undefined =>
    paths.find((key) => {
      const versions = litestreamKey(key)?.versions;
      return versions?.[line] && !versions[other] && key !== retentionOf03;
    });
  const [of03, of05] = [of('0.3', '0.5'), of('0.5', '0.3')];
  if ((of03 === undefined) === (of05 === undefined)) return undefined;
  if (of05 !== undefined && paths.includes(retentionOf03)) return undefined;
  const [line, key] = of03 === undefined ? (['0.5', of05] as const) : (['0.3', of03] as const);
  return { line, release: undefined, reason: `${path} is written for ${line}: ${key?.replaceAll('[]', '')}` };
}

const retentionOf03 = 'dbs[].replicas[].retention';

function keyPaths(node: YamlNode, place = '', depth = 0): string[] {
  if (depth > 6) return [];
  return entriesOf(node).flatMap(({ key, value }) => {
    const path = place === '' ? key : `${place}.${key}`;
    return [
      path,
      ...keyPaths(value, path, depth + 1),
      ...itemsOf(value).flatMap((item) => keyPaths(item, `${path}[]`, depth + 1)),
    ];
  });
}

/**
 * The line of Litestream that runs one configuration of a project. Of places that name a version the nearest count;
 * where another configuration is nearer to them, they are that one's.
 * @param config the path of the configuration
 * @param configs the paths of all configurations
 */
export function lineFor(
  config: string,
  configs: readonly string[],
  evidence: readonly LitestreamEvidence[],
): DetectedLine | undefined {
  const own = evidence.filter(({ path }) => {
    const shared = sharedDepth(config, path);
    return configs.every((other) => sharedDepth(other, path) <= shared);
  });
  const nearest = Math.max(...own.map(({ path }) => sharedDepth(config, path)));
  return lineOfEvidence(own.filter(({ path }) => sharedDepth(config, path) === nearest));
}

/** How many folders the projects of two files have in common. */
function sharedDepth(one: string, other: string): number {
  const [a, b] = [projectOf(one), projectOf(other)];
  const differs = a.findIndex((part, at) => part !== b[at]);
  return differs < 0 ? a.length : differs;
}

/** The folders down to the project that a file belongs to; folders of settings and scripts are none. */
function projectOf(path: string): readonly string[] {
  const parts = parentOf(path).split('/').filter(Boolean);
  const inner = parts.findIndex((part) => insideProjects.test(part));
  return inner < 0 ? parts : parts.slice(0, inner);
}

const insideProjects =
  /^(?:\.\w[\w-]*|config|conf|etc|deploy\w*|docker\w*|containers?|compose|infra\w*|ops|k8s|kubernetes|helm|charts?|scripts?|bin|build|litestream|ansible|roles|fly|rootfs)$/i;

/** The line that the project's files name as a whole. Files that contradict each other leave it unknown. */
export function detectLitestreamLine(files: ReadonlyMap<string, string>): DetectedLine {
  const named = lineOfEvidence([...files].flatMap(([path, text]) => litestreamEvidence(path, text)));
  if (named) return named;
  const shapes = [...files].flatMap(([path, text]) =>
    litestreamConfigFiles.test(path) ? (lineOfShape(path, text) ?? []) : [],
  );
  const [shape] = shapes;
  if (shape && shapes.every(({ line }) => line === shape.line)) return shape;
  return { line: undefined, reason: 'no file of the project names a version of Litestream' };
}

/** Reads the files of a project that may name a version of Litestream. */
export async function findLitestreamLine(root: string, files: FileSystem): Promise<DetectedLine> {
  const { paths } = await files.list(root);
  const texts = new Map<string, string>();
  for (const path of paths.filter((name) => evidenceFiles.test(name) || litestreamConfigFiles.test(name))) {
    const result = await files.readText(`${root}/${path}`);
    if (result.ok) texts.set(path, result.text);
  }
  return detectLitestreamLine(texts);
}
