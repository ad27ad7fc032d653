import { driverMarks } from '../../facts/dialects.ts';
import { nameOf } from '../../text/paths.ts';
import type { SourceFile } from '../source-file.ts';
import type { DatabaseSign, SignStrength } from './sign.ts';

/** The drivers that a manifest names. Those for development and tests only weigh less. */
export function dependencySigns(file: SourceFile): DatabaseSign[] {
  const { path } = file;
  const { production, development } = splitManifest(file);
  // A manifest of a folder above speaks for the whole project.
  const folder = path.startsWith('../') ? '' : file.folder;
  const signsOf = (text: string, strength: SignStrength): DatabaseSign[] =>
    driverMarks
      .filter(({ pattern }) => pattern.test(text))
      .map(({ dialect, name }) => ({ dialect, reason: `${path} names ${name}`, folder, strength }));
  const strong = signsOf(production, 'dependency');
  const weak = signsOf(development, 'development').filter(
    ({ reason }) => !strong.some((sign) => sign.reason === reason),
  );
  return [...strong, ...weak];
}

/** A manifest's text, divided into what production installs and what only development does. */
function splitManifest({ path, text }: SourceFile): { production: string; development: string } {
  const name = nameOf(path);
  switch (name) {
    case 'package.json':
    case 'composer.json':
      return splitJson(text);
    case 'go.mod':
      // An indirect module is somebody else's choice.
      return { production: text.replace(/^.*\/\/ indirect.*$/gm, ''), development: '' };
    case 'Cargo.toml':
      return splitBy(text, /^\[(?:target\.[^\]]*\.)?dev-dependencies[^\]]*\]\n(?:(?!\[)[^\n]*\n?)*/gm);
    case 'Gemfile':
      return splitBy(
        text,
        /^group\s+(?=[^\n]*:(?:development|test))(?![^\n]*:production)[^\n]*\bdo\b[\s\S]*?^end\b/gm,
      );
    case 'Pipfile':
      return splitBy(text, /^\[dev-packages\]\n(?:(?!\[)[^\n]*\n?)*/gm);
    case 'pyproject.toml':
      return splitBy(
        text,
        /^\[(?:tool\.poetry\.(?:group\.(?:dev|test|tests|lint)\.)?dev-dependencies|tool\.poetry\.group\.(?:dev|tests?|lint|docs)\.dependencies|dependency-groups)\]\n(?:(?!\[[a-z])[^\n]*\n?)*/gm,
      );
    default:
      return /^requirements[\w.-]*(?:dev|test|lint|ci)[\w.-]*\.txt$/.test(name)
        ? { production: '', development: text }
        : { production: text, development: '' };
  }
}

function splitBy(text: string, development: RegExp): { production: string; development: string } {
  return {
    production: text.replace(development, ''),
    development: (text.match(development) ?? []).join('\n'),
  };
}

/** Dependencies of package.json and composer.json; scripts and descriptions name databases for other reasons. */
function splitJson(text: string): { production: string; development: string } {
  try {
    const manifest = JSON.parse(text) as Record<string, unknown>;
    const pick = (...keys: string[]): string =>
      JSON.stringify(Object.assign({}, ...keys.map((key) => manifest[key])) ?? {});
    return {
      production: pick('dependencies', 'peerDependencies', 'optionalDependencies', 'require'),
      development: pick('devDependencies', 'require-dev'),
    };
  } catch {
    return { production: text, development: '' };
  }
}
