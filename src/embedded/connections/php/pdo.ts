import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { behind } from '../behind.ts';
import { readDsn, storageOf } from '../dsn.ts';
import { type SettingAt, SetUp, settingsBehind } from '../set-up.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { databaseAt } from '../written.ts';
import {
  argumentsOf,
  assignedBefore,
  callsOn,
  className,
  constructedHandle,
  elementsOf,
  isWithinClassOf,
  namedArgument,
  opaqueUse,
  phpFlow,
  phpHandleOf,
  phpValue,
  piecesOf,
} from './syntax.ts';

/**
 * Connections of PDO: `new PDO('sqlite:app.db')`, `new \Pdo\Sqlite(…)`, `PDO::connect(…)`, and of classes made of it.
 * https://www.php.net/manual/en/ref.pdo-sqlite.php
 */
export function* readPdo(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['object_creation_expression', 'scoped_call_expression'])) {
    const name = node.type === 'object_creation_expression' ? className(node) : connectedClass(node);
    const [dsn, , , fourth] = name === undefined ? [] : argumentsOf(node);
    const options = namedArgument(node, 'options') ?? fourth;
    if (name === undefined || !dsn) continue;
    const pieces = piecesOf(dsn, file);
    const isOfSqlite = pieces?.[0] !== undefined && 'text' in pieces[0] && /^sqlite:/.test(pieces[0].text);
    const { database } = isOfSqlite ? { database: undefined } : databaseAt(dsn, file);
    if (database?.kind === 'env' && name === 'PDO') {
      const when = { env: database.name, matches: /^sqlite:/, otherwise: undefined };
      yield { ...readSite(node, name, dsn, options, file), database, storage: 'file', when };
      continue;
    }
    // A class of SQLite's own says so by itself, however its DSN is put together.
    if (!isOfSqlite && !/^P(?:DO|do)\\Sqlite$|Pdo_?Sqlite3?$/i.test(name)) continue;
    yield readSite(node, name, dsn, options, file);
  }
}

/**
 * The class that a static call opens a connection of: `PDO::connect()`, which makes an object of the class that the DSN
 * names (PHP 8.4), and `parent::__construct()` in a class made of PDO.
 */
function connectedClass(call: Node): string | undefined {
  const scope = call.childForFieldName('scope')?.text.replace(/^\\/, '');
  const method = call.childForFieldName('name')?.text;
  if (scope === 'parent' && method === '__construct')
    return isWithinClassOf(call, /^PDO$/) ? 'PDO' : undefined;
  return scope !== undefined && /^(?:PDO|Pdo\\Sqlite)$/.test(scope) && method === 'connect'
    ? scope
    : undefined;
}

function readSite(
  node: Node,
  name: string,
  dsn: Node,
  options: Node | undefined,
  file: HostFile,
): ConnectionSite {
  const handle = constructedHandle(node) ?? phpHandleOf(node);
  const { database, storage } = databaseOf(dsn, file);
  const attributes = handle.name === undefined ? [] : attributesOn(handle.name, file);
  return {
    driver: 'pdo-sqlite',
    range: placeOf(node),
    database,
    storage,
    readOnly: /OPEN_READONLY\b/.test(options ? writtenOut(options).text : ''),
    settings: [
      ...timeoutOf(options, file),
      ...(handle.name === undefined
        ? []
        : settingsBehind(new SetUp(node, phpFlow), new Set([handle.name]), file, attributes)),
    ],
    ignored: [],
    opaque: ofForeignClass(name, file) ?? opaqueUse(node, handle.name, file),
    variable: handle.name,
    fix: (pragma, value) =>
      behind(handle.statement, file.text, `${handle.name}->exec('PRAGMA ${pragma} = ${value}');`),
  };
}

