import type { Obstacle } from '../advice/advice.ts';
import { planTree } from '../advice/plan-tree.ts';
import type { AdvisedQuery, WorkloadAnswer, WorkloadIndex } from '../advice/workload/protocol.ts';
import { count, sizeText } from './count.ts';
import type { Paint } from './pretty.ts';
import { planText } from './query.ts';

/** The advice as JSON, described by docs/advise-output.schema.json. */
export function adviceJson(answer: WorkloadAnswer): string {
  const queries = answer.queries.map((query) => ({
    sql: query.sql,
    planBefore: query.before.map(({ detail }) => detail),
    planAfter: query.after.map(({ detail }) => detail),
    indexes: query.uses.flatMap((at) => answer.indexes[at]?.index.sql ?? []),
    rewrite: rewriteOf(query)?.sql ?? null,
    why: whyOf(query, answer),
  }));
  const indexes = answer.indexes.map(({ index, sizeBytes, writeCost, serves }) => ({
    sql: index.sql,
    table: index.table,
    columns: index.terms,
    sizeBytes: sizeBytes ?? null,
    writeCost: Math.round(writeCost * 1000) / 1000,
    serves: serves.map((query) => query + 1),
  }));
  return `${JSON.stringify({ queries, indexes, basis: basisName[answer.basis] }, null, 2)}\n`;
}

/** The advice for a terminal: the indexes first, then each query with what became of it. */
export function adviceText(answer: WorkloadAnswer, paint: Paint): string {
  const { queries, indexes } = answer;
  const parts = [headline(answer, paint)];
  for (const index of indexes) parts.push(indexText(index, paint));
  for (const [position, query] of queries.entries()) parts.push(queryText(query, position, answer, paint));
  return parts.join('\n');
}

const basisName: Record<WorkloadAnswer['basis'], string> = {
  measured: 'measured',
  statistics: 'row counts',
  assumed: 'without statistics',
};

const basisText: Record<WorkloadAnswer['basis'], string> = {
  measured: 'Measured on a copy of the database, after ANALYZE.',
  statistics: 'Planned by SQLite with the row counts of the configuration; sizes and costs are estimates.',
  assumed:
    'Planned by SQLite without statistics: how many rows there are is not known, and costs are estimates. --database measures.',
};

function headline({ queries, indexes, basis }: WorkloadAnswer, paint: Paint): string {
  const served = new Set(indexes.flatMap(({ serves }) => serves)).size;
  const first =
    indexes.length === 0
      ? `No index is worth adding for ${count(queries.length, 'query', 'queries')}.`
      : `${count(indexes.length, 'index', 'indexes')} for ${served} of ${count(queries.length, 'query', 'queries')}.`;
  return `${paint('bold', first)} ${paint('dim', basisText[basis])}\n`;
}

function indexText({ index, sizeBytes, writeCost, serves, longer }: WorkloadIndex, paint: Paint): string {
  const facts = [
    ...(sizeBytes === undefined ? [] : [sizeText(sizeBytes)]),
    `inserts into ${index.table} take ${percent(writeCost)} longer`,
    `serves ${serves.length === 1 ? 'query' : 'queries'} ${serves.map((query) => query + 1).join(', ')}`,
  ];
  const extra =
    longer === undefined
      ? ''
      : `     ${paint('dim', `(${longer.join(', ')}) would be a little faster, and larger: the rest of it is left out`)}\n`;
  const replaced = index.replaces.map(
    (name) =>
      `     ${paint('yellow', `DROP INDEX ${name}`)} ${paint('dim', '— the new index begins with it')}\n`,
  );
  return `  ${paint('bold', index.sql)}\n     ${paint('dim', facts.join(' · '))}\n${extra}${replaced.join('')}`;
}

