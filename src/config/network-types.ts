/** The types by which mount(8), Docker and Kubernetes name file systems that other hosts share. */
const networkType =
  /^(?:nfs4?|cifs|smb[23]?|smbfs|smbv3|sshfs|fuse\.sshfs|glusterfs|ceph(?:fs)?|efs|azure-?file(?:-csi)?(?:-premium)?|rclone|9p|\w*(?:nfs|efs|cifs|sshfs|azurefile)\w*(?:[.:/-][\w.-]*)?|[\w.-]*(?:efs|file|nfs|smb)\.csi\.[\w.]+|[\w.-]+\/(?:sshfs|efs|nfs\w*|azurefile|glusterfs))$/i;

/** True for the type of a volume, the name of a driver or of a storage class that stands for a network file system. */
export function isNetworkType(type: string): boolean {
  return networkType.test(type);
}
