import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostLanguage } from '../host-languages.ts';
import { nodesOf } from '../sql/text-expressions.ts';
import type { Code } from './code.ts';
import type { FilledValue } from './site.ts';

/** What a request to a server brings, by the frameworks of each language. */
const requests: Readonly<Record<HostLanguage, RegExp>> = {
  javascript:
    /^(?:(?:req|request|ctx|c|event|context)\.(?:request\.)?(?:query|params|body|headers|cookies)(?:\.|\[)|(?:c|ctx|context)\.req\.(?:param|query|header)\(|(?:url|searchParams|params|URL)\.(?:searchParams\.)?get\(|(?:req|request)\.(?:param|get|header)\()/,
  typescript: /^$/,
  tsx: /^$/,
  python:
    /^(?:flask\.)?(?:self\.)?request\.(?:args|form|values|json|cookies|headers|GET|POST|query_params|path_params|params|query|match_info)(?:\.get\(|\[|\.getlist\()/,
  go: /^(?:r|req|request|c|ctx)\.(?:FormValue|PostFormValue|PathValue|Param|QueryParam|Query|DefaultQuery|PostForm|URL\.Query\(\)\.Get|Header\.Get|Params|GetHeader)\(|^(?:mux\.Vars\(\w+\)|chi\.URLParam\()/,
  rust: /^$/,
  ruby: /^(?:params|cookies|request\.params|request\.headers)(?:\[|\.(?:fetch|require|dig)\()/,
  php: /^(?:\$_(?:GET|POST|REQUEST|COOKIE)\[|\$_SERVER\[['"](?:HTTP_|QUERY_STRING|REQUEST_URI|PATH_INFO|PHP_SELF)|\$request->(?:input|get|query|post|request->get|query->get)\(|\$request->query\[|request\(['"])/,
  java: /^(?:request|req|httpServletRequest)\.(?:getParameter|getHeader)\(/,
  'c-sharp': /^(?:HttpContext\.)?Request\.(?:Query|Form|Headers|RouteValues)\[/,
};

/** Names of parameters that are parts of SQL, and no values. */
const clauseNames =
  /sql|query|clause|where|cond|filter|placeholder|marks|binds?$|bindvars|table|column|col(?:s|_?name)?$|fields?$|field_?name|order|sort|direction|schema|index|expr|stmt|statement|fragment|select|join|values?_?list|params?$|prefix|suffix|limit|offset|interval|modifier|format|type$|op(?:erator)?$|key$|keyword|cte|trigger|view|pragma|fts|match|alias|escaped|quoted|safe|literal|dialect|database$|db_?name|attach|unit|granularity|bucket|group|period|lang(?:uage)?$|locale|kind|mode|status|state|version|ids?$|count|num|size|days?|hours?|minutes?|seconds?|timestamp|date|time$|year|month|chunk|batch/i;

/** Calls and operators that make a value harmless, whatever it is. */
const harmless =
  /\b(?:int|float|bool|len|Number|parseInt|parseFloat|Math\.\w+|Boolean|intval|floatval|count|to_i|to_f|Integer|Float|strconv\.\w+|hash\w*|hexdigest|hex|md5|sha\d*|uuid\w*|toString\(\d|quote\w*|escape\w*|sanitize\w*|sqlite_escape\w*|connection\.quote|SqlString|addslashes|replace(?:All)?|sub|gsub|str_replace|strings\.(?:Replace\w*|Repeat|NewReplacer)|preg_replace|join|implode|strftime|isoformat|toISOString|getTime|Date|datetime|format|Format|Parse\w*|parse|timestamp|now|repr|dumps|json_encode|repeat)\s*\(|\.(?:length|count|size|id|Id|ID|to_i|to_f)\b|\bMath\.|[-*/%]\s*\d|^\d|^['"`]/;

const numericTypes =
  /\b(?:number|bigint|boolean|int\d*|uint\d*|i\d+|u\d+|f\d+|isize|usize|float\d*|double|long|short|byte|bool|Integer|Long|Boolean|Date|DateTime|datetime|date|timedelta|time\.Time|UUID|Uuid|Guid|Path|PathBuf|enum|Literal|Enum|keyof|typeof|\w*(?:Type|Kind|Mode|Order|Direction|Column|Table|Status|State|Level|Id|ID))\b|\|/;
const textTypes = /(?:^|[^\w.])(?:string|String|str|&(?:'\w+\s+)?(?:mut\s+)?str|CharSequence|\?string)\s*$/;

/** The same where a text stands within quotes: there it can be nothing but a value, or a name that is looked up. */
const quotedNames =
  /sql|format|modifier|interval|unit|granularity|bucket|period|version|prefix|suffix|table|column|schema|trigger|index|escaped|quoted|safe|alias|literal|pragma|offset|timezone|tz|field|view/i;

interface Parameter {
  readonly name: string;
  /** With its name, as written. */
  readonly text: string;
  readonly isTyped: boolean;
  readonly index: number;
}

/**
 * Where a value comes from that is put into SQL; undefined where it may be harmless: a constant, a number, a name out of
 * a list, a text that was escaped.
 * @param isText true where only a text makes sense: within quotes
 */
export function originOf(value: Node, code: Code, isText: boolean): FilledValue['origin'] | undefined {
  const node = unwrapped(value, code);
  const language = code.language === 'typescript' || code.language === 'tsx' ? 'javascript' : code.language;
  if (requests[language].test(node.text) && !harmless.test(node.text)) return 'request';
  const name = nameOf(node) ?? (isText ? ownerOf(node) : undefined);
  if (name === undefined) return undefined;
  const around = code.functionOf(node, code.grammar.functions) ?? code.file.root;
  const body = code.file.text.slice(around.startIndex, node.startIndex);
  if (isChecked(name, body)) return undefined;
  const assigned = assignmentOf(name, around, node);
  if (assigned === 'several') return undefined;
  if (assigned) {
    const source = unwrapped(assigned, code);
    return requests[language].test(source.text) && !harmless.test(source.text) ? 'request' : undefined;
  }
  const parameter = parametersOf(around).find((one) => one.name === name);
  if (!parameter || (isText ? quotedNames : clauseNames).test(name)) return undefined;
  if (
    parameter.isTyped ? !textTypes.test(typeOf(parameter)) || numericTypes.test(typeOf(parameter)) : !isText
  )
    return undefined;
  return isCalledWithConstants(around, parameter, code) ? undefined : 'parameter';
}

/** Without what leaves a text as dangerous as it was: parentheses, a default, blanks cut off, the case changed. */
function unwrapped(node: Node, code: Code): Node {
  let inner = node;
  for (;;) {
    const next = wrapped.test(inner.type)
      ? inner.namedChildren.find((child) => child !== null)
      : (withDefault(inner) ?? trimmed(inner, code));
    if (!next) return inner;
    inner = next;
  }
}

const wrapped =
  /^(?:parenthesized_expression|as_expression|non_null_expression|template_substitution|interpolation|reference_expression|encapsed_string|await_expression)$/;

/** `name` of `name || ''`, `name ?? ''`, `name or ''`. */
function withDefault(node: Node): Node | undefined {
  if (!/^(?:binary_expression|boolean_operator|binary)$/.test(node.type)) return undefined;
  const operator = node.childForFieldName('operator')?.text ?? '';
  return /^(?:\|\||\?\?|or)$/.test(operator) ? (node.childForFieldName('left') ?? undefined) : undefined;
}

/** `name` of `trim(name)`, `name.trim()`, `str(name)`. */
function trimmed(node: Node, { grammar }: Code): Node | undefined {
  if (!grammar.calls.has(node.type)) return undefined;
  const [argument, ...more] = grammar.argumentsOf(node);
  const name = grammar.chainOf(node).at(-1) ?? '';
  if (
    !/^(?:l?r?trim|strip|lower|upper|strtolower|strtoupper|toLowerCase|toUpperCase|ToLower|toString|str|String|strval|TrimSpace)$/i.test(
      name,
    ) ||
    more.length > 0
  )
    return undefined;
  if (argument) return argument;
  const callee = node.childForFieldName('function') ?? node;
  return (
    callee.childForFieldName('object') ??
    callee.childForFieldName('operand') ??
    callee.childForFieldName('receiver') ??
    undefined
  );
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'identifier') return node.text;
  return node.type === 'variable_name' ? node.text.replace(/^\$/, '') : undefined;
}

/** The variable that a value is a property of: `user` of `user.name`; undefined where that may be anything. */
function ownerOf(node: Node): string | undefined {
  if (
    !/^(?:member_expression|attribute|selector_expression|member_access_expression|field_access)$/.test(
      node.type,
    )
  )
    return undefined;
  const [object, property] = [node.namedChildren[0], node.namedChildren.at(-1)];
  const owner = object ? nameOf(object) : undefined;
  const isPlain =
    /^(?:name|title|email|user_?name|text|label|description|path|url|slug|value|message|query|search|term|tag|comment|content)$/i;
  return owner !== undefined &&
    isPlain.test(property?.text ?? '') &&
    !/^(?:this|self|cls|config|settings|table|column|field|meta)$/.test(owner)
    ? owner
    : undefined;
}

/** True where the code above looks at a name: it may let known values pass only. */
function isChecked(name: string, body: string): boolean {
  const word = name.replace(/\$/g, '\\$');
  return new RegExp(
    `\\b(?:includes|has|indexOf|match\\w*|test|fullmatch|search|in_array|isalnum|isdigit|isnumeric|is_\\w+|ctype_\\w+|contains\\w*|Contains\\w*|MatchString|IsMatch|matches|valid\\w*|Valid\\w*|assert\\w*|ensure\\w*|check\\w*|allow\\w*|whitelist|key\\?|include\\?|switch|case|match|hasOwn\\w*|isinstance|typeof|Parse\\w*|escape\\w*|sanitize\\w*|quote\\w*)\\b[^\\n]{0,80}\\$?\\b${word}\\b|\\b${word}\\b[^\\n]{0,40}(?:\\bin\\b|=~|\\.(?:match|test|includes|isdigit|isalnum|replace|matches|search)\\b|===?\\s*['"\`]|!==?\\s*['"\`])|\\bin\\b[^\\n]{0,20}\\b${word}\\b|for\\b[^\\n]{0,60}\\b${word}\\b[^\\n]{0,20}\\b(?:in|of|range|as)\\b`,
  ).test(body);
}

/** The only value that a name is given in a function before a place; `several` where it is given more than one. */
function assignmentOf(name: string, around: Node, before: Node): Node | 'several' | undefined {
  const targets = nodesOf(around, [
    'variable_declarator',
    'assignment_expression',
    'augmented_assignment_expression',
    'assignment',
    'augmented_assignment',
    'short_var_declaration',
    'assignment_statement',
    'var_spec',
    'let_declaration',
    'operator_assignment',
    'named_expression',
    'for_statement',
    'for_in_statement',
    'foreach_statement',
    'for_in_clause',
    'range_clause',
    'for_expression',
    'enhanced_for_statement',
  ]).filter((node) => {
    const left =
      node.childForFieldName('name') ?? node.childForFieldName('left') ?? node.childForFieldName('pattern');
    return (
      node.startIndex < before.startIndex &&
      left !== null &&
      new RegExp(`(?<![\\w.])\\$?${name.replace(/\$/g, '\\$')}(?![\\w(.\\[])`).test(left.text)
    );
  });
  const [only, ...more] = targets;
  if (!only) return undefined;
  const left =
    only.childForFieldName('name') ?? only.childForFieldName('left') ?? only.childForFieldName('pattern');
  const value = only.childForFieldName('value') ?? only.childForFieldName('right');
  const isPlain =
    left?.text.replace(/^\$|^mut\s+/, '') === name && !/^for|augmented|operator|range/.test(only.type);
  return more.length > 0 || !value || !isPlain ? 'several' : value;
}

function parametersOf(around: Node): Parameter[] {
  const list = around.childForFieldName('parameters') ?? around.childForFieldName('parameter');
  if (list?.type === 'identifier') return [{ name: list.text, text: list.text, isTyped: false, index: 0 }];
  return (list?.namedChildren ?? []).flatMap((one, index): Parameter[] => {
    if (!one || /comment|self_parameter|splat|rest|variadic|dictionary|object_pattern/.test(one.type))
      return [];
    const isTyped = one.childForFieldName('type') !== null || one.type === 'typed_parameter';
    // Go: `a, b string`.
    const names = one
      .childrenForFieldName('name')
      .flatMap((name) => (name && name.type !== ',' ? [name.text] : []));
    const pattern = one.childForFieldName('pattern')?.text;
    const own =
      names.length > 0
        ? names
        : [pattern ?? (one.type === 'typed_parameter' ? (one.namedChildren[0]?.text ?? '') : one.text)];
    // A default is a constant that tells what is meant: a mode, a name out of a list.
    if (/default/.test(one.type) || one.childForFieldName('value') || one.childForFieldName('default_value'))
      return [];
    return own.map((name) => ({ name: name.replace(/^\$|^mut\s+/, ''), text: one.text, isTyped, index }));
  });
}

/** The type of a parameter as written. */
function typeOf({ name, text }: Parameter): string {
  const plain = text.replace(/^\$|\?$/g, '');
  const behind = /:\s*(.*)$/s.exec(plain)?.[1];
  if (behind !== undefined) return ` ${behind.trim()}`;
  // Go: the type stands behind the names; Java, C# and PHP: before it.
  const front = plain.slice(0, Math.max(0, plain.search(new RegExp(`\\$?\\b${name}$`)))).trim();
  return front !== ''
    ? ` ${front}`
    : ` ${plain
        .split(/\s+/)
        .slice(1)
        .join(' ')
        .replace(/^.*,\s*\w+\s+/, '')}`;
}

/** True where the file calls the function, and only with texts that it writes out, or hands on such a text itself. */
function isCalledWithConstants(around: Node, { index }: Parameter, code: Code, depth = 3): boolean {
  const name =
    around.childForFieldName('name')?.text ??
    (around.parent?.type === 'variable_declarator'
      ? around.parent.childForFieldName('name')?.text
      : undefined);
  if (name === undefined) return true;
  const calls = code.units.flatMap(({ calls: all }) => all.filter((call) => call.name === name));
  if (calls.length === 0) return false;
  const shift = /^(?:self|cls)$/.test(around.childForFieldName('parameters')?.namedChildren[0]?.text ?? '')
    ? 1
    : 0;
  return calls.every(({ args }) => {
    const argument = args[index - shift];
    if (argument === undefined) return false;
    if (code.file.texts.textOf(argument)?.every((piece) => !('hole' in piece)) === true) return true;
    const caller = code.functionOf(argument);
    const handed = caller && parametersOf(caller).find((one) => one.name === nameOf(argument));
    return caller && handed && depth > 0 ? isCalledWithConstants(caller, handed, code, depth - 1) : false;
  });
}
