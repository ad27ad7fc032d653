import type { ProgramCode } from '../project/program-code.ts';
import type { Project } from '../project/project.ts';
import type { FactPlace, SourcedValue } from './facts.ts';

/** A place where a program opens a transaction. */
export interface TransactionFacts extends FactPlace {
  /** The mode that it begins with. */
  readonly begin: SourcedValue;
  /** Who else may write meanwhile. */
  readonly others: SourcedValue;
  /** What is run in it, in the order of the text: `read`, `write` or `other`. */
  readonly statements: readonly string[];
  /** True where that is all that is run in it. */
  readonly complete: boolean;
}

/** The transactions of all programs, by path and place. */
export function transactionFacts(
  { code }: Project,
  sourced: (fact: ProgramCode['transactions'][number]['begin' | 'others']) => SourcedValue,
): TransactionFacts[] {
  return [...code.values()].flatMap(({ source, transactions }) =>
    transactions.map(({ site, begin, others }) => ({
      file: source.path,
      line: source.lines.positionAt(site.range.start).line + 1,
      begin: sourced(begin),
      others: sourced(others),
      statements: site.statements.map(({ kind }) => kind),
      complete: site.complete,
    })),
  );
}

/** A line of text for a transaction. */
export function transactionLine({ file, line, begin, statements, complete }: TransactionFacts): string {
  const all = statements.length === 0 ? 'nothing that is known' : statements.join(', ');
  const mode =
    begin.value === undefined
      ? `in a mode that is unknown (${begin.source})`
      : `${begin.value} (${begin.source})`;
  return `${file}:${line}: begins ${mode}; ${all}${complete ? '' : ', and more'}`;
}