/** What a DSN of `sqlite:` names: a path, whatever it is put together of. */
function databaseOf(dsn: Node, file: HostFile): Pick<ConnectionSite, 'database' | 'storage'> {
  const whole = placeOf(dsn);
  const { path, isPathKnown } = readDsn(piecesOf(dsn, file) ?? [{ hole: whole }], whole, () => true);
  const text = path.replace(/^sqlite:/, '');
  if (isPathKnown) return { database: { kind: 'text', text, range: whole }, storage: storageOf(text) };
  const expression = (assignedBefore(dsn) ?? dsn).text;
  // A text of its own in front of the rest, the beginning of one, or the whole.
  const written = expression
    .replace(/^(["'])sqlite:\1\s*\.\s*/, '')
    .replace(/^(["'])sqlite:((?:(?!\1).)*)\1$/, '$2')
    .replace(/^(["'])sqlite:/, '$1');
  return {
    database: { kind: 'path', written: written.length > 60 ? text : written },
    storage: /memory/i.test(expression) ? 'unknown' : 'file',
  };
}

/** The attribute is in seconds; the pragma in milliseconds. */
export function milliseconds(seconds: string | null | undefined): string | undefined {
  return typeof seconds === 'string' && /^\d+$/.test(seconds) ? String(Number(seconds) * 1000) : undefined;
}

/** `[PDO::ATTR_TIMEOUT => 5]`, in place or in a variable; a value of unknown attributes may have it. */
export function timeoutOf(options: Node | undefined, file: HostFile): Setting[] {
  if (!options || options.type === 'null') return [];
  const written = writtenOut(options);
  const setting: Omit<Setting, 'value'> = {
    pragma: 'busy_timeout',
    by: 'option',
    written: 'PDO::ATTR_TIMEOUT',
    range: placeOf(options),
    everyConnection: true,
  };
  const elements = elementsOf(written);
  const element = elements?.findLast(({ key }) => isTimeout(key));
  const later = options.type === 'variable_name' ? givenTo(options, file) : undefined;
  if (later) return [{ ...setting, ...later }];
  if (element)
    return [{ ...setting, value: milliseconds(phpValue(element.value, file).value), range: element.range }];
  const isComplete = elements !== undefined && !written.text.includes('...');
  return isComplete ? [] : [{ ...setting, value: undefined, written: 'the options' }];
}

function writtenOut(options: Node): Node {
  return assignedBefore(options) ?? options;
}

/** `$options[PDO::ATTR_TIMEOUT] = 30;` before the variable is used. */
function givenTo(options: Node, file: HostFile): Pick<Setting, 'value' | 'written' | 'range'> | undefined {
  const all = nodesOf(file.root, ['assignment_expression']).filter((one) => {
    const left = one.childForFieldName('left');
    const [array, key] = childrenOf(left);
    return (
      left?.type === 'subscript_expression' &&
      array?.text === options.text &&
      isTimeout(key?.text ?? '') &&
      one.endIndex < options.startIndex
    );
  });
  const last = all.at(-1);
  const value = last?.childForFieldName('right');
  if (!last || !value) return undefined;
  return { ...attributeValue(value, file), range: placeOf(last) };
}

/** `$pdo->setAttribute(PDO::ATTR_TIMEOUT, 30)`. */
function attributesOn(handle: string, file: HostFile): SettingAt[] {
  return [...callsOn(handle, file)].flatMap(({ node, method, args }): SettingAt[] => {
    const [attribute, value] = args;
    if (method !== 'setAttribute' || !attribute || !value || !isTimeout(attribute.text)) return [];
    return [
      {
        node,
        receiver: handle,
        setting: {
          pragma: 'busy_timeout',
          by: 'option',
          ...attributeValue(value, file),
          range: placeOf(node),
          everyConnection: true,
        },
      },
    ];
  });
}

/** What the timeout is set to; a number that stands in for what a caller may give is what holds without it. */
function attributeValue(node: Node, file: HostFile): Pick<Setting, 'value' | 'written'> {
  const { value, unless } = phpValue(node, file);
  const written = unless === undefined ? 'PDO::ATTR_TIMEOUT' : `PDO::ATTR_TIMEOUT (unless ${unless} is set)`;
  return { value: milliseconds(value), written };
}

function isTimeout(attribute: string): boolean {
  return /^\\?PDO::ATTR_TIMEOUT$/.test(attribute);
}

/** A class of a package that is made of PDO may set pragmas. */
function ofForeignClass(name: string, { text }: HostFile): string | undefined {
  if (/^(?:PDO|P(?:DO|do)\\Sqlite)$/.test(name)) return undefined;
  const isImported = new RegExp(
    `^use\\s+\\\\?(?:PDO|P(?:DO|do)\\\\Sqlite)(?:\\s+as\\s+${name})?\\s*;`,
    'm',
  ).test(text);
  const isOwn = /pdo/i.test(name) && !name.includes('\\');
  return isImported || isOwn ? undefined : `it is opened by the class ${name}`;
}
