import type { DatabaseHeader } from '../database/header.ts';
import { type HostLanguages, hostLanguageOf } from '../embedded/host-languages.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Dialect } from '../facts/dialects.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { EmbeddedStatement } from '../project/programs-sql.ts';
import { buildProject, type Project } from '../project/project.ts';
import { SourceFile } from '../project/source-file.ts';
import { StepsCache } from '../project/timeline-steps.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { SyntaxCache } from '../sql/document.ts';
import { type CheckedProject, Checks } from './checks.ts';
import { FactStore } from './facts.ts';
import { compareFindings, type Finding } from './finding.ts';
import { HostFiles } from './host-files.ts';
import { isPlanned, isQuery, queriesTo } from './planned.ts';
import { type Refuted, refuteDialects, settleByGrammar } from './refute.ts';
import { RehearsalStore } from './rehearsals.ts';
import { reportOf } from './report.ts';
import { RuleRunner } from './run-rule.ts';
import { defaultSettings, type LintSettings, severityOf } from './settings.ts';

/** What a linter works with. */
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
  readonly #rehearsals: RehearsalStore;
  readonly #files = new Map<string, SourceFile>();
  /** The texts of programs that are typed in and not read yet. */
  readonly #edited = new Map<string, string>();
  readonly #headers = new Map<string, DatabaseHeader | undefined>();
  readonly #unread = new Map<string, string>();
  readonly #host: HostFiles;
  readonly #steps = new StepsCache();
  readonly #refuted: Refuted = new WeakMap();
  readonly #dialects = new Map<string, Dialect>();
  readonly #runner: RuleRunner;
  readonly #checks: Checks;
  #project: Project | undefined;
  #settings: LintSettings = defaultSettings;

  constructor(services: LinterServices, rules: readonly Rule[] = allRules) {
    this.#rules = rules;
    this.#facts = new FactStore(services.engine);
    this.#rehearsals = new RehearsalStore(services.engine);
    this.#runner = new RuleRunner(rules);
    this.#checks = new Checks(this.#facts, this.#runner);
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

  /** How long each rule took so far, in milliseconds, by rule id. */
  get timings(): ReadonlyMap<string, number> {
    return this.#runner.timings;
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
    const concerned = this.#checks.acrossFiles(this.#checked);
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
      sqliteVersion: this.#settings.sqliteVersion,
      litestreamVersion: this.#settings.litestreamVersion,
      rows: this.#settings.rows,
      dialect: (path) => this.#dialects.get(path) ?? this.#settings.dialect,
      refuted: this.#refuted,
      steps: this.#steps,
      timelineOf: (steps) => this.#facts.timelineOf(steps),
      rehearsalOf: (database) => this.#rehearsals.of(database),
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
    const isAsked = (path: string): boolean => paths?.includes(path) ?? true;
    for (const [path, text] of [...this.#edited]) this.setFile(path, text);
    let news = await this.#readPrograms();
    if (!paths && (await settleByGrammar([...this.project.sqlFiles.values()], this.#refuted))) {
      news = true;
      this.#changed();
    }
    if (await this.#judgeScripts(isAsked)) news = true;
    // One database after the other, so that the engine is asked about each while it holds it.
    for (const { name } of this.project.databases) if (await this.#plan(name, isAsked)) news = true;
    this.#facts.keep(new Set(this.project.databases.flatMap(({ timeline }) => timeline?.key ?? [])));
    if (!paths && (await this.rehearse())) news = true;
    return news;
  }

  /**
   * Runs the migrations on made-up rows, where a rule wants to know what becomes of those. It takes longer than the rest:
   * while someone types, it is for the pauses.
   * @returns whether anything new is known
   */
  async rehearse(): Promise<boolean> {
    if (!this.#wantsRehearsals) return false;
    let news = false;
    for (const { name } of this.project.databases) {
      const database = this.project.databases.find((one) => one.name === name);
      if (database && (await this.#rehearsals.update(database, this.project))) {
        news = true;
        this.#changed();
      }
    }
    this.#rehearsals.keep(new Set(this.project.databases.map(({ name }) => name)));
    return news;
  }

  get #wantsRehearsals(): boolean {
    return this.#rules.some(
      (rule) => rule.needs.includes('rehearsal') && severityOf(rule, this.#settings) !== undefined,
    );
  }

  /** True while what the migrations in a file do to rows has still to be found out. */
  #isUnrehearsed(path: string): boolean {
    if (!this.#wantsRehearsals) return false;
    const file = this.#files.get(path);
    return this.project.databases.some(
      (database) => file && database.files.includes(file) && !this.#rehearsals.isKnown(database),
    );
  }

  /** Reads the programs that matter, of which those found first may tell that others do. True where there were any. */
  async #readPrograms(): Promise<boolean> {
    const readMore = async (): Promise<boolean> => {
      const isNew = await this.#host.read(this.#files.values());
      if (isNew) this.#changed();
      return isNew;
    };
    let news = await readMore();
    this.#host.makesSchemas = this.project.usesSqlite;
    // What programs ask of a database can only be judged where its schema is known, which programs may make as well.
    for (let again = true; again; news ||= again) {
      this.#host.tables = new Set(
        this.project.databases.flatMap(({ steps }) => steps.flatMap(({ touches }) => touches ?? [])),
      );
      again = await readMore();
    }
    return news;
  }

  /** Has the engine judge the statements of scripts, by which some may turn out to be another dialect’s. */
  async #judgeScripts(isAsked: (path: string) => boolean): Promise<boolean> {
    const files = [...this.project.sqlFiles.values()].filter(
      ({ judged, source }) => judged && isAsked(source.path),
    );
    const statements = files.flatMap(({ source }) => source.document.statements.map(({ syntax }) => syntax));
    if (!(await this.#facts.judge(statements))) return false;
    const isRefused = (text: string): boolean => this.#facts.verdict(text).message !== undefined;
    if (await refuteDialects(files, isRefused, this.#refuted)) this.#changed();
    return true;
  }

  /** Replays the schema of a database, and has its queries planned. */
  async #plan(name: string, isAsked: (path: string) => boolean): Promise<boolean> {
    const database = (): LogicalDatabase | undefined =>
      this.project.databases.find((one) => one.name === name);
    const steps = database()?.steps ?? [];
    const isReplayed = steps.length > 0 && (await this.#facts.replay(name, steps));
    if (isReplayed) this.#changed();
    const timeline = database()?.timeline;
    if (!timeline) return isReplayed;
    return (await this.#facts.plan(timeline, queriesTo(name, this.project, isAsked))) || isReplayed;
  }

  /** The findings of a file, from what is known now. */
  check(path: string): Finding[] {
    const source = this.#files.get(path);
    if (!source || this.#edited.has(path)) return [];
    return reportOf(source, this.#checks.ofFile(path, this.#checked), {
      rules: this.#rules,
      severityOf: (rule) => severityOf(rule, this.#settings),
      isPending: () => this.isPending(path) || this.#isUnrehearsed(path),
    });
  }

  /** True for a place within SQL that begins on an earlier line of a program: no comment of the program can stand there. */
  isWithinText(path: string, offset: number): boolean {
    const { programs, programPragmas } = this.project;
    const lines = this.#files.get(path)?.lines;
    const texts = [
      ...(programs.get(path)?.texts ?? []),
      ...(programPragmas.get(path) ?? []).map(({ sql }) => sql),
    ];
    return texts.some(
      ({ range }) =>
        range.start <= offset &&
        offset < range.end &&
        lines?.positionAt(range.start).line !== lines?.positionAt(offset).line,
    );
  }

  /** The findings of all files, in order. */
  checkAll(): Finding[] {
    return this.paths.flatMap((path) => this.check(path)).sort(compareFindings);
  }

  #changed(): void {
    this.#project = undefined;
  }

  /** The project as it is now, with the rules that are switched on. */
  get #checked(): CheckedProject {
    const rules = this.#rules.filter((rule) => severityOf(rule, this.#settings) !== undefined);
    return { project: this.project, rules };
  }
}
