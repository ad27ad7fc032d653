import {
  type Copy,
  DockerfileParser,
  type Env,
  type From,
  type Instruction,
  type JSONInstruction,
} from 'dockerfile-ast';
import { rememberLast } from '../../text/last.ts';
import { LineIndex } from '../../text/lines.ts';
import { withoutEndSlashes } from '../../text/paths.ts';
import type { Range } from '../../text/range.ts';
import type { EnvironmentVariable, Located } from '../deployment.ts';

/** A range in lines and columns, as the library counts. */
type LineRange = ReturnType<Instruction['getRange']>;

/** `COPY` or `ADD`. */
export interface DockerCopy {
  readonly sources: readonly Located<string>[];
  /** As it is written, with variables replaced; undefined where one of them is not known. */
  readonly target: string | undefined;
  /** The stage or image that it copies from; undefined for the build's own files. */
  readonly from: string | undefined;
  readonly range: Range;
}

/** A program with its arguments, or a line for the shell: `CMD`, `ENTRYPOINT`, `RUN`. */
export interface DockerCommand {
  /** Each argument, for the form of JSON; undefined for a line of the shell. */
  readonly words: readonly Located<string>[] | undefined;
  /** Where the line of the shell, or the list, stands. */
  readonly range: Range;
}

/** From one `FROM` to the next, with what it takes over from the stage that it builds on. */
export interface DockerStage {
  readonly name: string | undefined;
  /** The image, or the stage, that it builds on; variables are replaced by their defaults. */
  readonly base: Located<string> | undefined;
  /** The image at the ground of it: that of the stage it builds on, for such a one. */
  readonly image: Located<string> | undefined;
  readonly volumes: readonly Located<string>[];
  readonly environment: readonly EnvironmentVariable[];
  /** Absolute; undefined where nothing says so. */
  readonly workingDirectory: string | undefined;
  readonly user: Located<string> | undefined;
  readonly entrypoint: DockerCommand | undefined;
  readonly command: DockerCommand | undefined;
  readonly copies: readonly DockerCopy[];
  readonly runs: readonly DockerCommand[];
  /** The line of its `FROM`. */
  readonly range: Range;
}

/** The stages of a Dockerfile in their order; the last is the image. */
export const readDockerfile = rememberLast((text: string): readonly DockerStage[] => {
  try {
    return new Stages(text).read();
  } catch {
    return [];
  }
});

