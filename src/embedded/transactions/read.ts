import type { Range } from '../../text/range.ts';
import type { HostFile } from '../host-file.ts';
import type { HostLanguage } from '../host-languages.ts';
import { placeOf } from '../sql/text-expressions.ts';
import { Code, type Unit } from './code.ts';
import { effectsOf } from './effects.ts';
import { extensionLoading, filledValues } from './filled.ts';
import { loopWrites } from './loop-writes.ts';
import type { Opening } from './openings/opening.ts';
import { openingsOf } from './openings.ts';
import { outsideWorkOf } from './outside.ts';
import { listOf, mayRunPragmas, pragmasInTransactions } from './pragmas.ts';
import type {
  NestedBegin,
  OutsideWork,
  ProgramFacts,
  TransactionSite,
  TransactionStatement,
} from './site.ts';
import { beginOfSql, endsTransaction } from './statement-kind.ts';

/** A call, a decorator or a statement of SQL that may open a transaction. */
const opening =
  /(?:transaction\w*|\.begin\w*|RunInTx|WithTx|InTx|ExecTx|\.Tx|setAutoCommit|atomic)\s*(?:::<[^({;]*>)?\(|@(?:transaction\.)?atomic\b|\btransaction(?:\([^)\n]*\))?\s*(?:do\b|\{)|['"`\s]begin\b[^'"`\n]{0,40}['"`;]/i;
const loading = /enable_?load_?extension|allowExtension/i;

/** True for a text that may open transactions or load extensions, by a look at its words. */
export function mayOpenTransactions(text: string): boolean {
  return opening.test(text) || loading.test(text) || mayRunPragmas(text);
}

/** A statement with something put in where a value stands, by the look of a line. */
const filling =
  /\b(?:SELECT|INSERT|UPDATE|DELETE|REPLACE)\b[^\n]{1,300}?(?:=|\blike|[(,<>])\s*['"]?'%?(?:\$\{|#\{|\{\$?[a-z]|%s|\{\d?\}|["`]?\s*[+.]\s*[a-z$]|\$\w)/i;

/** True for a text that may put values into SQL, by a look at its lines. */
export function mayFillSql(text: string): boolean {
  return filling.test(text);
}

/** What a text of a host language does in transactions, and what it puts into SQL. */
export function readProgramFacts(language: HostLanguage, file: HostFile): ProgramFacts | undefined {
  const opens = opening.test(file.text);
  const fills = file.sql.some(({ holes, by }) => by !== 'tag' && holes.length > 0);
  const writes = file.sql.some(({ text }) => /^\s*(?:insert|update|delete|replace)\b/i.test(text));
  const hasPragmas = mayRunPragmas(file.text);
  if (!opens && !fills && !writes && !hasPragmas && !loading.test(file.text)) return undefined;
  const code = new Code(file, language);
  const found = opens ? openingsOf(code) : [];
  return {
    transactions: found.map((one) => siteOf(one, code)),
    nested: found.some(({ by }) => by === 'sql') ? nestedBegins(code) : [],
    loopWrites: writes ? loopWrites(code, found) : [],
    pragmas: opens || hasPragmas ? pragmasInTransactions(code, found) : [],
    filled: fills ? filledValues(code) : [],
    extensions: extensionLoading(code),
  };
}

interface Step {
  readonly unit: Unit;
  readonly effect: 'read' | 'write' | 'other' | 'opaque';
}

function siteOf(one: Opening, code: Code): TransactionSite {
  const units = code
    .unitsWithin(one.body)
    // What only names a function that is run at another time is not run here.
    .filter((unit) => !isDeclaredWithin(unit, one, code));
  const steps = units.flatMap((unit): Step[] => {
    return effectsOf(unit, code, one.reach).map((effect) => ({ unit, effect }));
  });
  const statements = steps.flatMap((step) => statementOf(step, one, code) ?? []);
  const { range, begin, by, library, fix } = one;
  return {
    range: firstLine(range, code.file.text),
    begin,
    by,
    library,
    statements,
    upgrade: upgradeOf(steps, one, code),
    outside: outsideOf(units, steps, one, code),
    complete: steps.every(({ effect }) => effect !== 'opaque'),
    ...(fix && { fix }),
  };
}

function isDeclaredWithin(unit: Unit, { bodyNode, body }: Opening, code: Code): boolean {
  const around = code.functionOf(unit.node, code.grammar.declared);
  return around !== undefined && around.id !== bodyNode.id && around.startIndex >= body.start;
}

function statementOf(
  { unit, effect }: Step,
  { bodyNode }: Opening,
  code: Code,
): TransactionStatement | undefined {
  if (effect === 'opaque') return undefined;
  return {
    kind: effect,
    range: placeOf(unit.node),
    inLoop: code.isInLoop(unit.node, bodyNode),
    written: unit.names.filter((name) => name !== '?').join('.'),
  };
}

/** The first statement where it surely is a read, with a write that may be run after it. */
function upgradeOf(steps: readonly Step[], one: Opening, code: Code): TransactionSite['upgrade'] {
  const at = steps.findIndex(({ effect }) => effect !== 'other');
  const first = steps[at];
  if (first?.effect !== 'read') return undefined;
  // Text and order differ in functions that are called elsewhere.
  const around = code.functionOf(first.unit.node);
  if (around && around.id !== one.bodyNode.id && around.startIndex >= one.body.start) return undefined;
  const later = steps
    .slice(at + 1)
    .find(({ unit, effect }) => effect === 'write' && code.mayFollow(first.unit.node, unit.node));
  const read = later && statementOf(first, one, code);
  const write = later && statementOf(later, one, code);
  return read && write ? { read, write } : undefined;
}

/** What is waited for between the first write, or a BEGIN that locks, and the end. */
function outsideOf(units: readonly Unit[], steps: readonly Step[], one: Opening, code: Code): OutsideWork[] {
  const locks = one.begin === 'immediate' || one.begin === 'exclusive';
  const ends = units.filter((unit) => {
    const sql = code.sqlOfUnit(unit);
    return (
      (sql !== undefined && endsTransaction(sql)) || /^(?:commit|rollback)$/i.test(unit.names.at(-1) ?? '')
    );
  });
  return units.flatMap((unit): OutsideWork[] => {
    const work = outsideWorkOf(unit);
    if (!work || !isRunHere(unit, one, code)) return [];
    const write = steps.find(
      (step) =>
        step.effect === 'write' &&
        step.unit.node.endIndex <= unit.node.startIndex &&
        code.mayFollow(step.unit.node, unit.node),
    );
    if (!locks && !write) return [];
    const hasEnded = ends.some(
      (end) => end.node.endIndex <= unit.node.startIndex && code.mayFollow(end.node, unit.node),
    );
    return hasEnded ? [] : [{ range: placeOf(unit.node), ...work }];
  });
}

/** True for a call that the transaction itself waits for: not one in a function that is only handed on. */
function isRunHere({ node, names }: Unit, { bodyNode }: Opening, code: Code): boolean {
  let around = node.parent;
  while (around && around.id !== bodyNode.id) {
    if (/^(?:go_statement|defer_statement|async_block|new_expression)$/.test(around.type)) {
      // `await new Promise((done) => setTimeout(done, 100))` waits.
      if (around.type !== 'new_expression' || !/^await/.test(around.parent?.text ?? '')) return false;
      return true;
    }
    if (code.grammar.functions.has(around.type) && around.startIndex >= bodyNode.startIndex) {
      const isPromise = around.parent?.parent?.type === 'new_expression';
      if (!isPromise) return false;
    }
    around = around.parent;
  }
  const isJavaScript = code.grammar.functions.has('arrow_function');
  return !isJavaScript || /Sync$/.test(names.at(-1) ?? '') || isAwaited(node);
}

function isAwaited(node: Unit['node']): boolean {
  for (let around = node.parent; around; around = around.parent) {
    if (around.type === 'await_expression') return true;
    if (/statement|declarator|function/.test(around.type)) return false;
  }
  return false;
}

/** What an argument holds that begins or ends a transaction. */
const managesTransaction = /begin|commit|rollback|end|vacuum/i;

/** A second BEGIN, or VACUUM, in the same list of statements as the first, with no end between them. */
function nestedBegins(code: Code): NestedBegin[] {
  const found: NestedBegin[] = [];
  const open = new Map<string, Unit>();
  for (const unit of code.units) {
    const sql = managesTransaction.test(unit.calls.at(-1)?.args[0]?.text ?? '')
      ? code.sqlOfUnit(unit)
      : undefined;
    if (sql === undefined) continue;
    const list = listOf(unit.node, code);
    const key = `${list?.id ?? 0} ${unit.names.slice(0, -1).join('.')}`;
    const outer = open.get(key);
    if (endsTransaction(sql) || /;\s*(?:commit|rollback|end)\b/i.test(sql)) {
      for (const other of open.keys()) open.delete(other);
    } else if (beginOfSql(sql) && !/\b(?:commit|rollback|end)\b/i.test(sql)) {
      if (outer && list) found.push({ range: placeOf(unit.node), outer: placeOf(outer.node), what: 'BEGIN' });
      open.set(key, unit);
    } else if (outer && list && /^\s*vacuum\s*(?:;|$)/i.test(sql)) {
      found.push({ range: placeOf(unit.node), outer: placeOf(outer.node), what: 'VACUUM' });
    }
  }
  return found;
}

function firstLine({ start, end }: Range, text: string): Range {
  const line = text.indexOf('\n', start);
  return { start, end: line < 0 ? end : Math.min(end, line) };
}
