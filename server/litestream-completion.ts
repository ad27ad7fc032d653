import {
  type CompletionItem,
  CompletionItemKind,
  MarkupKind,
  type Position,
} from 'vscode-languageserver-types';
import { describeKey } from '../src/config/litestream/describe-key.ts';
import { cursorPlace } from '../src/config/litestream/place.ts';
import { litestreamConfigFiles } from '../src/config/litestream/read.ts';
import type { LitestreamKey } from '../src/facts/litestream/key.ts';
import { isReadBy, litestreamKey, litestreamKeysIn, releasesOf } from '../src/facts/litestream/keys.ts';
import { replicaTypes } from '../src/facts/litestream/replica-types.ts';
import type { Linter } from '../src/lint/linter.ts';
import { type LitestreamVersion, litestreamUses } from '../src/project/litestream/use.ts';

/** The keys and values that may stand at a place of a litestream.yml, for the Litestream that reads it. */
export function litestreamCompletion(linter: Linter, path: string, position: Position): CompletionItem[] {
  const file = litestreamConfigFiles.test(path) ? linter.file(path) : undefined;
  const cursor = file && cursorPlace(file.text, file.lines.offsetAt(position));
  if (!file || !cursor) return [];
  const use = litestreamUses(linter.project).find((one) => one.file.path === path);
  const version = use?.version.known ? use.version.value : undefined;
  const { place, key, value, siblings } = cursor;
  if (value !== undefined) {
    const spec = litestreamKey(place === '' ? key : `${place}.${key}`);
    return spec ? valuesOf(spec, version).map(toValue) : [];
  }
  return litestreamKeysIn(place)
    .filter((spec) => !siblings.includes(spec.key) && isOffered(spec, version))
    .map(toKey);
}

function isOffered(spec: LitestreamKey, version: LitestreamVersion | undefined): boolean {
  return version === undefined || isReadBy(spec, version.line, version.release) !== false;
}

function valuesOf(spec: LitestreamKey, version: LitestreamVersion | undefined): readonly string[] {
  if (spec.type === 'bool') return ['true', 'false'];
  const { values = [] } = spec;
  if (spec.path.startsWith('dbs[].replica') && spec.key === 'type' && version)
    return values.filter((value) => replicaTypes[version.line].includes(value));
  return values;
}

function toKey(spec: LitestreamKey): CompletionItem {
  const isBlock = spec.type === 'map' || spec.type === 'maps' || spec.type === 'strings';
  return {
    label: spec.key,
    kind: CompletionItemKind.Property,
    detail: `Litestream ${releasesOf(spec)}`,
    documentation: { kind: MarkupKind.Markdown, value: describeKey(spec) },
    insertText: isBlock ? `${spec.key}:` : `${spec.key}: `,
  };
}

function toValue(value: string): CompletionItem {
  return { label: value, kind: CompletionItemKind.Value };
}
