import { type FlyConfig, readFlyConfig } from '../../config/fly/config.ts';
import { flyReader } from '../../config/fly/read.ts';
import { type LitefsSetting, litefsSetting } from '../../config/litefs/read.ts';
import type { LitefsPath } from '../../facts/litefs/keys.ts';
import { isAtOrBelow } from '../../text/paths.ts';
import { type PlacedService, runningOf, servicesOf } from '../deployment/services.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { type LitefsUse, litefsUses } from './use.ts';

/** A service that surely runs LiteFS, with the configuration that it surely reads. */
export interface LitefsDeployment {
  readonly use: LitefsUse;
  readonly placed: PlacedService;
  /** For a service of a fly.toml: what that says. */
  readonly fly: FlyConfig | undefined;
}

/** What starts LiteFS, in a file that is no prose; `#` begins a comment in all of them. */
const startsLitefs = /^(?!\s*(?:#|\/\/)).*\blitefs["',\s]+mount\b/m;

/**
 * The services that run LiteFS: their Dockerfile brings it, and it or a script below its folder starts it. A service with
 * several configurations to choose from is left out, unless its Dockerfile names one of them.
 */
export const litefsDeployments = remember((project: Project): readonly LitefsDeployment[] => {
  const uses = litefsUses(project);
  if (uses.length === 0) return [];
  return servicesOf(project).flatMap((placed): LitefsDeployment[] => {
    const { file, service } = placed;
    const image = service.tool === 'docker' ? file : placed.image?.file;
    if (!image || !/litefs/.test(image.text)) return [];
    const context = service.context ?? file.folder;
    const within = (path: string): boolean => isAtOrBelow(path, context);
    const starts = [image, file, ...project.sources.filter(({ path }) => within(path) && isScript(path))];
    if (!starts.some(({ text }) => startsLitefs.test(text)) || startsOther(placed, image)) return [];
    const use = chosen(
      uses.filter(({ file: { path } }) => within(path)),
      image,
    );
    return use ? [{ use, placed, fly: flyOf(file) }] : [];
  });
});

/** True where the service replaces what its image starts, and neither LiteFS nor a script is what it starts instead. */
function startsOther({ file, service }: PlacedService, image: SourceFile): boolean {
  if (file === image) return false;
  const { start, replacesEntrypoint } = service;
  if (!replacesEntrypoint && (start.length === 0 || /^[ \t]*ENTRYPOINT\b/im.test(image.text))) return false;
  return !start.some(({ range }) =>
    /litefs|\.(?:sh|bash)\b|entrypoint\b(?!\s*:)|\b(?:npm|yarn|pnpm|bun|make)\b/.test(
      file.text.slice(range.start, range.end),
    ),
  );
}

function isScript(path: string): boolean {
  return /\.(?:sh|bash)$|(?:^|\/)(?:Procfile|[\w.-]*entrypoint[\w.-]*)$|(?:^|\/)package\.json$/.test(path);
}

function chosen(uses: readonly LitefsUse[], image: SourceFile): LitefsUse | undefined {
  const named = uses.filter(({ file }) => image.text.includes(file.path));
  const [only, ...others] = named.length > 0 ? named : uses;
  return others.length === 0 ? only : undefined;
}

const flyOf = remember((file: SourceFile): FlyConfig | undefined =>
  flyReader.files.test(file.path) ? readFlyConfig(file.text) : undefined,
);

/**
 * A key's value with what the service's environment fills in; undefined where that is not known. What an environment
 * holds beyond the files, such as secrets, is taken to have other names.
 */
export function deployedSetting(
  { use, placed }: LitefsDeployment,
  path: LitefsPath,
): LitefsSetting & { readonly value: string | undefined } {
  const setting = litefsSetting(use.config, path);
  const { entry } = setting;
  if (setting.isDefault || !entry || setting.value !== undefined) return setting;
  const { value } = entry;
  const source = use.file.text.slice(value.range.start, value.range.end);
  const plain = /^(["']?)(.*)\1$/s.exec(source)?.[2];
  if (plain === undefined || value.filled === undefined || plain.length !== value.filled.length)
    return setting;
  const { environment } = runningOf(placed);
  let isKnown = true;
  const filled = plain.replace(/\$(?:\{\s*(\w+)\s*\}|(\w+)|\{[^}]*\}|.)/g, (_, braced, bare) => {
    const found = environment.get(braced ?? bare)?.value;
    if (found === undefined) isKnown = false;
    return found ?? '';
  });
  return isKnown ? { ...setting, value: filled } : setting;
}

/** The port at the end of an address: 8081 of `localhost:8081` and `:8081`; undefined where it is not known. */
export function portIn(address: string | undefined): number | undefined {
  const port = /(?:^|:)(\d+)(?:\/|$)/.exec(address?.replace(/^https?:\/\//, '') ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}
