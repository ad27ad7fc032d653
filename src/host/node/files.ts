import { constants, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { FileListing, FileSystem, ListOptions, TextResult } from '../files.ts';

/** Folders of installed packages, build results and version control: never the user's own source. */
const skippedFolders = new Set(
  '.git .hg .svn node_modules bower_components vendor target .venv venv __pycache__ .tox .next .nuxt .cache .idea .gradle .vscode-test'.split(
    ' ',
  ),
);

/** A larger file is data, not source that someone wrote. */
const maxTextBytes = 20 * 1024 * 1024;

/** The file system of the machine. */
export const nodeFileSystem: FileSystem = {
  async list(root: string, options: ListOptions = {}): Promise<FileListing> {
    const paths: string[] = [];
    const problems: { path: string; reason: string }[] = [];
    const always = ignore().add([...(options.ignore ?? [])]);
    await visit('', []);
    return { paths: paths.sort(), problems };

    /** Symbolic links are not followed: what they lead to is listed where it is, and loops end. */
    async function visit(folder: string, outer: readonly { at: string; rules: Ignore }[]): Promise<void> {
      if (options.signal?.aborted) return;
      let entries: Awaited<ReturnType<typeof readFolder>>;
      try {
        entries = await readFolder(join(root, folder));
      } catch (error) {
        problems.push({ path: folder || '.', reason: reasonOf(error) });
        return;
      }
      let rules = outer;
      if (entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) {
        const text = await readFile(join(root, folder, '.gitignore'), 'utf8').catch(() => '');
        rules = [...outer, { at: folder, rules: ignore().add(text) }];
      }
      for (const entry of entries) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        const isFolder = entry.isDirectory();
        if (isFolder ? skippedFolders.has(entry.name) : !entry.isFile()) continue;
        const local = (at: string): string =>
          `${at === '' ? path : path.slice(at.length + 1)}${isFolder ? '/' : ''}`;
        // As in Git: the innermost .gitignore that says anything of a path decides.
        const hidden = rules.reduce((before, { at, rules: own }) => {
          const { ignored, unignored } = own.test(local(at));
          return ignored || (before && !unignored);
        }, false);
        const isKept = !isFolder && options.keep?.(path) === true;
        if ((hidden && !isKept) || always.ignores(local(''))) continue;
        if (isFolder) await visit(path, rules);
        else paths.push(path);
      }
    }
  },

  async readText(path: string): Promise<TextResult> {
    try {
      const info = await stat(path);
      if (!info.isFile()) return { ok: false, reason: 'not a file' };
      if (info.size > maxTextBytes) {
        const megabytes = Math.round(info.size / 1024 / 1024);
        return {
          ok: false,
          reason: `${megabytes} MB is more than the ${maxTextBytes / 1024 / 1024} MB that are read`,
        };
      }
      const bytes = await readFile(path);
      if (bytes.subarray(0, 8000).includes(0)) {
        const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
        if (!utf16) return { ok: false, reason: 'a binary file' };
        return { ok: true, text: bytes.toString('utf16le') };
      }
      return { ok: true, text: bytes.toString('utf8') };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  },

  async readHead(path: string, length: number): Promise<Uint8Array | undefined> {
    try {
      const file = await open(path, constants.O_RDONLY);
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  },
};

function readFolder(path: string) {
  return readdir(path, { withFileTypes: true });
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  if (code === 'ELOOP') return 'a loop of symbolic links';
  return error instanceof Error ? error.message : String(error);
}
