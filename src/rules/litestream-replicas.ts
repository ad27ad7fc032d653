import type { LitestreamReplica } from '../config/litestream/config.ts';
import { type LitestreamSetting, settingsBelow } from '../config/litestream/settings.ts';
import type { LitestreamFile } from './litestream-files.ts';

/** A replica with the settings that count for it. */
export interface EffectiveReplica {
  readonly replica: LitestreamReplica;
  /** Its own, or, in 0.5, the one for all replicas. */
  readonly setting: (key: string) => LitestreamSetting | undefined;
  /** A parameter of its URL. */
  readonly parameter: (...names: readonly string[]) => string | undefined;
}

/** The replicas of a file with what counts for them. */
export function effectiveReplicas({ config, line }: LitestreamFile): EffectiveReplica[] {
  const globals = line === '0.3' ? [] : settingsBelow(config.root, '');
  return config.databases.flatMap(({ replicas }) =>
    replicas.map((replica) => {
      const own = settingsBelow(replica.node, '');
      const setting = (key: string): LitestreamSetting | undefined =>
        own.find(({ path }) => path === key) ??
        globals.find(({ path, spec }) => path === key && spec?.isInherited === true);
      const query = /\?(.*)$/.exec(own.find(({ path }) => path === 'url')?.value?.value ?? '')?.[1] ?? '';
      const parameters = new URLSearchParams(query);
      return {
        replica,
        setting,
        parameter: (...names: readonly string[]) =>
          names.map((name) => parameters.get(name)).find((value) => value !== null) ?? undefined,
      };
    }),
  );
}
