import { type Dialect, driverMarks, pathWords } from '../facts/dialects.ts';
import type { SourceFile } from './source-file.ts';

/** Which dialect a file's SQL is taken for, and why. */
export interface DialectVerdict {
  readonly dialect: Dialect | 'unknown';
  readonly reason: string;
  /** How sure: text that fails to parse can refute a guess by the project's drivers, nothing else. */
  readonly by: 'setting' | 'path' | 'content' | 'siblings' | 'drivers' | 'request' | 'nothing';
}

/** A sign, somewhere in the project, of the databases that it talks to. */
export interface ProjectEvidence {
  readonly dialect: Dialect;
  readonly reason: string;
  /** The folder that the sign speaks for. */
  readonly folder: string;
}

/** The signs that manifests, scripts and database files give. */
export function gatherEvidence(files: Iterable<SourceFile>): ProjectEvidence[] {
  const evidence: ProjectEvidence[] = [];
  for (const file of files) {
    let own = remembered.get(file);
    if (!own) {
      own = file.apart === undefined ? evidenceOf(file) : [];
      remembered.set(file, own);
    }
    evidence.push(...own);
  }
  return evidence;
}

const remembered = new WeakMap<SourceFile, ProjectEvidence[]>();

function evidenceOf(file: SourceFile): ProjectEvidence[] {
  const { path, text, folder } = file;
  const sqlite = (what: string): ProjectEvidence[] => [
    { dialect: 'sqlite', reason: `${path} ${what}`, folder: '' },
  ];
  switch (file.kind) {
    case 'manifest':
      return (
        driverMarks
          .filter(({ pattern }) => pattern.test(text))
          // A manifest of a folder above speaks for the whole project.
          .map(({ dialect, name }) => ({
            dialect,
            reason: `${path} names ${name}`,
            folder: path.startsWith('../') ? '' : folder,
          }))
      );
    case 'script':
      return /['"](?:node|bun):sqlite['"]/.test(text) ? sqlite('imports a driver of SQLite') : [];
    case 'database':
      return sqlite('is a database of SQLite');
    case 'text':
      if (/(?:^|\/)(?:litestream|litefs)\.ya?ml$/.test(path)) return sqlite('replicates SQLite');
      return /^\s*(?:import sqlite3|from sqlite3 import)\b/m.test(text) ? sqlite('imports sqlite3') : [];
    default:
      return [];
  }
}

/** The dialect that the words of a path name; the word nearest to the file counts. */
export function dialectOfPath(path: string): { dialect: Dialect; word: string } | undefined {
  for (const segment of path.split('/').reverse()) {
    const found = pathWords.flatMap(([pattern, dialect]) => {
      const match = pattern.exec(segment);
      return match ? [{ dialect, word: match[0] }] : [];
    });
    if (found.length === 1) return found[0];
    if (found.length > 1) return undefined;
  }
  return undefined;
}

/**
 * Decides a file's dialect: a setting, the words of its path, its own constructs, those of the files beside it, the
 * drivers that the project depends on, and last that the user asked for this very file. Signs that disagree decide nothing.
 */
export function decideDialect(
  file: SourceFile,
  siblings: readonly SourceFile[],
  evidence: readonly ProjectEvidence[],
  setting: Dialect | undefined,
): DialectVerdict {
  if (setting) return { dialect: setting, reason: 'the configuration says so', by: 'setting' };

  const byPath = dialectOfPath(file.path);
  if (byPath) return { dialect: byPath.dialect, reason: `its path says “${byPath.word}”`, by: 'path' };

  const own = agree(file.marks.map(({ dialect, what }) => ({ dialect, reason: `it uses ${what}` })));
  if (own) return { ...own, by: 'content' };
  if (file.marks.length > 0)
    return { dialect: 'unknown', reason: 'it has constructs of several dialects', by: 'nothing' };

  const beside = agree(
    siblings.flatMap((sibling) => {
      // One whose own signs disagree says nothing of the others.
      const one = agree(sibling.marks.map(({ dialect, what }) => ({ dialect, reason: what })));
      return one ? [{ dialect: one.dialect, reason: `${sibling.path}, beside it, uses ${one.reason}` }] : [];
    }),
  );
  if (beside) return { ...beside, by: 'siblings' };

  const near = nearest(evidence, file.folder);
  const byDrivers = agree(near);
  if (byDrivers) return { ...byDrivers, by: 'drivers' };
  if (file.named && near.length === 0) {
    return {
      dialect: 'sqlite',
      reason: 'nothing says otherwise, and it was asked for by name',
      by: 'request',
    };
  }
  return {
    dialect: 'unknown',
    reason:
      near.length > 0
        ? 'the project talks to several databases, and nothing in the file tells which'
        : 'nothing tells which database it is for',
    by: 'nothing',
  };
}

function agree<T extends { readonly dialect: Dialect; readonly reason: string }>(
  signs: readonly T[],
): { dialect: Dialect; reason: string } | undefined {
  const first = signs[0];
  return first && signs.every((sign) => sign.dialect === first.dialect)
    ? { dialect: first.dialect, reason: first.reason }
    : undefined;
}

/** The evidence of the innermost folder around a file that has any. */
function nearest(evidence: readonly ProjectEvidence[], folder: string): ProjectEvidence[] {
  const around = evidence.filter(
    (sign) => sign.folder === '' || folder === sign.folder || folder.startsWith(`${sign.folder}/`),
  );
  const deepest = Math.max(-1, ...around.map((sign) => sign.folder.length));
  return around.filter((sign) => sign.folder.length === deepest);
}
