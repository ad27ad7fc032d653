import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostLanguage } from '../host-languages.ts';

/** How a language's grammar names what the order of statements depends on. */
export interface CodeGrammar {
  readonly functions: ReadonlySet<string>;
  /** Functions that stand by themselves: what is written in one is run when it is called, not where it stands. */
  readonly declared: ReadonlySet<string>;
  readonly loops: ReadonlySet<string>;
  /** Nodes of which one of several is run: the arms of conditions. */
  readonly arms: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** Nodes behind which nothing in their block is run. */
  readonly exits: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  /** The names of what is called: `['this', 'db', 'run']`. */
  chainOf(call: Node): readonly string[];
  argumentsOf(call: Node): readonly Node[];
}

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** By the type of a node: the field with what stands before the name, and the one with the name. */
type Members = Readonly<Record<string, readonly [object: string, name: string]>>;

/** Wrappers that have the value of what they wrap. */
const transparent =
  /^(?:parenthesized_expression|await_expression|await|non_null_expression|try_expression|as_expression|generic_function|reference_expression|unary_expression|argument|conditional_access_expression|instantiation_expression)$/;

function chainWith(members: Members, node: Node): string[] {
  const member = members[node.type];
  if (member) {
    const [objectField, nameField] = member;
    const object = node.childForFieldName(objectField);
    const name = node.childForFieldName(nameField);
    if (!name && object) return chainWith(members, object);
    if (name && members[name.type]) return chainWith(members, name);
    const own = name ? [name.text.replace(/^\$|[!?]$/g, '')] : [];
    return object ? [...chainWith(members, object), ...own] : own;
  }
  if (transparent.test(node.type)) {
    const inner = node.namedChildren.find((child) => child !== null);
    if (inner) return chainWith(members, inner);
  }
  if (node.type === 'subscript_expression' || node.type === 'index_expression' || node.type === 'subscript') {
    const [object] = node.namedChildren;
    if (object) return [...chainWith(members, object), '[]'];
  }
  return [node.text.length > 60 ? '?' : node.text.replace(/\s+/g, '').replace(/^\$|^@/, '')];
}

/** @param members the calls too, with the field of the callee first and an empty second */
function grammar(
  own: Omit<CodeGrammar, 'chainOf' | 'argumentsOf' | 'calls'> & {
    readonly members: Members;
    readonly calls: string;
  },
): CodeGrammar {
  const { members, calls, ...rest } = own;
  return {
    ...rest,
    calls: set(calls),
    chainOf: (call) => chainWith(members, call),
    argumentsOf: (call) =>
      (call.childForFieldName('arguments')?.namedChildren ?? []).flatMap((child) => {
        if (!child || child.type.endsWith('comment')) return [];
        // PHP and C# wrap each argument.
        const inner = child.type === 'argument' ? child.namedChildren.at(-1) : child;
        return inner ? [inner] : [];
      }),
  };
}

const javaScript = grammar({
  functions: set(
    'arrow_function function_expression function_declaration method_definition generator_function generator_function_declaration',
  ),
  declared: set('function_declaration method_definition generator_function_declaration'),
  loops: set('for_statement for_in_statement while_statement do_statement'),
  arms: set('statement_block else_clause switch_case switch_default catch_clause'),
  exits: set('return_statement throw_statement break_statement continue_statement'),
  blocks: set('statement_block switch_case switch_default program'),
  calls: 'call_expression new_expression',
  members: {
    member_expression: ['object', 'property'],
    call_expression: ['function', ''],
    new_expression: ['constructor', ''],
  },
});

const python = grammar({
  functions: set('function_definition lambda'),
  declared: set('function_definition'),
  loops: set('for_statement while_statement for_in_clause'),
  arms: set('block elif_clause else_clause except_clause case_clause'),
  exits: set('return_statement raise_statement break_statement continue_statement'),
  blocks: set('block module'),
  calls: 'call',
  members: { attribute: ['object', 'attribute'], call: ['function', ''] },
});

