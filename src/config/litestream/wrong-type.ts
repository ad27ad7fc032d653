import { isAlias, isMap, isScalar, isSeq, type Scalar } from 'yaml';
import type { KeyType } from '../../facts/litestream/key.ts';
import type { YamlNode } from '../yaml.ts';
import { isComputed } from './read.ts';

/** What a value has to be, for readers. */
const wanted: Readonly<Record<KeyType, string>> = {
  string: 'one text',
  int: 'a number',
  bool: 'true or false',
  duration: 'one duration',
  size: 'one size',
  permissions: 'one number',
  strings: 'a list of texts',
  map: 'keys and values',
  maps: 'a list',
};

/**
 * What a value should be where it is something that Litestream cannot read as its key's type; undefined where it can.
 * It reads YAML 1.1 as gopkg.in/yaml.v2 does: any scalar is a text, and what stands in quotes is nothing else.
 */
export function wrongType(node: YamlNode, type: KeyType): string | undefined {
  if (!node || isAlias(node)) return undefined;
  if (isSeq(node)) return type === 'strings' || type === 'maps' ? undefined : wanted[type];
  if (isMap(node)) return type === 'map' ? undefined : wanted[type];
  if (!isScalar(node) || isNull(node) || isComputed(node.source ?? '')) return undefined;
  if (type === 'map' || type === 'maps' || type === 'strings') return wanted[type];
  if (type === 'int') return isNumber(node) ? undefined : wanted.int;
  if (type === 'bool') return isBoolean(node) ? undefined : wanted.bool;
  return undefined;
}

function isPlain(node: Scalar): boolean {
  return node.type === 'PLAIN' && node.tag === undefined;
}

function isNull(node: Scalar): boolean {
  return node.tag !== undefined || (isPlain(node) && /^(?:~|null|Null|NULL|)$/.test(node.source ?? ''));
}

function isNumber(node: Scalar): boolean {
  return isPlain(node) && /^[-+.\d]/.test(node.source ?? '');
}

function isBoolean(node: Scalar): boolean {
  return (
    isPlain(node) &&
    /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/.test(
      node.source ?? '',
    )
  );
}
