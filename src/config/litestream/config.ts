import type { ReplicaKind } from '../../facts/litestream/key.ts';
import type { Range } from '../../text/range.ts';
import type { Located } from '../deployment.ts';
import type { YamlNode } from '../yaml.ts';

export type { ReplicaKind };

/** Where the copies of a database go. */
export interface LitestreamReplica {
  /** Undefined for a kind that is not known, or that a variable decides. */
  readonly kind: ReplicaKind | undefined;
  /**
   * Kind, host or endpoint, bucket and path in one form, so that two replicas of one place are the same text; undefined
   * where a variable decides a part of it.
   */
  readonly place: string | undefined;
  /** The same with its variables as they are written: within one file, the same text is the same place. */
  readonly written: string | undefined;
  /** The map of its keys. */
  readonly node: YamlNode;
  readonly range: Range;
}

/** An entry of `dbs`. */
export interface LitestreamDatabase {
  /** The file, or the folder of databases, as it is written; undefined where the entry names none. */
  readonly path: (Located<string> & { readonly isFolder: boolean }) | undefined;
  readonly replicas: readonly LitestreamReplica[];
  /** The map of its keys. */
  readonly node: YamlNode;
  readonly range: Range;
}

/** What a litestream.yml says. */
export interface LitestreamConfig {
  /** The map of its keys; undefined for a file without any, or one that is no YAML. */
  readonly root: YamlNode;
  readonly databases: readonly LitestreamDatabase[];
  /** Where the documents after the first stand: Litestream reads none of them. */
  readonly ignoredDocuments: readonly Range[];
  /** True where a template engine makes keys of it: what it says in the end is not known. */
  readonly isTemplate: boolean;
}
