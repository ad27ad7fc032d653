import type { LitestreamKey, LitestreamLine } from '../../facts/litestream/key.ts';
import { releasesOf } from '../../facts/litestream/keys.ts';

/** What there is to know of a key, as Markdown. */
export function describeKey(key: LitestreamKey): string {
  const { type, range, values, kinds, insteadIn, idleIn } = key;
  const facts = [
    `${typeNames[type]}${range === undefined ? '' : `, ${range}`}`,
    ...(key.default === undefined ? [] : [`default: ${key.default}`]),
    ...(values ? [`one of ${values.map((value) => `\`${value}\``).join(', ')}`] : []),
    `Litestream ${releasesOf(key)}`,
    ...(kinds ? [`for ${kinds.join(', ')}`] : []),
  ];
  const notes = (['0.3', '0.5'] as const).flatMap((line: LitestreamLine) => {
    const instead = insteadIn?.[line];
    const idle = idleIn?.[line];
    return [
      ...(instead === undefined ? [] : [`${line} has \`${instead.replaceAll('[]', '')}\` instead.`]),
      ...(idle === undefined ? [] : [`${line} does nothing with it: ${idle}.`]),
    ];
  });
  if (key.isInherited === false) notes.push('Replicas do not take it over from here.');
  if (key.isSecret) notes.push('It is a secret: have it come from the environment.');
  return [`**${key.path.replaceAll('[]', '')}** · ${facts.join(' · ')}`, [key.what, ...notes].join(' ')].join(
    '\n\n',
  );
}

const typeNames: Readonly<Record<LitestreamKey['type'], string>> = {
  string: 'text',
  int: 'number',
  bool: 'true or false',
  duration: 'duration (`72h`, `30m`, `10s`)',
  size: 'size (`5MiB`)',
  permissions: 'permissions (`0600`)',
  strings: 'list of texts',
  map: 'keys',
  maps: 'list',
};
