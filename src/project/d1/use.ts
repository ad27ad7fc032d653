import {
  type D1Binding,
  readWranglerConfig,
  type WranglerConfig,
  wranglerFiles,
} from '../../config/wrangler/read.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import { resolvePath } from '../signs/sign.ts';
import type { SourceFile } from '../source-file.ts';
import type { SqlFile } from '../sql-files.ts';

/** A configuration of wrangler that binds a Worker to D1, or tries to. */
export interface D1Use {
  readonly file: SourceFile;
  readonly config: WranglerConfig;
}

const configOf = remember(({ path, text }: SourceFile): WranglerConfig | undefined =>
  text.includes('d1_databases') ? readWranglerConfig(path, text) : undefined,
);

/** The wrangler files of a project that speak of D1. */
export const d1Uses = remember((project: Project): readonly D1Use[] =>
  project.sources.flatMap((file) => {
    const config = wranglerFiles.test(file.path) ? configOf(file) : undefined;
    return config ? [{ file, config }] : [];
  }),
);

/** The folder of a binding's migrations, relative to the project. */
function migrationsFolderOf(binding: D1Binding, file: SourceFile): string {
  return resolvePath(file.folder, binding.migrationsDir?.value ?? 'migrations');
}

/** The folders whose files wrangler applies to D1, each with the configuration that says so. */
const migrationFolders = remember((project: Project): ReadonlyMap<string, SourceFile> => {
  const folders = new Map<string, SourceFile>();
  for (const { file, config } of d1Uses(project))
    for (const { databases = [] } of config.environments)
      for (const binding of databases) folders.set(migrationsFolderOf(binding, file), file);
  return folders;
});

/**
 * The configuration for which wrangler applies a file to D1; undefined for a file that it does not look at, and for one
 * that another tool of the project runs.
 */
export function d1MigrationOf(
  { source, judged, database }: SqlFile,
  project: Project,
): SourceFile | undefined {
  if (!judged || source.apart !== undefined) return undefined;
  // Drizzle and Prisma write migrations that wrangler applies; another tool applies its own.
  if (database && !/^(?:d1|drizzle|prisma|schema)$/.test(database.tool)) return undefined;
  return migrationFolders(project).get(source.folder);
}
