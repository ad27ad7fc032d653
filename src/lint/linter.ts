import type { DatabaseHeader } from '../database/header.ts';
import { type HostLanguages, hostLanguageOf } from '../embedded/host-languages.ts';
import { type EmbeddedSql, hostRange, standsAsItIs } from '../embedded/sql/embedded-sql.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Dialect } from '../facts/dialects.ts';
import type { Connection } from '../project/connections/connection.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { EmbeddedStatement } from '../project/programs-sql.ts';
import { buildProject, type Project, type SqlFile } from '../project/project.ts';
import { namesOwnTable } from '../project/queries.ts';
import { SourceFile } from '../project/source-file.ts';
import { StepsCache } from '../project/timeline-steps.ts';
import { rules as allRules } from '../rules/index.ts';
import type { FileProblem, Fix, Problem, Rule } from '../rules/rule.ts';
import { SyntaxCache } from '../sql/document.ts';
import type { Statement } from '../sql/statement.ts';
import { overlaps, shift } from '../text/range.ts';
import { FactStore } from './facts.ts';
import { compareFindings, type Finding } from './finding.ts';
import { HostFiles } from './host-files.ts';
import { connectionOf, isStatement, pragmaOfSetting } from './pragmas.ts';
import { type Refuted, refuteDialects, settleByGrammar } from './refute.ts';
import { defaultSettings, type LintSettings, severityOf } from './settings.ts';
import { checkStatement, StatementCache, type StatementContext } from './statements.ts';
import { readSuppressions } from './suppressions.ts';

export interface LinterServices {
  readonly engine: EngineClient;
  readonly languages: HostLanguages;
}

/**
 * Lints one project. Files come in by `setFile`; `check` answers at once from what is known; `update` finds out
 * what is missing (syntax verdicts, the schema, plans), after which `check` knows more.
 */
export class Linter {
  readonly #rules: readonly Rule[];
  readonly #cache = new SyntaxCache();
  readonly #facts: FactStore;
  readonly #files = new Map<string, SourceFile>();
  /** The texts of programs that are typed in and not read yet. */
  readonly #edited = new Map<string, string>();
  readonly #headers = new Map<string, DatabaseHeader | undefined>();
  readonly #unread = new Map<string, string>();
  readonly #host: HostFiles;
  readonly #steps = new StepsCache();
  readonly #refuted: Refuted = new WeakMap();
  readonly #dialects = new Map<string, Dialect>();
  readonly #statements = new StatementCache();
  #project: Project | undefined;
  #settings: LintSettings = defaultSettings;
  #projectProblems: { project: Project; byFile: Map<string, { rule: Rule; problem: Problem }[]> } | undefined;
  /** How long each rule took so far, in milliseconds, by rule id. */
  readonly timings = new Map<string, number>();

  constructor(services: LinterServices, rules: readonly Rule[] = allRules) {
    this.#rules = rules;
    this.#facts = new FactStore(services.engine);
    this.#host = new HostFiles(services.languages, this.#cache);
  }

  set settings(settings: LintSettings) {
    this.#settings = settings;
    this.#changed();
  }

  get settings(): LintSettings {
    return this.#settings;
  }

  /**
   * What the work so far has cost: statements parsed, scripts of host languages parsed, statements that the engine was
   * asked about, and steps of schemas that it replayed.
   */
  get counters(): { parsed: number; scripts: number; asked: number; replayed: number } {
    return {
      parsed: this.#cache.parsed,
      scripts: this.#host.parsed,
      asked: this.#facts.asked,
      replayed: this.#facts.replayed,
    };
  }

