import { driverMarks } from '../../facts/dialects.ts';
import { withoutComments } from '../../text/comments.ts';
import { nameOf } from '../../text/paths.ts';
import type { SourceFile } from '../source-file.ts';
import type { DatabaseSign, SignStrength } from './sign.ts';

/** The drivers that a manifest names. Those for development and tests only weigh less. */
export function dependencySigns(file: SourceFile): DatabaseSign[] {
  const { path } = file;
  const { production, development, only = '' } = splitManifest(file);
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
  return [...signsOf(only, 'production'), ...strong, ...weak];
}

/** A manifest's text, divided into what every environment installs, what only development does, what only production. */
interface SplitManifest {
  readonly production: string;
  readonly development: string;
  readonly only?: string;
}

function splitManifest(file: SourceFile): SplitManifest {
  const { path } = file;
  const whole = file.text.replaceAll('\r\n', '\n');
  const text = /\.(?:json|gradle|kts|xml|csproj|mod)$/.test(path) ? whole : withoutComments(whole, 'hash');
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
      return splitGemfile(text);
    case 'Pipfile':
      return splitBy(text, /^\[dev-packages\]\n(?:(?!\[)[^\n]*\n?)*/gm);
    case 'pyproject.toml':
      // An optional dependency is one that some installations have.
      return splitBy(
        text.replace(/^.*\boptional\s*=\s*true.*$/gm, ''),
        /^\[(?:project\.optional-dependencies|tool\.poetry\.(?:group\.(?:dev|test|tests|lint)\.)?dev-dependencies|tool\.poetry\.extras|tool\.poetry\.group\.[\w-]+\.dependencies|dependency-groups)\]\n(?:(?!\[[a-z])[^\n]*\n?)*/gm,
      );
    default:
      return /^requirements[\w.-]*(?:dev|test|lint|ci)[\w.-]*\.txt$/.test(name)
        ? { production: '', development: text }
        : { production: text, development: '' };
  }
}

/** https://bundler.io/man/gemfile.5.html: groups of development and tests, and groups of production alone. */
function splitGemfile(text: string): SplitManifest {
  const group = /^group\s+([^\n]*?)\bdo\b[\s\S]*?^end\b/gm;
  const groups = [...text.matchAll(group)];
  const named = (wanted: RegExp, without: RegExp): string =>
    groups
      .filter(([, names = '']) => wanted.test(names) && !without.test(names))
      .map(([block]) => block)
      .join('\n');
  const inline = text.split('\n').filter((line) => /^\s*gem\b.*\bgroups?:/.test(line));
  return {
    production: text
      .replace(group, '')
      .split('\n')
      .filter((line) => !inline.includes(line))
      .join('\n'),
    development: [
      named(/:(?:development|test)\b/, /:production\b/),
      ...inline.filter((line) => /:(?:development|test)\b/.test(line) && !/:production\b/.test(line)),
    ].join('\n'),
    only: [
      named(/:production\b/, /:(?:development|test)\b/),
      ...inline.filter((line) => /:production\b/.test(line) && !/:(?:development|test)\b/.test(line)),
    ].join('\n'),
  };
}

function splitBy(text: string, development: RegExp): SplitManifest {
  return {
    production: text.replace(development, ''),
    development: (text.match(development) ?? []).join('\n'),
  };
}

/** Dependencies of package.json and composer.json; scripts and descriptions name databases for other reasons. */
function splitJson(text: string): SplitManifest {
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
