import type { ForeignOrigin, ForeignRule, ForeignSyntax } from './construct.ts';

type Clause = (
  name: string,
  pattern: string,
  meaning: string,
  instead: string,
  more?: Partial<ForeignSyntax>,
) => ForeignSyntax;

/** Makes clauses that SQLite can do without: what a group of them has in common comes first. */
export function clauses(rule: ForeignRule, of: ForeignOrigin, source: string): Clause {
  return (name, pattern, meaning, instead, more = {}) => ({
    name,
    of,
    rule,
    pattern,
    meaning,
    instead,
    neutral: '',
    source,
    ...more,
  });
}

type Statement = (
  name: string,
  pattern: string,
  meaning: string,
  instead: string,
  more: Partial<ForeignSyntax> & Pick<ForeignSyntax, 'source'>,
) => ForeignSyntax;

/** Makes whole statements of one rule. */
export function statements(rule: ForeignRule): Statement {
  return (name, pattern, meaning, instead, more) => ({
    name,
    of: 'Postgres',
    rule,
    pattern,
    meaning,
    instead,
    ...more,
  });
}

/** A page of the manual of Postgres. */
export const postgresPage = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`;

/** A page of the manual of MySQL. */
export const mysqlPage = (page: string): string => `https://dev.mysql.com/doc/refman/8.4/en/${page}.html`;

export const both = { of: 'Postgres and MySQL' } as const;
