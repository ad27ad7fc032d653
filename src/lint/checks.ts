import { hostRange } from '../embedded/sql/embedded-sql.ts';
import { isInBranch } from '../project/branches.ts';
import type { Connection } from '../project/connections/connection.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { Project } from '../project/project.ts';
import type { SqlFile } from '../project/sql-files.ts';
import type { FileProblem, Rule } from '../rules/rule.ts';
import type { Statement } from '../sql/statement.ts';
import type { FactStore } from './facts.ts';
import { inProgram, moved } from './placed.ts';
import { connectionOf, isStatement, pragmaOfSetting } from './pragmas.ts';
import type { Found, RuleRunner } from './run-rule.ts';
import { checkStatement, StatementCache, type StatementContext } from './statements.ts';

/** What rules are run on. */
export interface CheckedProject {
  readonly project: Project;
  /** The rules that are switched on. */
  readonly rules: readonly Rule[];
}

/** Runs rules on the files of a project, and remembers what they said as long as it holds. */
export class Checks {
  readonly #facts: FactStore;
  readonly #runner: RuleRunner;
  readonly #statements = new StatementCache();
  #acrossFiles: { readonly project: Project; readonly byFile: ReadonlyMap<string, Found[]> } | undefined;

  constructor(facts: FactStore, runner: RuleRunner) {
    this.#facts = facts;
    this.#runner = runner;
  }

  /** What rules say of a file, by whichever look at it. */
  ofFile(path: string, checked: CheckedProject): Found[] {
    const file = checked.project.sqlFiles.get(path);
    return [
      ...(this.acrossFiles(checked).get(path) ?? []),
      ...(file?.judged ? this.#ofScript(file, checked) : []),
      ...this.#ofSqlInProgram(path, checked),
      ...this.#ofPragmasInProgram(path, checked),
      ...this.#ofProgram(path, checked),
    ];
  }

  /** What the rules about connections and whole projects say, by file: once per project. */
  acrossFiles({ project, rules }: CheckedProject): ReadonlyMap<string, Found[]> {
    if (this.#acrossFiles?.project === project) return this.#acrossFiles.byFile;
    const byFile = new Map<string, Found[]>();
    const add = (path: string, found: Found): void => {
      const list = byFile.get(path);
      if (list) list.push(found);
      else byFile.set(path, [found]);
    };
    for (const rule of rules) {
      for (const connection of project.connections) {
        for (const found of this.#ofConnection(rule, connection, project)) add(connection.file.path, found);
      }
      const ofWhole = [
        ...(rule.checkProject ? this.#runner.run(rule, () => rule.checkProject?.(project) ?? []) : []),
        ...(rule.checkDatabase ? project.databases : []).flatMap((database) =>
          this.#runner.run(rule, () => rule.checkDatabase?.(database, project) ?? []),
        ),
      ];
      for (const found of ofWhole) add((found.problem as FileProblem).file ?? '', found);
    }
    this.#acrossFiles = { project, byFile };
    return byFile;
  }

  #ofConnection(rule: Rule, connection: Connection, project: Project): Found[] {
    const found = rule.checkConnection
      ? this.#runner.run(rule, () => rule.checkConnection?.(connection, project) ?? [])
      : [];
    if (!rule.checkPragma) return found;
    const ofSettings = connection.site.settings
      .filter(
        (setting) =>
          !isStatement(setting, connection, project) &&
          !isInBranch(connection.file, setting.range.start, /memory/i),
      )
      .flatMap((setting) => {
        const pragma = pragmaOfSetting(setting, connection, project);
        return this.#runner.run(rule, () => rule.checkPragma?.(pragma) ?? []);
      });
    return [...found, ...ofSettings];
  }

  #ofScript(file: SqlFile, { project, rules }: CheckedProject): Found[] {
    const { source, verdict } = file;
    const context = { ...file, isGuess: verdict.by === 'drivers' || verdict.by === 'request' };
    const ofStatements = rules.filter(
      (rule) =>
        (rule.checkStatement || rule.checkPragma) && !(source.templated && rule.needs.includes('syntax')),
    );
    return [
      ...source.document.statements.flatMap((statement) =>
        this.#ofStatement(statement, context, { project, rules: ofStatements }),
      ),
      ...rules.flatMap((rule) =>
        rule.checkFile ? this.#runner.run(rule, () => rule.checkFile?.(file, project) ?? []) : [],
      ),
    ];
  }

  #ofSqlInProgram(path: string, { project, rules }: CheckedProject): Found[] {
    const checked = { project, rules: rules.filter((rule) => rule.inPrograms) };
    return (project.programs.get(path)?.statements ?? []).flatMap(({ statement, sql, database }) =>
      database
        ? this.#ofStatement(statement, queryOf(database), checked).map((found) => within(found, sql))
        : [],
    );
  }

  #ofPragmasInProgram(path: string, { project, rules }: CheckedProject): Found[] {
    const checked = { project, rules: rules.filter((rule) => rule.checkPragma) };
    return (project.programPragmas.get(path) ?? []).flatMap(({ statement, sql }) => {
      const connection = connectionOf(hostRange(sql, statement.range), path, project);
      const context = { ...queryOf(undefined), connection };
      return this.#ofStatement(statement, context, checked).map((found) => within(found, sql));
    });
  }

  #ofProgram(path: string, { project, rules }: CheckedProject): Found[] {
    const code = project.code.get(path);
    if (!code) return [];
    return rules.flatMap((rule) =>
      rule.checkProgram ? this.#runner.run(rule, () => rule.checkProgram?.(code, project) ?? []) : [],
    );
  }

  /** What rules say of a statement; ranges count from the start of its text. */
  #ofStatement(statement: Statement, context: StatementContext, checked: CheckedProject): Found[] {
    return checkStatement(statement, context, {
      ...checked,
      facts: this.#facts,
      cache: this.#statements,
      runner: this.#runner,
    }).map(({ rule, problem }) => ({ rule, problem: moved(problem, statement.start) }));
  }
}

function queryOf(database: LogicalDatabase | undefined): StatementContext {
  return { role: 'query', backwards: false, database, inProgram: true };
}

function within({ rule, problem }: Found, sql: Parameters<typeof inProgram>[1]): Found {
  return { rule, problem: inProgram(problem, sql) };
}
