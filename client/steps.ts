import * as vscode from 'vscode';

/** The steps end early when the user gives up one of them. */
export class GivenUp extends Error {}

/** The user wants the step before. */
class WentBack extends Error {}

/** What a step was answered with: a text, or the labels that were picked. */
type Answer = string | readonly string[];

export interface TextOptions {
  readonly hint?: string;
  readonly placeholder?: string;
  readonly mayBeEmpty?: boolean;
  /** @returns what is wrong with the text, for the user; undefined where nothing is */
  readonly validate?: (text: string) => string | undefined | Promise<string | undefined>;
}

/**
 * Asks one step after the other; each but the first has a button that leads back to the one before.
 *
 * To go back, the flow is started again and gets the answers that stand, so that it may be written as if nobody ever
 * went back: it has to ask the same after the same answers, and to change nothing.
 * @param title of the command
 * @throws GivenUp when the user leaves a step
 */
export async function askInSteps<T>(title: string, flow: (steps: Steps) => Promise<T>): Promise<T> {
  let answers: readonly Answer[] = [];
  let suggestions: readonly Answer[] = [];
  for (;;) {
    const steps = new Steps(title, answers, suggestions);
    try {
      return await flow(steps);
    } catch (error) {
      if (!(error instanceof WentBack)) throw error;
      suggestions = steps.answers;
      answers = steps.answers.slice(0, -1);
    }
  }
}

/** Asks the steps of one command under its title. Each ends with `GivenUp` when the user leaves it. */
export class Steps {
  readonly #title: string;
  readonly #given: readonly Answer[];
  /** What was answered before the user went back. */
  readonly #suggestions: readonly Answer[];
  readonly answers: Answer[] = [];
  /** How many steps there will be, as far as that is known. */
  total: number | undefined;

  constructor(title: string, given: readonly Answer[] = [], suggestions: readonly Answer[] = []) {
    this.#title = title;
    this.#given = given;
    this.#suggestions = suggestions;
  }

  /** @throws GivenUp */
  async text(prompt: string, value: string, options: TextOptions = {}): Promise<string> {
    const { hint, placeholder, mayBeEmpty = false, validate } = options;
    const given = this.#given[this.answers.length];
    if (typeof given === 'string') {
      this.answers.push(given);
      return given;
    }
    const suggestion = this.#suggestions[this.answers.length];
    const input = vscode.window.createInputBox();
    input.prompt = hint === undefined ? prompt : `${prompt}: ${hint}`;
    input.value = typeof suggestion === 'string' ? suggestion : value;
    if (placeholder !== undefined) input.placeholder = placeholder;
    const problemOf = async (text: string): Promise<string | undefined> => {
      if (text !== '') return validate?.(text);
      return mayBeEmpty ? undefined : 'This cannot be empty.';
    };
    const text = await this.#show<string>(input, (accept) => {
      input.onDidChangeValue(async (changed) => {
        const problem = await problemOf(changed.trim());
        if (input.value === changed) input.validationMessage = problem;
      });
      input.onDidAccept(async () => {
        const typed = input.value.trim();
        const problem = await problemOf(typed);
        input.validationMessage = problem;
        if (problem === undefined && input.value.trim() === typed) accept(typed);
      });
    });
    this.answers.push(text);
    return text;
  }

  /** @throws GivenUp */
  async choice<T extends vscode.QuickPickItem>(placeholder: string, items: readonly T[]): Promise<T> {
    const [picked] = await this.#pick(placeholder, items, { many: false, mayBeEmpty: false });
    if (!picked) throw new GivenUp();
    return picked;
  }

  /** At least one of them, unless none is an answer as well. @throws GivenUp */
  choices<T extends vscode.QuickPickItem>(
    placeholder: string,
    items: readonly T[],
    { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
  ): Promise<readonly T[]> {
    return this.#pick(placeholder, items, { many: true, mayBeEmpty });
  }

  async #pick<T extends vscode.QuickPickItem>(
    placeholder: string,
    items: readonly T[],
    { many, mayBeEmpty }: { readonly many: boolean; readonly mayBeEmpty: boolean },
  ): Promise<readonly T[]> {
    const labelled = (answer: Answer | undefined): T[] | undefined =>
      Array.isArray(answer) ? items.filter(({ label }) => answer.includes(label)) : undefined;
    const given = this.#given[this.answers.length];
    const known = labelled(given);
    if (given !== undefined && known?.length === given.length) {
      this.answers.push(given);
      return known;
    }
    const before = labelled(this.#suggestions[this.answers.length]);
    const pick = vscode.window.createQuickPick<T>();
    pick.placeholder = placeholder;
    pick.matchOnDescription = true;
    pick.canSelectMany = many;
    pick.items = items;
    if (many) pick.selectedItems = before ?? items.filter(({ picked }) => picked);
    else pick.activeItems = before ?? items.filter(({ picked }) => picked);
    const picked = await this.#show<readonly T[]>(pick, (accept) => {
      pick.onDidAccept(() => {
        if (pick.selectedItems.length > 0 || mayBeEmpty) accept([...pick.selectedItems]);
        else pick.title = `${this.#title}: pick at least one`;
      });
    });
    this.answers.push(picked.map(({ label }) => label));
    return picked;
  }

  /** Shows an input until it is accepted, and takes it away. */
  async #show<T>(
    input: Pick<
      vscode.InputBox,
      | 'title'
      | 'step'
      | 'totalSteps'
      | 'ignoreFocusOut'
      | 'buttons'
      | 'onDidTriggerButton'
      | 'onDidHide'
      | 'show'
      | 'dispose'
    >,
    wire: (accept: (value: T) => void) => void,
  ): Promise<T> {
    const step = this.answers.length + 1;
    input.title = this.#title;
    input.step = step;
    input.totalSteps = this.total === undefined ? undefined : Math.max(this.total, step);
    input.ignoreFocusOut = true;
    if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
    try {
      return await new Promise<T>((resolve, reject) => {
        wire(resolve);
        input.onDidTriggerButton(() => reject(new WentBack()));
        input.onDidHide(() => reject(new GivenUp()));
        input.show();
      });
    } finally {
      input.dispose();
    }
  }
}
