import { nameOf } from '../../text/paths.ts';

/** True for the configuration of Litestream or LiteFS, which replicate databases and make checkpoints of their own. */
export function configuresReplication({ path }: { readonly path: string }): boolean {
  return /^(?:litestream|litefs)[\w.-]*\.ya?ml$/.test(nameOf(path));
}