function queryText(query: AdvisedQuery, position: number, answer: WorkloadAnswer, paint: Paint): string {
  const lines = query.sql.replace(/\s+/g, ' ').trim();
  const shown = lines.length > 160 ? `${lines.slice(0, 159)}…` : lines;
  const rewrite = rewriteOf(query);
  return [
    `${paint('bold', `${position + 1}.`)} ${shown}\n`,
    `   ${whyOf(query, answer)}\n`,
    ...(query.uses.length > 0 || rewrite
      ? [
          planText(planTree(query.before), paint, '   '),
          ...(query.uses.length > 0
            ? [`   ${paint('dim', 'becomes')}\n`, planText(planTree(query.after), paint, '   ')]
            : []),
        ]
      : []),
    ...(rewrite ? [`   ${paint('cyan', 'Write it as')} ${rewrite.sql.replace(/\s+/g, ' ')}\n`] : []),
  ].join('');
}

function rewriteOf({ own }: AdvisedQuery) {
  const rewrites = (own?.obstacles ?? []).flatMap(({ rewrite }) => rewrite ?? []);
  return rewrites.find(({ safe }) => safe) ?? rewrites[0];
}

/** What was found, or why no index can help, in a sentence or two. */
function whyOf(query: AdvisedQuery, answer: WorkloadAnswer): string {
  const { error, before, uses, own, msBefore, msAfter } = query;
  if (error !== undefined) return `SQLite does not compile it: ${error}.`;
  const obstacles = (own?.obstacles ?? []).map(obstacleText);
  const rewrite = rewriteOf(query);
  if (rewrite)
    obstacles.push(`${rewrite.title}${rewrite.safe ? '' : ' (look whether the rows stay the same)'}.`);
  if (uses.length > 0) return [gainText(query, answer), ...obstacles].join(' ');
  if (obstacles.length > 0) return obstacles.join(' ');
  if (before.length === 0) return 'It reads no table.';
  const slow = planTree(before).some(function costs(node): boolean {
    return node.warning !== undefined || node.children.some(costs);
  });
  if (!slow) return 'The indexes that are there serve it.';
  const time = msBefore === undefined ? '' : ` It takes ${msText(msBefore)}.`;
  if ((own?.indexes.length ?? 0) > 0) return `An index would save less than it costs.${time}`;
  return `No index was found that SQLite would gain by.${msAfter === undefined && msBefore === undefined ? '' : time}`;
}

function gainText({ uses, msBefore, msAfter }: AdvisedQuery, { indexes }: WorkloadAnswer): string {
  const names = uses.map((at) => {
    const index = indexes[at]?.index;
    const on = index ? `${index.table} (${index.terms.join(', ')})` : '';
    if (index?.use === 'order') return `An index on ${on} has the rows in order.`;
    if (index?.use === 'cover') return `An index on ${on} holds all that is read.`;
    return `An index on ${on} leads to the rows.`;
  });
  if (msAfter === undefined) return names.join(' ');
  const was = msBefore === undefined ? 'too long to be waited for' : msText(msBefore);
  return `${names.join(' ')} It took ${was} on the copy, and takes ${msText(msAfter)}.`;
}

const obstacleTexts: Record<Obstacle['kind'], string> = {
  'leading-wildcard': 'a pattern that starts with a wildcard has no beginning to look up',
  'bound-pattern': 'a pattern that is put together is not known when the query is planned, whatever is bound',
  'case-sensitive-index': 'LIKE ignores case, and the column is compared with case',
  'or-across-tables': 'an OR across two tables is served by no index',
  'or-branch': 'one branch of the OR has no index, so that every row is read',
  'function-on-column': 'the column is computed with before it is compared',
  'date-function': 'a date is computed from the column before it is compared',
  'optional-filter': 'a filter that a parameter switches off can’t be planned for',
  affinity: 'text is compared with numbers',
  collation: 'the comparison has another collation than the index',
  'partial-index': 'the partial index serves only a condition that is written out',
  'expression-spelling': 'the index is on another spelling of the expression',
  'generated-column':
    'the query has the expression of a generated column, whose index serves only the column’s name',
};

function obstacleText({ kind, table, column }: Obstacle): string {
  const where = column === undefined ? table : `${table}.${column}`;
  return `${where}: ${obstacleTexts[kind]}.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function msText(ms: number): string {
  return `${ms < 1 ? ms.toFixed(2) : ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
