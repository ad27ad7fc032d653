import type { Problem, Rule } from '../rules/rule.ts';

/** A problem, with the rule that reports it. */
export interface Found {
  readonly rule: Rule;
  readonly problem: Problem;
}

/** Runs checks of rules: one that throws becomes a finding of its own, and the others still report. */
export class RuleRunner {
  readonly #failed: Rule | undefined;
  /** How long each rule took so far, in milliseconds, by rule id. */
  readonly timings = new Map<string, number>();

  /** @param rules all rules, of which `internal/rule-error` reports those that throw */
  constructor(rules: readonly Rule[]) {
    this.#failed = rules.find(({ id }) => id === 'internal/rule-error');
  }

  run(rule: Rule, check: () => Iterable<Problem>): Found[] {
    const start = performance.now();
    try {
      return [...check()].map((problem) => ({ rule, problem }));
    } catch (error) {
      if (!this.#failed) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const problem = {
        range: { start: 0, end: 0 },
        message: `The rule ${rule.id} failed: ${reason}`,
        help: `Report it, and switch ${rule.id} off until it is mended.`,
      };
      return [{ rule: this.#failed, problem }];
    } finally {
      this.timings.set(rule.id, (this.timings.get(rule.id) ?? 0) + performance.now() - start);
    }
  }
}