const go = grammar({
  functions: set('function_declaration method_declaration func_literal'),
  declared: set('function_declaration method_declaration'),
  loops: set('for_statement'),
  arms: set('block expression_case type_case default_case communication_case'),
  exits: set('return_statement break_statement continue_statement'),
  blocks: set('block statement_list expression_case default_case'),
  calls: 'call_expression',
  members: { selector_expression: ['operand', 'field'], call_expression: ['function', ''] },
});

const rust = grammar({
  functions: set('function_item closure_expression async_block'),
  declared: set('function_item'),
  loops: set('for_expression while_expression loop_expression'),
  arms: set('block else_clause match_arm'),
  exits: set('return_expression break_expression continue_expression'),
  blocks: set('block'),
  calls: 'call_expression macro_invocation',
  members: {
    field_expression: ['value', 'field'],
    scoped_identifier: ['path', 'name'],
    call_expression: ['function', ''],
    macro_invocation: ['macro', ''],
  },
});

const ruby = grammar({
  functions: set('method singleton_method lambda block do_block'),
  declared: set('method singleton_method'),
  loops: set('while until for while_modifier until_modifier'),
  arms: set('then else elsif when rescue'),
  exits: set('return break next'),
  blocks: set('body_statement then else block_body do_block program'),
  calls: 'call',
  members: { call: ['receiver', 'method'], scope_resolution: ['scope', 'name'] },
});

const php = grammar({
  functions: set(
    'function_definition method_declaration anonymous_function anonymous_function_creation_expression arrow_function',
  ),
  declared: set('function_definition method_declaration'),
  loops: set('for_statement foreach_statement while_statement do_statement'),
  arms: set('compound_statement else_clause else_if_clause case_statement default_statement catch_clause'),
  exits: set('return_statement throw_expression break_statement continue_statement'),
  blocks: set('compound_statement case_statement program'),
  calls:
    'member_call_expression nullsafe_member_call_expression scoped_call_expression function_call_expression object_creation_expression',
  members: {
    member_call_expression: ['object', 'name'],
    nullsafe_member_call_expression: ['object', 'name'],
    scoped_call_expression: ['scope', 'name'],
    function_call_expression: ['function', ''],
    member_access_expression: ['object', 'name'],
    scoped_property_access_expression: ['scope', 'name'],
  },
});

const java = grammar({
  functions: set('method_declaration constructor_declaration lambda_expression'),
  declared: set('method_declaration constructor_declaration'),
  loops: set('for_statement enhanced_for_statement while_statement do_statement'),
  arms: set('block switch_block_statement_group switch_rule catch_clause'),
  exits: set('return_statement throw_statement break_statement continue_statement'),
  blocks: set('block'),
  calls: 'method_invocation',
  members: { method_invocation: ['object', 'name'], field_access: ['object', 'field'] },
});

const cSharp = grammar({
  functions: set(
    'method_declaration constructor_declaration local_function_statement lambda_expression anonymous_method_expression',
  ),
  declared: set('method_declaration constructor_declaration local_function_statement'),
  loops: set('for_statement foreach_statement while_statement do_statement'),
  arms: set('block else_clause switch_section catch_clause'),
  exits: set('return_statement throw_statement break_statement continue_statement'),
  blocks: set('block'),
  calls: 'invocation_expression',
  members: { member_access_expression: ['expression', 'name'], invocation_expression: ['function', ''] },
});

const grammars: Readonly<Record<HostLanguage, CodeGrammar>> = {
  javascript: javaScript,
  typescript: javaScript,
  tsx: javaScript,
  python,
  go,
  rust,
  ruby,
  php,
  java,
  'c-sharp': cSharp,
};

/** What the grammar of a language calls its functions, calls, loops and conditions. */
export function codeGrammarOf(language: HostLanguage): CodeGrammar {
  return grammars[language];
}
