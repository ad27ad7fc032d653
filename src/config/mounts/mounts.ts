import type { Range } from '../../text/range.ts';

/** A folder of a network file system that a container gets, and the databases that it is told to open. */
export interface NetworkMount {
  /** Where the container sees it: `/data`. */
  readonly target: string;
  /** What says that it is one: `nfs`, `cifs`, `efs.csi.aws.com`. */
  readonly type: string;
  /** The mount in the container's description. */
  readonly range: Range;
  /** The container as the file calls it. */
  readonly container: string;
  /** Absolute paths in the container's environment, arguments and commands. */
  readonly paths: readonly string[];
  /** True for a container that is built of the project's own sources. */
  readonly isBuilt: boolean;
}

/** The types by which mount(8), Docker and Kubernetes name file systems that other hosts share. */
const networkType =
  /^(?:nfs4?|cifs|smb[23]?|smbfs|smbv3|sshfs|fuse\.sshfs|glusterfs|ceph(?:fs)?|efs|azure-?file(?:-csi)?(?:-premium)?|rclone|9p|\w*(?:nfs|efs|cifs|sshfs|azurefile)\w*(?:[.:/-][\w.-]*)?|[\w.-]*(?:efs|file|nfs|smb)\.csi\.[\w.]+|[\w.-]+\/(?:sshfs|efs|nfs\w*|azurefile|glusterfs))$/i;

/** True for the type of a volume, the name of a driver or of a storage class that stands for a network file system. */
export function isNetworkType(type: string): boolean {
  return networkType.test(type);
}

/** The absolute paths of files in a text, those of URLs of SQLite too: `sqlite:////data/app.db` gives `/data/app.db`. */
export function absolutePathsIn(text: string): string[] {
  const path = /(?:^|[\s"'=,(])(?:(?:jdbc:)?(?:sqlite3?\w*|file):\/*(?=\/))?(\/[\w@%+.-][\w@%+./-]*)/g;
  return [...text.matchAll(path)].flatMap(([, found]) => found ?? []);
}

/** True for a path that lies in a folder, or is it. */
export function isBelow(path: string, folder: string): boolean {
  const plain = folder.replace(/\/+$/, '');
  return plain !== '' && (path === plain || path.startsWith(`${plain}/`));
}
