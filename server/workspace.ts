import { URI } from 'vscode-uri';
import { nodeFileSystem } from '../src/host/node/files.ts';
import { Linter, type LinterServices } from '../src/lint/linter.ts';
import { loadFile, loadProject } from '../src/lint/load.ts';
import { kindOf } from '../src/project/kinds.ts';

/** One folder of the workspace with its linter. Documents that are open stand before what is on disk. */
export class Folder {
  readonly uri: string;
  /** The folder's path, with `/`; undefined for documents that lie in no folder. */
  readonly root: string | undefined;
  readonly linter: Linter;
  readonly #open = new Set<string>();
  /** Resolves when the folder's files have been read. */
  readonly ready: Promise<void>;

  constructor(
    uri: string,
    services: LinterServices,
    report: (message: string) => void,
    configure: (folder: Folder) => Promise<void>,
  ) {
    this.uri = uri.replace(/\/$/, '');
    const parsed = URI.parse(uri);
    this.root =
      uri !== '' && parsed.scheme === 'file'
        ? parsed.fsPath.replaceAll('\\', '/').replace(/\/$/, '')
        : undefined;
    this.linter = new Linter(services);
    this.ready = configure(this).then(() => this.#load(report));
  }

  /** The path of a document relative to the folder; undefined when it lies elsewhere. */
  pathOf(uri: string): string | undefined {
    if (this.root === undefined) return this.uri === '' ? uri : undefined;
    const parsed = URI.parse(uri);
    if (parsed.scheme !== 'file') return undefined;
    const path = parsed.fsPath.replaceAll('\\', '/');
    return path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : undefined;
  }

  /** The paths of the database files in the folder. */
  get databases(): string[] {
    return this.root === undefined ? [] : this.linter.databases;
  }

  uriOf(path: string): string {
    return this.root === undefined ? path : URI.file(`${this.root}/${path}`).toString();
  }

  /** Takes the text of an open document. A program that is typed in is read once typing pauses. */
  setDocument(path: string, text: string): void {
    const isTyped = this.#open.has(path);
    this.#open.add(path);
    if (!isTyped || !this.linter.editProgram(path, text)) this.linter.setFile(path, text);
  }

  /** Goes back to what is on disk. */
  async closeDocument(path: string): Promise<void> {
    this.#open.delete(path);
    await this.reload(path);
  }

  /** Reads a file again that changed on disk; one that is gone is forgotten. */
  async reload(path: string): Promise<void> {
    if (this.#open.has(path)) return;
    if (this.root === undefined) {
      this.linter.removeFile(path);
      return;
    }
    if (kindOf(path) === undefined) return;
    const problems = await loadFile(this.linter, nodeFileSystem, this.root, path, {
      skip: (read) => this.#open.has(read),
    });
    if (problems.length > 0 && !this.#open.has(path)) this.linter.removeFile(path);
  }

  async #load(report: (message: string) => void): Promise<void> {
    if (this.root === undefined) return;
    const problems = await loadProject(this.linter, nodeFileSystem, this.root, {
      ignore: this.linter.settings.ignore,
      skip: (path) => this.#open.has(path),
    });
    for (const { path, reason } of problems) report(`${path}: not read: ${reason}`);
  }
}
