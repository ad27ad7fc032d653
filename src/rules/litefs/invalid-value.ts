import {
  filling,
  isLitefsBoolean,
  type LitefsEntry,
  litefsSetting,
  litefsSwitch,
} from '../../config/litefs/read.ts';
import { goDurationMs, meantDuration } from '../../config/litestream/duration.ts';
import { type LitefsKey, litefsKey } from '../../facts/litefs/keys.ts';
import { type LitefsUse, litefsUses } from '../../project/litefs/use.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'litefs/invalid-value',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds values of a `litefs.yml` that LiteFS refuses: durations without a unit or in days, words in quotes where `true` or a number is meant, one text for a list, names that are none of those it knows.',
    why: 'LiteFS does not start. With `exit-on-error: false` the machine stays up, and its health checks fail for another reason than the log says.',
    sources: [
      'https://fly.io/docs/litefs/config/',
      'https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/config.go',
      'https://pkg.go.dev/time#ParseDuration',
    ],
    bad: [
      {
        'litefs.yml':
          'data:\n  dir: "/var/lib/litefs"\n  retention: 1d\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  candidate: "${FLY_REGION == PRIMARY_REGION}"\n  advertise-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml':
          'proxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "app.db"\n  passthrough: "*.ico"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\nlease:\n  type: "raft"\n  advertise-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml': 'lease:\n  type: "static"\n  candidate: false\n  advertise-url: "primary:20202"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'data:\n  dir: "/var/lib/litefs"\n  retention: "1h30m"\nskip-sync: yes\nlease:\n  type: "static"\n  candidate: ${FLY_REGION == PRIMARY_REGION}\n  advertise-url: "http://${PRIMARY_HOST}:20202"\nexec: "node server.js"\n',
      },
      // A variable decides.
      {
        'litefs.yml':
          'data:\n  retention: $RETENTION\nlease:\n  type: "${LEASE_TYPE}"\n  candidate: ${IS_PRIMARY}\n  advertise-url: "${PRIMARY_URL}"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const use of litefsUses(project)) {
      for (const entry of use.config.entries) {
        const refusal = refusalOf(entry, use);
        if (!refusal) continue;
        yield {
          file: use.file.path,
          range: entry.value.range,
          message: `LiteFS refuses this value of \`${entry.path.replace(/\[\]$/, '')}\`: ${refusal.why}.`,
          help: refusal.help,
          ...fixesOf(entry, refusal, use.file.text),
        };
      }
    }
  },
});

interface Refusal {
  readonly why: string;
  readonly help: string;
  /** What stands in its place then. */
  readonly write?: string | undefined;
  /** True where its quotes are all that is wrong. */
  readonly unquote?: true;
}

function fixesOf({ value }: LitefsEntry, { write, unquote }: Refusal, source: string): { fixes?: Fix[] } {
  const text = unquote ? source.slice(value.range.start + 1, value.range.end - 1) : write;
  if (text === undefined) return {};
  return { fixes: [{ title: `Write ${text}`, safe: false, edits: [{ range: value.range, text }] }] };
}

function refusalOf(entry: LitefsEntry, use: LitefsUse): Refusal | undefined {
  const { path, value } = entry;
  if (value.kind === 'null' || value.kind === 'open') return undefined;
  if (path === 'exec[]')
    return value.kind === 'map'
      ? undefined
      : { why: 'an item of the list is a map', help: 'Write each command as `- cmd: "…"`.' };
  const list = /^(.*[^\]])\[\]$/.exec(path)?.[1];
  if (list !== undefined && litefsKey(list)?.type === 'strings')
    return isScalar(entry)
      ? undefined
      : { why: 'an item of the list is a text', help: 'Write one text for each item.' };
  const key = litefsKey(path);
  if (!key) return undefined;
  return refusedType(entry, key) ?? refusedText(entry, key, use);
}

function isScalar({ value: { kind } }: LitefsEntry): boolean {
  return kind !== 'map' && kind !== 'list';
}

function refusedType(entry: LitefsEntry, key: LitefsKey): Refusal | undefined {
  const { kind, text, quoted } = entry.value;
  switch (key.type) {
    case 'map':
      return kind === 'map' ? undefined : { why: 'it is a map of keys', help: 'Write its keys below it.' };
    case 'strings':
      if (kind === 'list') return undefined;
      return {
        why: 'it is a list',
        help: 'Write it as a list.',
        write: text === undefined ? undefined : `[${JSON.stringify(text)}]`,
      };
    case 'commands':
      if (kind === 'string' || kind === 'list') return undefined;
      return {
        why: 'it is one command, or a list of them',
        help: 'Write `exec: "…"`, or `- cmd: "…"` for each.',
      };
    case 'string':
      return isScalar(entry) ? undefined : { why: 'it is one text', help: 'Write one text.' };
    case 'integer':
      if (kind === 'number') return undefined;
      return {
        why: 'it is a number without quotes',
        help: 'Write a number without quotes.',
        write: quoted && text !== undefined && /^\d+$/.test(text) ? text : undefined,
      };
    case 'boolean':
      return refusedBoolean(entry);
    case 'duration': {
      if (!isScalar(entry)) return { why: 'it is one duration', help: 'Write it as in `10s`.' };
      if (text === undefined || (kind !== 'number' && goDurationMs(text) !== undefined)) return undefined;
      const hours = kind === 'number' ? undefined : meantDuration(text);
      return {
        why:
          kind === 'number'
            ? 'a duration has a unit'
            : 'it is no duration of Go, whose units are h, m, s and ms',
        help:
          hours === undefined
            ? `Write it with its unit, as in \`${key.default ?? '10s'}\`.`
            : `Write \`${hours}\`.`,
        write: hours,
      };
    }
  }
}

function refusedBoolean(entry: LitefsEntry): Refusal | undefined {
  const { value } = entry;
  const { kind, text, filled, variables, quoted } = value;
  const [only] = variables;
  const isComparison =
    quoted && variables.length === 1 && only?.compares === true && !filled?.replaceAll(filling, '');
  if (isComparison) {
    return {
      why: 'the comparison becomes a text in quotes, not true or false',
      help: 'Leave the quotes out.',
      unquote: true,
    };
  }
  if (isLitefsBoolean(value)) return undefined;
  return {
    why: 'it is true or false, without quotes',
    help: 'Write true or false.',
    write:
      kind === 'string' && text !== undefined && /^(?:true|false)$/i.test(text)
        ? text.toLowerCase()
        : undefined,
  };
}

function refusedText(
  { path, value }: LitefsEntry,
  { values }: LitefsKey,
  { config }: LitefsUse,
): Refusal | undefined {
  const { text, filled } = value;
  if (values && text !== undefined && !values.includes(text) && !(path === 'backup.type' && text === '')) {
    const lower = text.toLowerCase();
    return {
      why: `it is ${values.map((one) => `\`${one}\``).join(' or ')}`,
      help: `Write ${values.map((one) => `\`${one}\``).join(' or ')}.`,
      write: values.includes(lower) ? lower : undefined,
    };
  }
  if (path === 'lease.advertise-url' && filled !== undefined && filled !== '') {
    // The primary of a static lease never reads its own.
    const isUnread =
      litefsSetting(config, 'lease.type').value === 'static' &&
      litefsSwitch(config, 'lease.candidate') === true;
    if (!isUnread && !filled.startsWith(filling) && !/^https?:\/\//.test(filled))
      return {
        why: 'replicas connect to a URL with http://',
        help: 'Write it as in `http://primary:20202`.',
      };
  }
  return undefined;
}
