import type { FileSystem } from '../../host/files.ts';
import type { LitestreamLine } from './write.ts';

/** The line of Litestream that a project uses, or the reason why it is unknown. */
export type DetectedLine =
  | { readonly line: LitestreamLine; readonly reason: string }
  | { readonly line: undefined; readonly reason: string };

const candidates =
  /(?:^|\/)(?:[^/]*Dockerfile[^/]*|Containerfile|(?:docker-)?compose[^/]*\.ya?ml|Gemfile\.lock|package\.json|fly\.toml|litestream\.ya?ml|Makefile|[^/]+\.sh)$|^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Where versions are written: an image's tag, a variable of a build, a download's address. */
const versions = [
  /litestream\/litestream:v?(\d+\.\d+)/,
  /LITESTREAM_VERSION\s*[=:]?\s*["']?v?(\d+\.\d+)/,
  /litestream\/releases\/download\/v(\d+\.\d+)/,
  /litestream-v(\d+\.\d+)[\d.]*-(?:linux|darwin|windows|freebsd)/,
];

/** What one file says of the line. */
function lineIn(path: string, text: string): string | undefined {
  for (const pattern of versions) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  const name = path.split('/').at(-1);
  // Both packages carry 0.3.13: the Ruby gem up to 0.14, the npm package up to 1.0.1.
  if (name === 'Gemfile.lock' && /^ +litestream \(0\.(?:\d|1[0-4])\./m.test(text)) return '0.3';
  if (name === 'package.json' && /"@flydotio\/litestream[\w-]*"\s*:\s*"[~^]?1\.0\.[01]"/.test(text))
    return '0.3';
  if (/^litestream\.ya?ml$/.test(name ?? '')) {
    if (/^\s*(?:-\s+)?(?:snapshot-interval|retention-check-interval):/m.test(text)) return '0.3';
    if (/^\s*(?:-\s+)?replica:/m.test(text)) return '0.5';
  }
  return undefined;
}

/** The line that the project's files name. Files that contradict each other leave it unknown. */
export function detectLitestreamLine(files: ReadonlyMap<string, string>): DetectedLine {
  const found = new Map<string, string>();
  for (const [path, text] of files) {
    const line = lineIn(path, text);
    if (line !== undefined && !found.has(line)) found.set(line, path);
  }
  const [first, second] = found;
  if (!first) return { line: undefined, reason: 'no file of the project names a version of Litestream' };
  if (second) {
    return {
      line: undefined,
      reason: `${first[1]} names Litestream ${first[0]}, ${second[1]} names ${second[0]}`,
    };
  }
  const [line, path] = first;
  if (line !== '0.3' && line !== '0.5')
    return { line: undefined, reason: `${path} names Litestream ${line}, which is not known here` };
  return { line, reason: `${path} names Litestream ${line}` };
}

/** Reads the files of a project that may name a version of Litestream. */
export async function findLitestreamLine(root: string, files: FileSystem): Promise<DetectedLine> {
  const { paths } = await files.list(root);
  const texts = new Map<string, string>();
  for (const path of paths.filter((name) => candidates.test(name))) {
    const result = await files.readText(`${root}/${path}`);
    if (result.ok) texts.set(path, result.text);
  }
  return detectLitestreamLine(texts);
}
