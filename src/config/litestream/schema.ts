import type { KeySpec, LitestreamKey } from '../../facts/litestream/key.ts';
import { litestreamKeysIn, releasesOf } from '../../facts/litestream/keys.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A JSON schema of litestream.yml with the keys of both lines, each with the releases that read it. */
export function litestreamSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Litestream',
    description: 'litestream.yml with the keys of Litestream 0.3 and 0.5.',
    ...mapAt(''),
  };
}

function mapAt(place: string): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      litestreamKeysIn(place).map((key) => [key.key, { description: descriptionOf(key), ...typeOf(key) }]),
    ),
    // Parts for the rest of the file, which Litestream does not look at.
    patternProperties: { '^x-': {} },
    additionalProperties: false,
  };
}

function descriptionOf(key: LitestreamKey): string {
  const fallback = key.default === undefined ? '' : ` Default: ${key.default}.`;
  return `${key.what}${fallback} Litestream ${releasesOf(key)}.`;
}

function typeOf(key: LitestreamKey): Schema {
  switch (key.type) {
    case 'map':
      return mapAt(key.path);
    case 'maps':
      return { type: 'array', items: mapAt(`${key.path}[]`) };
    case 'strings':
      return { type: 'array', items: { type: 'string' } };
    case 'int':
    case 'permissions':
      return { anyOf: [{ type: 'integer' }, variable] };
    case 'bool':
      return { anyOf: [{ type: 'boolean' }, variable] };
    case 'duration':
      return { anyOf: [{ type: 'string', pattern: durationPattern }, { const: 0 }, variable] };
    default:
      return textOf(key);
  }
}

function textOf({ values }: KeySpec): Schema {
  return values ? { anyOf: [{ enum: values }, variable] } : { type: ['string', 'number', 'boolean'] };
}

/** Litestream puts variables of the environment into the file before it reads it. */
const variable: Schema = { type: 'string', pattern: '\\$' };

const durationPattern = '^[-+]?(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h))+$|\\$';
