import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../../src/advice/advise.ts';
import { selectIndexes, startsWith, type Trials } from '../../../src/advice/workload/select.ts';
import type { Table } from '../../../src/engine/catalog.ts';

const table = { name: 't', kind: 'table', columns: [], indexes: [] } as unknown as Table;
const index = (...terms: string[]): Candidate => ({ table, terms, json: false });

/** Trials where a query costs what the best of the indexes that are there costs it. */
function trialsOf(costs: readonly Record<string, number>[]): Trials {
  const made: string[] = [];
  let present = new Set<number>();
  const best = (query: number): { cost: number; handle: number | undefined } => {
    const all = costs[query] as Record<string, number>;
    let found = { cost: all.none as number, handle: undefined as number | undefined };
    for (const handle of present) {
      const cost = all[made[handle] as string];
      if (cost !== undefined && cost < found.cost) found = { cost, handle };
    }
    return found;
  };
  return {
    negligible: 0.1,
    thrift: { each: 1.6, inAll: 1.15, unnoticed: 0.3 },
    create({ terms }) {
      present.add(made.push(terms.join()) - 1);
      return made.length - 1;
    },
    drop: (handle) => void present.delete(handle),
    attempt(change) {
      const before = new Set(present);
      const isKept = change();
      if (!isKept) present = before;
      return isKept;
    },
    cost: (query) => best(query).cost,
    uses: (query) => new Set([best(query).handle].filter((handle) => handle !== undefined)),
    order: () => 't',
    scans: (query) => (best(query).handle === undefined ? 1 : 0),
    weigh: (handle) => (made[handle] ?? '').split(',').length * 1000,
    worked: () => 0,
  };
}

const shorter = (candidate: Candidate): Candidate[] =>
  candidate.terms.length > 1 ? [{ ...candidate, terms: candidate.terms.slice(0, -1) }] : [];

function choose(costs: readonly Record<string, number>[], wanted: Candidate[], covering: Candidate[] = []) {
  const queries = [...costs.keys()];
  const want = (candidate: Candidate) => ({ candidate, queries });
  return selectIndexes(trialsOf(costs), wanted.map(want), covering.map(want), queries, shorter).map(
    ({ candidate, longer }) => `${candidate.terms}${longer ? ` of ${longer.terms}` : ''}`,
  );
}

/** A query that no index helps. */
const slow = { none: 5 };

test('an index that another one begins with is not made twice', () => {
  assert.deepEqual(choose([{ none: 50, a: 1, 'a,b': 0.9 }], [index('a'), index('a', 'b')]), ['a of a,b']);
  assert.ok(startsWith(index('a', 'b'), index('a')));
  assert.ok(!startsWith(index('a', 'b'), index('b')));
  assert.ok(!startsWith(index('a'), index('a')));
});

test('the last column goes where that is hardly felt, and stays where it is', () => {
  assert.deepEqual(choose([{ none: 50, a: 10, 'a,b': 1 }], [index('a', 'b')]), ['a,b']);
  assert.deepEqual(choose([{ none: 50, a: 0.25, 'a,b': 0.01 }, slow], [index('a', 'b')]), ['a of a,b']);
  // The workload as a whole may not become much slower either.
  assert.deepEqual(choose([{ none: 50, a: 15, 'a,b': 10 }], [index('a', 'b')]), ['a,b']);
});

test('a table is not read from end to end to spare an index, unless nobody notices', () => {
  assert.deepEqual(choose([{ none: 0.25, a: 0.01 }], [index('a')]), ['a']);
  assert.deepEqual(choose([{ none: 0.09, a: 0.01 }], [index('a')]), []);
});

test('two indexes become one that both queries search', () => {
  const costs = [{ none: 50, a: 0.2, 'a,b': 0.02 }, { none: 50, a: 0.2, 'a,c': 0.02 }, slow];
  assert.equal(choose(costs, [index('a', 'b'), index('a', 'c')]).length, 1);
});

test('columns that are only read are added for as much time as they take room', () => {
  const many = Array.from({ length: 8 }, (_, at) => ({ none: 90, [`i${at}`]: 5 }));
  const wanted = many.map((_, at) => index(`i${at}`));
  const report = { none: 90, a: 40, 'a,b,c': 2 };
  assert.ok(choose([...many, report], [...wanted, index('a')], [index('a', 'b', 'c')]).includes('a,b,c'));
  const little = { none: 90, a: 5, 'a,b,c': 2 };
  assert.ok(!choose([...many, little], [...wanted, index('a')], [index('a', 'b', 'c')]).includes('a,b,c'));
});
