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
  page: string,
  name: string,
  pattern: string,
  meaning: string,
  instead: string,
  more?: Partial<ForeignSyntax>,
) => ForeignSyntax;

/** Makes whole statements of one rule; the page of the manual that each is on comes first. */
export function statements(rule: ForeignRule, of: 'Postgres' | 'MySQL' = 'Postgres'): Statement {
  const pageOf = of === 'MySQL' ? mysqlPage : postgresPage;
  return (page, name, pattern, meaning, instead, more = {}) => ({
    name,
    of,
    rule,
    pattern,
    meaning,
    instead,
    source: pageOf(page),
    ...more,
  });
}

/** A page of the manual of Postgres. */
export const postgresPage = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`;

/** A page of the manual of MySQL. */
export const mysqlPage = (page: string): string => `https://dev.mysql.com/doc/refman/8.4/en/${page}.html`;

export const both = { of: 'Postgres and MySQL' } as const;
