import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { nameOf } from '../text/paths.ts';
import { servicesIn } from './deployment/services-in.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** A platform whose file system does not last. */
export interface Platform {
  /** As people call it, with what is so of its disk, as a clause. */
  readonly name: string;
  readonly disk: string;
  /** The file that says that the project runs there. */
  readonly file: SourceFile;
}

const serverFrameworks =
  /"(?:next|nuxt|@sveltejs\/kit|@remix-run\/node|@react-router\/node|astro|@solidjs\/start)"\s*:/;

/**
 * The platform with a file system that does not last on which the code of a file surely runs; undefined where it may run
 * elsewhere: another deployment of the project is described, or the platform may only serve its static files.
 */
export function ephemeralPlatformOf(code: SourceFile, project: Project): Platform | undefined {
  for (const file of platformFilesOf(project)) {
    if (file.folder !== '' && !code.path.startsWith(`${file.folder}/`)) continue;
    const platform = platformIn(file, code, project);
    if (platform) return platform;
  }
  return undefined;
}

/** The files of platforms; none where another deployment is described beside them. */
const platformFilesOf = remember(({ sources }: Project): readonly SourceFile[] => {
  const files = sources.filter((file) => roleOf(file) === 'platform');
  return files.length === 0 || sources.some((file) => roleOf(file) === 'other') ? [] : files;
});

const roleOf = remember((file: SourceFile): 'platform' | 'other' | undefined => {
  const name = nameOf(file.path);
  if (/^(?:(?:vercel|app)\.json|netlify\.toml|serverless\.ya?ml)$/.test(name)) return 'platform';
  return otherDeployment.test(name) ||
    servicesIn(file).some(({ tool }) => !/^(?:procfile|heroku)$/.test(tool))
    ? 'other'
    : undefined;
});

/** Files that deploy a project, whatever is in them. */
const otherDeployment =
  /^(?:Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml|fly[\w.-]*\.toml|render\.ya?ml|railway\.(?:json|toml)|ecosystem\.config\.\w+|[\w.-]+\.service|deploy\.yml|captain-definition)$/;

function platformIn(file: SourceFile, code: SourceFile, project: Project): Platform | undefined {
  const within = code.path.slice(file.folder === '' ? 0 : file.folder.length + 1);
  switch (nameOf(file.path)) {
    case 'vercel.json':
      return within.startsWith('api/') || hasFramework(file.folder, project)
        ? { name: 'Vercel', disk: 'functions cannot write to it', file }
        : undefined;
    case 'netlify.toml': {
      const folder = netlifyFunctions(file);
      return within.startsWith(`${folder}/`)
        ? { name: 'Netlify', disk: 'functions cannot write to it', file }
        : undefined;
    }
    case 'serverless.yml':
    case 'serverless.yaml':
      return /^\s+name:\s*aws\b/m.test(file.text) && !/fileSystemConfig/.test(file.text)
        ? { name: 'AWS Lambda', disk: 'functions cannot write to it', file }
        : undefined;
    case 'app.json':
      return /"(?:stack|url)"\s*:\s*"heroku[-/]|"heroku[-/]/.test(file.text) &&
        project.sources.some(({ path }) => path === `${file.folder === '' ? '' : `${file.folder}/`}Procfile`)
        ? { name: 'Heroku', disk: 'it starts empty with each dyno, each day', file }
        : undefined;
    default:
      return undefined;
  }
}

function hasFramework(folder: string, { sources }: Project): boolean {
  const manifest = `${folder === '' ? '' : `${folder}/`}package.json`;
  return sources.some(({ path, text }) => path === manifest && serverFrameworks.test(text));
}

/** https://docs.netlify.com/functions/optional-configuration/ */
const netlifyFunctions = remember(({ text }: SourceFile): string => {
  try {
    const config = getStaticTOMLValue(parseTOML(text)) as Record<string, Record<string, unknown> | undefined>;
    const folder = config.functions?.directory ?? config.build?.functions;
    return typeof folder === 'string' ? folder.replace(/^\.?\/|\/$/g, '') : 'netlify/functions';
  } catch {
    return 'netlify/functions';
  }
});
