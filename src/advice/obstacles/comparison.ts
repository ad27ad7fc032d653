import { type Expr, unwrap } from '../../sql/tree.ts';

/** One side of a condition that an index could be searched by, with what it is compared to. */
export interface Comparison {
  readonly side: Expr;
  readonly op: 'equal' | 'is' | 'in' | 'between' | '<' | '<=' | '>' | '>=';
  /** What it is compared to; undefined where that is a query. */
  readonly others: readonly Expr[] | undefined;
}

const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', equal: 'equal', is: 'is' } as const;

const operators: Readonly<Record<string, keyof typeof mirrored>> = {
  Equals: 'equal',
  Is: 'is',
  Less: '<',
  LessEquals: '<=',
  Greater: '>',
  GreaterEquals: '>=',
};

/** The sides of a condition by which rows could be looked up. */
export function comparisonsOf(condition: Expr): Comparison[] {
  switch (condition.type) {
    case 'BinaryExpr': {
      const op = operators[condition.op];
      if (!op) return [];
      const { left, right } = condition;
      return [
        { side: unwrap(left), op, others: [unwrap(right)] },
        { side: unwrap(right), op: mirrored[op], others: [unwrap(left)] },
      ];
    }
    case 'BetweenExpr':
      return condition.not
        ? []
        : [
            {
              side: unwrap(condition.lhs),
              op: 'between',
              others: [unwrap(condition.start), unwrap(condition.end)],
            },
          ];
    case 'InListExpr':
      return condition.not || !condition.rhs?.length
        ? []
        : [{ side: unwrap(condition.lhs), op: 'in', others: condition.rhs.map(unwrap) }];
    case 'InSelectExpr':
      return condition.not ? [] : [{ side: unwrap(condition.lhs), op: 'in', others: undefined }];
    default:
      return [];
  }
}
