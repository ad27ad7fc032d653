import { pathAndLine } from '../lines.ts';
import { remember } from '../remember.ts';
import { resolvePath } from '../signs/sign.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';
import type { DeclaredForeignKey } from './foreign-keys.ts';

/**
 * A foreign key of a table that another file makes in the database which `file` opens: it opens none itself, and calls
 * what it imports from this one alone of those that do.
 */
export function foreignKeyOfImporters(
  file: SourceFile,
  { facts, files, sites }: GatheredContext,
): DeclaredForeignKey | undefined {
  for (const other of files) {
    const created = facts.get(other.path)?.creates.find(({ hasForeignKey }) => hasForeignKey);
    const openers = created ? openersOf(other, sites) : [];
    if (created && openers.length === 1 && openers[0] === withoutExtension(file.path))
      return { table: created.name, place: pathAndLine(other, created.range.start) };
  }
  return undefined;
}

/** True for a program that reaches its database, or one of them, through another file than this one. */
export function opensThroughAnother(
  other: SourceFile,
  file: SourceFile,
  { sites }: Pick<GatheredContext, 'sites'>,
): boolean {
  return openersOf(other, sites).some((opener) => opener !== withoutExtension(file.path));
}

/** The files, without their extensions, that open databases and of which a program calls something, when it opens none itself. */
function openersOf(program: SourceFile, sites: GatheredContext['sites']): string[] {
  const imports = importsOf(program);
  if (imports.length === 0) return [];
  const openers = new Set(sites.map(({ file }) => withoutExtension(file.path)));
  if (openers.has(withoutExtension(program.path))) return [];
  const called = imports.filter(
    ({ module, names }) =>
      openers.has(module) && names.some((name) => new RegExp(`\\b${name}(?:\\.\\w+)?\\(`).test(program.text)),
  );
  return [...new Set(called.map(({ module }) => module))];
}

const withoutExtension = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '');

interface Import {
  /** The path of the file, without its extension. */
  readonly module: string;
  readonly names: readonly string[];
}

/** What a program of JavaScript imports from files beside it. */
const importsOf = remember(({ path, folder, text }: SourceFile): Import[] => {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return [];
  const statements = text.matchAll(
    /\bimport\s+(?!type\b)([\w$]+)?\s*,?\s*(?:\{([^}]*)\})?\s*from\s*['"](\.{1,2}\/[^'"]+)['"]|\b(?:const|let|var)\s+(?:\{([^}]*)\}|([\w$]+))\s*=\s*require\(\s*['"](\.{1,2}\/[^'"]+)['"]/g,
  );
  return [...statements].map(([, whole, list, from, required, all, of]) => ({
    module: withoutExtension(resolvePath(folder, from ?? of ?? '')),
    names: [whole ?? all ?? '', ...(list ?? required ?? '').split(',')]
      .map(
        (name) =>
          name
            .trim()
            .split(/\s+as\s+|\s*:\s*/)
            .at(-1) ?? '',
      )
      .filter((name) => /^\w+$/.test(name)),
  }));
});
