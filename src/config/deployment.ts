import type { CommandText } from '../embedded/shell/command.ts';
import type { Range } from '../text/range.ts';

/** A value of a configuration with its place. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
}

/** What lies under a folder that a service gets from outside. */
export type MountKind =
  /** Storage that outlives the service, on the host that runs it or on a block device: a named volume, a claim, a Fly volume. */
  | 'volume'
  /** A folder or file of the host. */
  | 'bind'
  /** A file system that several hosts can share: NFS, SMB, EFS. */
  | 'network'
  /** Memory, or a folder that goes with the service: tmpfs, emptyDir. */
  | 'temporary'
  /** Settings that a platform puts there: a ConfigMap, a secret. */
  | 'settings'
  | 'unknown';

export interface Mount {
  /** Where the service sees it, absolute, without a slash at its end; undefined where a variable decides. */
  readonly target: string | undefined;
  /** What is mounted, as it is written: a volume's name, a folder of the host. */
  readonly source: string | undefined;
  readonly kind: MountKind;
  /** What says that it is a network file system: `nfs`, `efs.csi.aws.com`. */
  readonly type?: string | undefined;
  /** The claim of Kubernetes: how many nodes may have it (`ReadWriteOnce`), and whether each pod gets one of its own. */
  readonly claim?: { readonly accessModes: readonly string[]; readonly isOfEachPod: boolean } | undefined;
  readonly range: Range;
}

/** A variable that a service is started with. */
export interface EnvironmentVariable {
  readonly name: string;
  /** Undefined where it comes from elsewhere. */
  readonly value: string | undefined;
  readonly range: Range;
}

export type DeploymentTool =
  | 'docker'
  | 'compose'
  | 'kubernetes'
  | 'fly'
  | 'systemd'
  | 'procfile'
  | 'kamal'
  | 'render'
  | 'railway'
  | 'pm2'
  | 'app-platform'
  | 'app-runner'
  | 'heroku';

/** Something that runs a program for good, as one file describes it: a container, a machine, a process. */
export interface Service {
  readonly tool: DeploymentTool;
  /** As the file calls it; `the image` of a Dockerfile, `the app` of a fly.toml. */
  readonly name: string;
  /** The object of a cluster that runs it, by name; undefined elsewhere. */
  readonly workload: string | undefined;
  /** Its name or heading, where findings about the whole of it stand. */
  readonly range: Range;
  /** The image that it runs, as it is written; undefined where it is built or there is none. */
  readonly image: Located<string> | undefined;
  /** The Dockerfile that it is built from, relative to the project; undefined where it is not built, or nothing says of what. */
  readonly dockerfile: string | undefined;
  /** The stage of the Dockerfile that it runs, by name; undefined for the last. */
  readonly stage: string | undefined;
  /** The folder of the sources that it is built from, relative to the project; undefined where it is not built, or nothing says of what. */
  readonly context: string | undefined;
  /** True for one that is built of the project's own sources. */
  readonly isBuilt: boolean;
  readonly mounts: readonly Mount[];
  /** False where mounts may come from elsewhere: a file that is included, a template, a patch. */
  readonly mountsAreWhole: boolean;
  readonly environment: readonly EnvironmentVariable[];
  /** False where variables may come from elsewhere as well: a file, a secret, a platform's settings. */
  readonly environmentIsWhole: boolean;
  /** What it starts: entrypoint and command, ExecStart, processes. */
  readonly start: readonly CommandText[];
  /** True where the image's own entrypoint is not run: another one takes its place, or none. */
  readonly replacesEntrypoint: boolean;
  /** Its ports that others reach: on each address of its host, or behind the proxy of the platform. */
  readonly openPorts: readonly Located<number>[];
  /** The folder that it is started in; undefined where nothing says so. */
  readonly workingDirectory: string | undefined;
  /** The user that it runs as; undefined where nothing says so. */
  readonly user: Located<string> | undefined;
  /** How many of it run at once, where the file says so. */
  readonly instances: Located<number> | undefined;
  /** How many an autoscaler starts at most; undefined where none is known to. */
  readonly mostInstances: number | undefined;
  /** Whether the old one ends before a new version starts (`recreate`), or later (`rolling`); undefined where nothing says so. */
  readonly replacement: Located<'recreate' | 'rolling'> | undefined;
  /** True where it is started again whenever it ends: it is meant to run for good. */
  readonly restarts: boolean;
  /** What it is only started for, where the file says so: the profiles of Compose. */
  readonly profiles: readonly string[];
}

/** A service without any property: readers add what the file says. */
export const plainService = {
  workload: undefined,
  image: undefined,
  dockerfile: undefined,
  stage: undefined,
  context: undefined,
  isBuilt: false,
  mounts: [],
  mountsAreWhole: false,
  environment: [],
  environmentIsWhole: false,
  start: [],
  replacesEntrypoint: false,
  openPorts: [],
  workingDirectory: undefined,
  user: undefined,
  instances: undefined,
  mostInstances: undefined,
  replacement: undefined,
  restarts: false,
  profiles: [],
} as const;

/** Reads the services of the files of one tool. */
export interface DeploymentReader {
  /** Matches the path of its files. */
  readonly files: RegExp;
  /** Pure; no service for a file that cannot be read. */
  readonly read: (path: string, text: string) => readonly Service[];
}
