import { withoutSmallTables } from '../advice/small-tables.ts';
import type { Connection } from '../project/connections/connection.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { Project } from '../project/project.ts';
import type { SqlRole } from '../project/sql-files.ts';
import type { Rule, StatementInput } from '../rules/rule.ts';
import type { Statement, StatementSyntax } from '../sql/statement.ts';
import { locateSyntaxError } from '../sql/syntax-error.ts';
import type { FactStore } from './facts.ts';
import { pragmaOfStatement } from './pragmas.ts';
import type { Found, RuleRunner } from './run-rule.ts';

/** Remembers what the rules said of a statement, as long as what they were told is the same. */
export class StatementCache {
  readonly #entries = new WeakMap<StatementSyntax, { key: string; found: Found[] }[]>();

  get(syntax: StatementSyntax, key: string): Found[] | undefined {
    return this.#entries.get(syntax)?.find((entry) => entry.key === key)?.found;
  }

  set(syntax: StatementSyntax, key: string, found: Found[]): void {
    const list = this.#entries.get(syntax) ?? [];
    // A statement is rarely in more than one file, and its facts only ever become more.
    this.#entries.set(syntax, [{ key, found }, ...list.slice(0, 3)]);
  }
}

/** What a statement stands in. */
export interface StatementContext {
  readonly role: SqlRole;
  readonly backwards: boolean;
  readonly database: LogicalDatabase | undefined;
  /** True for a statement in the text of a program. */
  readonly inProgram?: boolean;
  /** True in a script whose dialect is told by the project's drivers alone, or by nothing. */
  readonly isGuess?: boolean;
  /** The connection that a pragma of a program is run on, where that is seen. */
  readonly connection?: Connection | undefined;
}

/** What statements are checked by, and with what knowledge. */
export interface StatementChecks {
  readonly project: Project;
  readonly rules: readonly Rule[];
  readonly facts: FactStore;
  readonly cache: StatementCache;
  readonly runner: RuleRunner;
}

/** Runs the statement rules, or recalls what they said when nothing that they were told has changed. */
export function checkStatement(
  statement: Statement,
  context: StatementContext,
  { project, rules, facts, cache, runner }: StatementChecks,
): Found[] {
  const { syntax, section } = statement;
  const verdict = facts.verdict(syntax.text);
  const { role, backwards, database, connection } = context;
  const timeline = database?.timeline;
  const schemaKey = timeline?.key;
  const query = schemaKey === undefined ? undefined : facts.query(schemaKey, syntax.text);
  const key = [
    rules.map(({ id }) => id).join(),
    role,
    context.inProgram === true,
    context.isGuess === true,
    backwards,
    section ? `${section.direction}${section.inTransaction}${section.tool}` : '',
    verdict.known,
    timeline ? `${timeline.key} ${timeline.placesKey}` : '',
    query !== undefined,
    JSON.stringify(project.rows),
  ].join('|');
  // What is said of a connection's pragma may change with what is known of the connection, and of a statement that does
  // not compile with what other files say of its tables. So may what a rule looks up in the project.
  const isOwn = !connection && query?.error === undefined;
  const known = isOwn ? cache.get(syntax, key) : undefined;
  if (known) return known;

  let asksProject = false;
  const input: StatementInput = {
    syntax,
    section,
    role,
    backwards,
    inProgram: context.inProgram === true,
    isGuess: context.isGuess === true,
    get project() {
      asksProject = true;
      return project;
    },
    database,
    syntaxError: verdict.message === undefined ? undefined : locateSyntaxError(syntax, verdict.message),
    query,
    advice:
      schemaKey === undefined
        ? undefined
        : withoutSmallTables(facts.advice(schemaKey, syntax.text), project.rows),
  };
  const pragma = pragmaOfStatement(syntax, {
    project,
    role: context.inProgram ? undefined : role,
    section,
    connection,
  });
  const found = rules.flatMap((rule) => [
    ...runner.run(rule, () => rule.checkStatement?.(input) ?? []),
    ...(pragma && rule.checkPragma ? runner.run(rule, () => rule.checkPragma?.(pragma) ?? []) : []),
  ]);
  if (isOwn && !asksProject) cache.set(syntax, key, found);
  return found;
}