/** The stage of a name, or the last where none is asked for. */
export function stageNamed(
  stages: readonly DockerStage[],
  name: string | undefined,
): DockerStage | undefined {
  return name === undefined ? stages.at(-1) : stages.findLast((stage) => stage.name === name);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

class Stages {
  readonly #lines: LineIndex;
  readonly #text: string;
  /** Values of `ARG` and `ENV` by name; undefined for one that has none in the file. */
  #known = new Map<string, string | undefined>();

  constructor(text: string) {
    this.#text = text;
    this.#lines = new LineIndex(text);
  }

  read(): DockerStage[] {
    const stages: Mutable<DockerStage>[] = [];
    const initial = new Map<string, string | undefined>();
    for (const one of DockerfileParser.parse(this.#text).getInstructions()) {
      const keyword = one.getKeyword();
      if (keyword === 'FROM') {
        const known = new Map(initial);
        this.#known = known;
        const stage = this.#stageOf(one as From, stages);
        this.#known = new Map();
        for (const { name, value } of stage.environment) this.#known.set(name, value);
        stages.push(stage);
        continue;
      }
      const stage = stages.at(-1);
      if (keyword === 'ARG') this.#declare(one, stage ? this.#known : initial, initial);
      else if (stage) this.#add(stage, keyword, one);
    }
    return stages;
  }

  #stageOf(from: From, before: readonly DockerStage[]): Mutable<DockerStage> {
    const range = this.#range(from.getImageRange() ?? from.getRange());
    const value = this.#expand(from.getImage() ?? '');
    const base = value === undefined ? undefined : { value, range };
    const under = before.findLast(({ name }) => name !== undefined && name === value?.toLowerCase());
    return {
      name: from.getBuildStage()?.toLowerCase(),
      base,
      image: under ? under.image : base,
      volumes: [...(under?.volumes ?? [])],
      environment: [...(under?.environment ?? [])],
      workingDirectory: under?.workingDirectory,
      user: under?.user,
      entrypoint: under?.entrypoint,
      command: under?.command,
      copies: [...(under?.copies ?? [])],
      runs: [...(under?.runs ?? [])],
      range: this.#range(from.getRange()),
    };
  }

  #declare(
    arg: Instruction,
    into: Map<string, string | undefined>,
    outer: Map<string, string | undefined>,
  ): void {
    const [, name = '', written] =
      /^([\w.-]+)(?:=([\s\S]*))?$/.exec((arg.getRawArgumentsContent() ?? '').trim()) ?? [];
    if (name === '' || into.get(name) !== undefined) return;
    into.set(name, written === undefined ? outer.get(name) : this.#expand(unquoted(written)));
  }

  #add(stage: Mutable<DockerStage>, keyword: string, one: Instruction): void {
    const [first] = one.getArguments();
    switch (keyword) {
      case 'ENV':
        for (const property of (one as Env).getProperties()) {
          const name = property.getName();
          const value = this.#expand(property.getValue() ?? '');
          this.#known.set(name, value);
          stage.environment = stage.environment.filter((variable) => variable.name !== name);
          stage.environment.push({ name, value, range: this.#range(property.getRange()) });
        }
        return;
      case 'WORKDIR': {
        const path = this.#expand(unquoted((one.getArgumentsContent() ?? '').trim()));
        stage.workingDirectory = path === undefined ? undefined : joined(stage.workingDirectory, path);
        return;
      }
      case 'USER':
        if (first) stage.user = { value: first.getValue(), range: this.#range(first.getRange()) };
        return;
      case 'VOLUME':
        stage.volumes.push(
          ...this.#wordsOf(one as JSONInstruction).flatMap(({ value, range }) => {
            const path = this.#expand(value);
            return path === undefined ? [] : [{ value: withoutEndSlashes(path), range }];
          }),
        );
        return;
      case 'COPY':
      case 'ADD': {
        const all = this.#wordsOf(one as JSONInstruction);
        const target = all.at(-1);
        stage.copies.push({
          sources: all.slice(0, -1),
          target: target && this.#expand(target.value),
          from: keyword === 'COPY' ? ((one as Copy).getFromFlag()?.getValue() ?? undefined) : undefined,
          range: this.#range(one.getRange()),
        });
        return;
      }
      case 'ENTRYPOINT':
        stage.entrypoint = this.#commandOf(one as JSONInstruction);
        // An entrypoint of its own drops the command of the stage below.
        stage.command = undefined;
        return;
      case 'CMD':
        stage.command = this.#commandOf(one as JSONInstruction);
        return;
      case 'RUN': {
        const command = this.#commandOf(one as JSONInstruction);
        if (command) stage.runs.push(command);
      }
    }
  }

  #commandOf(one: JSONInstruction): DockerCommand | undefined {
    const range = one.getArgumentsRange();
    if (!range) return undefined;
    return {
      words: one.getClosingBracket() ? this.#jsonWords(one) : undefined,
      range: this.#range(range),
    };
  }

  #wordsOf(one: JSONInstruction): Located<string>[] {
    if (one.getClosingBracket()) return this.#jsonWords(one);
    return one.getArguments().map((word) => ({
      value: unquoted(word.getValue()),
      range: this.#range(word.getRange()),
    }));
  }

  #jsonWords(one: JSONInstruction): Located<string>[] {
    return one.getJSONStrings().map((word) => {
      const range = this.#range(word.getJSONRange());
      return { value: this.#jsonText(range) ?? word.getJSONValue(), range };
    });
  }

  /** The library's own value of a string with escapes lacks its blanks. */
  #jsonText({ start, end }: Range): string | undefined {
    try {
      return String(JSON.parse(`"${this.#text.slice(start, end)}"`));
    } catch {
      return undefined;
    }
  }

  /** Undefined where a variable has no value in the file. */
  #expand(text: string): string | undefined {
    let isKnown = true;
    const expanded = text.replace(
      /\\\$|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^}]*))?\})/g,
      (all, bare, name, operator, other) => {
        if (all === '\\$') return '$';
        const value = this.#known.get(bare ?? name);
        if (operator === ':-' || operator === '-') return value || other;
        if (value === undefined || operator !== undefined) isKnown = false;
        return value ?? '';
      },
    );
    return isKnown ? expanded : undefined;
  }

  #range({ start, end }: LineRange): Range {
    return { start: this.#lines.offsetAt(start), end: this.#lines.offsetAt(end) };
  }
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}

function joined(folder: string | undefined, path: string): string | undefined {
  const whole = path.startsWith('/') ? path : folder === undefined ? undefined : `${folder}/${path}`;
  return whole?.replace(/\/(?:\.\/)*/g, '/').replace(/(?<=.)\/+\.?$/, '');
}