  /** Adds a file or replaces its text. `named`: the user asked for this very file. */
  setFile(path: string, text: string, named = false): void {
    this.#edited.delete(path);
    const known = this.#files.get(path);
    if (known && known.text === text && known.named === (named || known.named)) return;
    const file = new SourceFile(path, text, this.#cache, named || (known?.named ?? false));
    this.#files.set(path, file);
    const refuted = known && this.#refuted.get(known);
    if (refuted?.shared) this.#refuted.set(file, refuted);
    this.#changed();
  }

  /**
   * Takes the text of a program while somebody types in it. What is known of the project stays that of the text before,
   * and nothing is reported of the file, until `update` reads it: that takes longer than a keystroke may.
   * @returns false for a file that is read on the spot instead
   */
  editProgram(path: string, text: string): boolean {
    const known = this.#files.get(path);
    if (!known || hostLanguageOf(path) === undefined) return false;
    if (known.text === text) this.#edited.delete(path);
    else this.#edited.set(path, text);
    return true;
  }

  /** True for a program whose present text has not been read. */
  isOutdated(path: string): boolean {
    return this.#edited.has(path);
  }

  /** Takes note of a file that is not read because it is no production code. */
  setUnread(path: string, reason: string): void {
    this.#unread.set(path, reason);
  }

  /** The files that were not read, with the reason. */
  get unread(): ReadonlyMap<string, string> {
    return this.#unread;
  }

  /** Adds a database file by its header; undefined when it has none. */
  setDatabase(path: string, header: DatabaseHeader | undefined): void {
    this.#headers.set(path, header);
    if (header) this.#files.set(path, new SourceFile(path, '', this.#cache));
    this.#changed();
  }

  /** Settles the dialect of one file; undefined leaves it to be found out. */
  setDialect(path: string, dialect: Dialect | undefined): void {
    if (this.#dialects.get(path) === dialect) return;
    if (dialect === undefined) this.#dialects.delete(path);
    else this.#dialects.set(path, dialect);
    this.#changed();
  }

  removeFile(path: string): void {
    this.#edited.delete(path);
    this.#files.delete(path);
    this.#headers.delete(path);
    this.#unread.delete(path);
    this.#host.forget(path);
    this.#changed();
  }

  /** The database files that were added. */
  get databases(): string[] {
    return [...this.#headers].flatMap(([path, header]) => (header ? [path] : [])).sort();
  }

  file(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  /** The files that can have findings. */
  get paths(): string[] {
    const { project } = this;
    const connecting = new Set(project.connections.map(({ file }) => file));
    const concerned = this.#crossFile(project);
    return [...this.#files.values()]
      .filter(
        (file) =>
          file.kind === 'sql' ||
          this.#host.has(file.path) ||
          connecting.has(file) ||
          concerned.has(file.path),
      )
      .map(({ path }) => path);
  }

  get project(): Project {
    this.#project ??= buildProject({
      files: this.#files,
      ...this.#host.current(this.#files),
      headers: this.#headers,
      cache: this.#cache,
      schema: this.#settings.schema,
      dialect: (path) => this.#dialects.get(path) ?? this.#settings.dialect,
      refuted: this.#refuted,
      steps: this.#steps,
      timelineOf: (steps) => this.#facts.timelineOf(steps),
    });
    return this.#project;
  }

  /** True while the engine has not been asked everything about a file's present text. */
  isPending(path: string): boolean {
    if (this.#edited.has(path)) return true;
    const text = this.#files.get(path);
    if (text && this.#host.isUnread(text)) return true;
    const { databases, programs, sqlFiles } = this.project;
    if (
      databases.some(
        ({ files, steps, timeline }) => steps.length > 0 && !timeline && text && files.includes(text),
      )
    )
      return true;
    const program = programs.get(path);
    if (program) return program.statements.some((embedded) => this.#isUnplanned(embedded));
    const file = sqlFiles.get(path);
    if (!file?.judged) return false;
    const { database } = file;
    if (database && database.steps.length > 0 && !database.timeline) return true;
    const timeline = database?.timeline;
    return file.source.document.statements.some((statement) => {
      const { syntax } = statement;
      if (!this.#facts.verdict(syntax.text).known) return true;
      return (
        timeline !== undefined && isPlanned(statement, file) && !this.#facts.query(timeline.key, syntax.text)
      );
    });
  }

  #isUnplanned({ statement, database }: EmbeddedStatement): boolean {
    if (!database || !isQuery(statement)) return false;
    const { timeline } = database;
    return !timeline || !this.#facts.query(timeline.key, statement.text);
  }

  /**
   * Finds out what the engine and the host languages' parsers can tell and is not known yet.
   * @param paths the files to find out about; without it, all
   * @returns whether anything new is known
   */
  async update(paths?: readonly string[]): Promise<boolean> {
    for (const [path, text] of [...this.#edited]) this.setFile(path, text);
    let news = await this.#host.read(this.#files.values());
    if (news) this.#changed();
    this.#host.makesSchemas = this.project.usesSqlite;
    // What programs ask of a database can only be judged where its schema is known, which programs may make as well.
    for (let again = true; again; ) {
      this.#host.tables = new Set(
        this.project.databases.flatMap(({ steps }) => steps.flatMap(({ touches }) => touches ?? [])),
      );
      again = await this.#host.read(this.#files.values());
      if (!again) break;
      news = true;
      this.#changed();
    }
    const wanted = (project: Project): SqlFile[] =>
      [...project.sqlFiles.values()].filter(
        (file) => file.judged && (!paths || paths.includes(file.source.path)),
      );

    if (!paths && (await settleByGrammar([...this.project.sqlFiles.values()], this.#refuted))) {
      news = true;
      this.#changed();
    }
    const files = wanted(this.project);
    if (
      await this.#facts.judge(
        files.flatMap(({ source }) => source.document.statements.map(({ syntax }) => syntax)),
      )
    ) {
      news = true;
      if (
        await refuteDialects(files, (text) => this.#facts.verdict(text).message !== undefined, this.#refuted)
      ) {
        this.#changed();
      }
    }
    // One database after the other, so that the engine is asked about each while it holds it.
    for (const { name } of this.project.databases) {
      const before = this.project.databases.find((database) => database.name === name);
      if (before && before.steps.length > 0 && (await this.#facts.replay(name, before.steps))) {
        news = true;
        this.#changed();
      }
      const { project } = this;
      const timeline = project.databases.find((database) => database.name === name)?.timeline;
      if (!timeline) continue;
      const queries = wanted(project).flatMap((file) =>
        file.database?.name === name
          ? file.source.document.statements
              .filter((statement) => isPlanned(statement, file))
              .map(({ syntax }) => syntax)
          : [],
      );
      const embedded = [...project.programs.values()]
        .filter(({ source }) => !paths || paths.includes(source.path))
        .flatMap(({ statements }) => statements)
        .filter(({ database, statement }) => database?.name === name && isQuery(statement))
        .map(({ statement }) => statement.syntax);
      if (await this.#facts.plan(timeline, [...queries, ...embedded])) news = true;
    }
    this.#facts.keep(new Set(this.project.databases.flatMap(({ timeline }) => timeline?.key ?? [])));
    return news;
  }

  /** The findings of a file, from what is known now. */
  check(path: string): Finding[] {
    const source = this.#files.get(path);
    if (!source || this.#edited.has(path)) return [];
    const { project } = this;
    const found: { rule: Rule; problem: Problem }[] = [...(this.#crossFile(project).get(path) ?? [])];
    const file = project.sqlFiles.get(path);
    if (file?.judged) {
      const rules = this.#enabled().filter(
        (rule) =>
          (rule.checkStatement || rule.checkPragma) && !(source.templated && rule.needs.includes('syntax')),
      );
      for (const statement of source.document.statements) {
        for (const { rule, problem } of this.#checkStatement(statement, file, project, rules)) {
          found.push({ rule, problem: moved(problem, statement.start) });
        }
      }
      for (const rule of this.#enabled()) {
        if (rule.checkFile) found.push(...this.#run(rule, () => rule.checkFile?.(file, project) ?? []));
      }
    }
    const inText = (
      statement: Statement,
      sql: EmbeddedSql,
      rules: Rule[],
      database?: LogicalDatabase,
      connection?: Connection,
    ): void => {
      const context = { role: 'query', backwards: false, database, inProgram: true, connection } as const;
      for (const { rule, problem } of this.#checkStatement(statement, context, project, rules)) {
        found.push({ rule, problem: inProgram(moved(problem, statement.start), sql) });
      }
    };
    const program = project.programs.get(path);
    for (const { statement, sql, database } of program?.statements ?? []) {
      if (database)
        inText(
          statement,
          sql,
          this.#enabled().filter((rule) => rule.inPrograms),
          database,
        );
    }
    for (const { statement, sql } of project.programPragmas.get(path) ?? []) {
      inText(
        statement,
        sql,
        this.#enabled().filter((rule) => rule.checkPragma),
        undefined,
        connectionOf(hostRange(sql, statement.range), path, project),
      );
    }
    const code = project.code.get(path);
    for (const rule of code ? this.#enabled() : []) {
      if (rule.checkProgram && code)
        found.push(...this.#run(rule, () => rule.checkProgram?.(code, project) ?? []));
    }
    return this.#report(source, found);
  }

  /** The findings of all files, in order. */
  checkAll(): Finding[] {
    return this.paths.flatMap((path) => this.check(path)).sort(compareFindings);
  }

  #changed(): void {
    this.#project = undefined;
  }

  #enabled(): Rule[] {
    return this.#rules.filter((rule) => severityOf(rule, this.#settings) !== undefined);
  }

  #checkStatement(
    statement: Statement,
    context: StatementContext,
    project: Project,
    rules: readonly Rule[],
  ): { rule: Rule; problem: Problem }[] {
    return checkStatement(statement, context, project, rules, this.#facts, this.#statements, (rule, check) =>
      this.#run(rule, check),
    );
  }

  /** What the rules about connections and whole projects say, once per project. */
  #crossFile(project: Project): Map<string, { rule: Rule; problem: Problem }[]> {
    if (this.#projectProblems?.project === project) return this.#projectProblems.byFile;
    const byFile = new Map<string, { rule: Rule; problem: Problem }[]>();
    const add = (path: string, entry: { rule: Rule; problem: Problem }): void => {
      const list = byFile.get(path);
      if (list) list.push(entry);
      else byFile.set(path, [entry]);
    };
    for (const rule of this.#enabled()) {
      for (const connection of rule.checkConnection ? project.connections : []) {
        for (const entry of this.#run(rule, () => rule.checkConnection?.(connection, project) ?? [])) {
          add(connection.file.path, entry);
        }
      }
      for (const connection of rule.checkPragma ? project.connections : []) {
        for (const setting of connection.site.settings) {
          if (isStatement(setting, connection, project)) continue;
          const pragma = pragmaOfSetting(setting, connection, project);
          for (const entry of this.#run(rule, () => rule.checkPragma?.(pragma) ?? []))
            add(connection.file.path, entry);
        }
      }
      for (const entry of rule.checkProject ? this.#run(rule, () => rule.checkProject?.(project) ?? []) : [])
        add((entry.problem as FileProblem).file ?? '', entry);
      for (const database of rule.checkDatabase ? project.databases : []) {
        for (const entry of this.#run(rule, () => rule.checkDatabase?.(database, project) ?? [])) {
          add((entry.problem as FileProblem).file ?? '', entry);
        }
      }
    }
    this.#projectProblems = { project, byFile };
    return byFile;
  }

  /** Runs a check; one that throws becomes a finding of its own, and the others still report. */
  #run(rule: Rule, check: () => Iterable<Problem>): { rule: Rule; problem: Problem }[] {
    const start = performance.now();
    try {
      return [...check()].map((problem) => ({ rule, problem }));
    } catch (error) {
      const failed = this.#rules.find(({ id }) => id === 'internal/rule-error');
      if (!failed) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return [
        {
          rule: failed,
          problem: {
            range: { start: 0, end: 0 },
            message: `The rule ${rule.id} failed: ${reason}`,
            help: `Report it, and switch ${rule.id} off until it is mended.`,
          },
        },
      ];
    } finally {
      this.timings.set(rule.id, (this.timings.get(rule.id) ?? 0) + performance.now() - start);
    }
  }

  #report(source: SourceFile, found: readonly { rule: Rule; problem: Problem }[]): Finding[] {
    const findings = found.flatMap(({ rule, problem }): Finding[] => {
      const severity = severityOf(rule, this.#settings);
      return severity === undefined ? [] : [finding(rule.id, severity, problem, source)];
    });
    const suppressions = readSuppressions(source);
    if (suppressions.length === 0) return dedupe(findings);

    const used = new Set<string>();
    const kept = findings.filter(({ rule, range }) => {
      const hits = suppressions.filter(
        (candidate) => candidate.rules.includes(rule) && overlaps(candidate.scope, range),
      );
      for (const hit of hits) used.add(`${hit.range.start} ${rule}`);
      return hits.length === 0;
    });
    const unused = this.#rules.find(({ id }) => id === 'suppression/unused');
    const noReason = this.#rules.find(({ id }) => id === 'suppression/missing-reason');
    for (const suppression of suppressions) {
      if (suppression.reason === '' && noReason) {
        kept.push(
          ...this.#own(noReason, source, {
            range: suppression.range,
            message: `The suppression of ${suppression.rules.join(', ')} gives no reason.`,
            help: 'Write why behind a colon: `preflight-ignore group/rule: reason`.',
          }),
        );
      }
      // While facts are missing a finding may still come, and with it the use.
      if (!unused || this.isPending(source.path)) continue;
      for (const id of suppression.rules) {
        if (used.has(`${suppression.range.start} ${id}`)) continue;
        const exists = this.#rules.some((rule) => rule.id === id);
        kept.push(
          ...this.#own(unused, source, {
            range: suppression.range,
            message: exists
              ? `Nothing here is reported by ${id}: this suppression has no effect.`
              : `There is no rule ${id}: this suppression has no effect.`,
            help: exists
              ? 'Remove the suppression.'
              : 'Correct the name; `sqlite-preflight rules` lists them.',
          }),
        );
      }
    }
    return dedupe(kept.sort(compareFindings));
  }

  #own(rule: Rule, source: SourceFile, problem: Problem): Finding[] {
    const severity = severityOf(rule, this.#settings);
    return severity === undefined ? [] : [finding(rule.id, severity, problem, source)];
  }
}

/** Statements that are planned: those that an application runs, not those that a migration runs once. */
function isPlanned(statement: Statement, file: SqlFile): boolean {
  return file.role === 'query' && isQuery(statement) && !namesOwnTable(statement, file.source);
}

function isQuery({ tree }: Statement): boolean {
  const type = tree?.type;
  return type === 'SelectStmt' || type === 'UpdateStmt' || type === 'DeleteStmt' || type === 'InsertStmt';
}

/**
 * A problem of SQL in a program at its place there. An edit of the SQL itself is kept where the SQL stands in the program
 * as it is, and the new text needs no quotes or escapes, which are the program's.
 */
function inProgram(problem: Problem, sql: EmbeddedSql): Problem {
  const fixes = problem.fixes?.flatMap((fix): Fix[] => {
    if (fix.file !== undefined) return [fix];
    const isPlain = fix.edits.every(({ range, text }) => standsAsItIs(sql, range) && /^[\w -]*$/.test(text));
    if (!isPlain) return [];
    return [{ ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: hostRange(sql, edit.range) })) }];
  });
  const { fixes: _, ...rest } = problem;
  return { ...rest, range: hostRange(sql, problem.range), ...(fixes?.length && { fixes }) };
}

function moved(problem: Problem, by: number): Problem {
  return {
    ...problem,
    range: shift(problem.range, by),
    ...(problem.fixes && {
      fixes: problem.fixes.map((fix) =>
        fix.file === undefined
          ? { ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: shift(edit.range, by) })) }
          : fix,
      ),
    }),
  };
}

function finding(rule: string, severity: Finding['severity'], problem: Problem, source: SourceFile): Finding {
  const statement =
    source.kind === 'sql'
      ? source.document.statements.find(
          ({ start, end }) => start <= problem.range.start && problem.range.end <= end,
        )
      : undefined;
  const around = statement ? statement.text : source.text.slice(problem.range.start, problem.range.end);
  return {
    rule,
    severity,
    file: source.path,
    range: problem.range,
    message: problem.message,
    help: problem.help,
    fixes: (problem.fixes ?? []).map((fix) => ({
      title: fix.title,
      safe: fix.safe,
      edits: fix.edits.map((edit) => ({ file: fix.file ?? source.path, range: edit.range, text: edit.text })),
    })),
    anchor: `${around}\n${source.text.slice(problem.range.start, problem.range.end)}`,
  };
}

function dedupe(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, range, message }) => {
    const key = `${rule} ${range.start} ${range.end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
