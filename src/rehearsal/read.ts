import { concerns } from '../engine/rehearsal-outcome.ts';
import type { RehearsalFact, RehearsalResult, RehearsalStep } from '../engine/rehearsal-protocol.ts';
import type { Place } from '../schema/place.ts';
import type { Rehearsal, RehearsalEvent } from '../schema/rehearsal.ts';
import type { PlannedMigration, RehearsalPlan } from './plan.ts';
import { readRefusal } from './refusal.ts';

/** Puts what the engine saw together with the places where it is written. */
export function readRehearsal(plan: RehearsalPlan, results: readonly RehearsalResult[]): Rehearsal {
  const open = new Set(results.at(-1)?.open);
  const unrun = plan.items.slice(results.length).flatMap(({ steps }) => steps);
  const events = results.flatMap(({ facts }, at) => {
    const migration = plan.migrations[at] as PlannedMigration;
    const steps = plan.items[at]?.steps ?? [];
    return facts.flatMap((fact): RehearsalEvent[] => {
      const place = migration.places[fact.step];
      if (!place || !isKnown(fact, migration) || mayBeMended(fact, unrun)) return [];
      const { kind } = fact;
      const mended = kind !== 'refused' && kind !== 'rewritten' && !open.has(fact.id ?? '');
      const base = { place, migration: migration.file.path, mended };
      if (fact.kind !== 'refused') {
        const { step: _, id: __, ...body } = fact;
        // Steps have names in lower case.
        if (body.kind === 'shape-kept') return [{ ...base, ...body, table: nameIn(place, body.table) }];
        return [{ ...base, ...body }];
      }
      const [table = ''] = steps[fact.step]?.touches ?? [];
      return [{ ...base, ...readRefusal(fact, place, nameIn(place, table)) }];
    });
  });
  return {
    events,
    migrations: results.map((result, at) => ({
      migration: plan.migrations[at]?.file.path ?? '',
      statements: result.statements,
      tables: result.tables,
      bytesWritten: result.bytesWritten,
      unseeded: result.unseeded,
      unknown: result.unknown,
    })),
    stopped: stoppedAt(plan, results),
  };
}

/** The name as the statement writes it. */
function nameIn({ statement }: Place, table: string): string {
  const tree = statement?.tree;
  if (tree && 'tblName' in tree) {
    const name = 'objName' in tree.tblName ? tree.tblName.objName.text : tree.tblName.text;
    if (name.toLowerCase() === table) return name;
  }
  return table;
}

/**
 * Scripts change rows in the language of their host, which is not run: where they delete some, what rows would do is not
 * known. Nor is what a tool keeps or makes anew when it changes a table.
 */
function isKnown(fact: RehearsalFact, { file, tool }: PlannedMigration): boolean {
  if (tool === undefined) return true;
  if (fact.kind !== 'refused') return false;
  return !/\b(?:delete|destroy|truncate|del|clear)(?:_all|All|_by)?\b/i.test(file.text);
}

/** True where one of the steps that were not run may put right what a fact says. */
function mayBeMended(fact: RehearsalFact, unrun: readonly RehearsalStep[]): boolean {
  switch (fact.kind) {
    case 'refused':
    case 'rewritten':
    case 'rows-lost':
      return false;
    case 'object-lost':
      return fact.object !== 'sequence' && touchAny(unrun, [fact.table, ...fact.tables]);
    case 'object-broken':
      return unrun.length > 0;
    default:
      return touchAny(unrun, concerns(fact));
  }
}

function touchAny(steps: readonly RehearsalStep[], tables: readonly string[]): boolean {
  return steps.some(
    ({ touches }) => !touches || tables.some((table) => touches.includes(table.toLowerCase())),
  );
}

function stoppedAt(plan: RehearsalPlan, results: readonly RehearsalResult[]): Rehearsal['stopped'] {
  const reason = results.at(-1)?.stopped;
  if (reason === undefined && results.length === plan.items.length) return undefined;
  const at = reason === undefined ? results.length : results.length - 1;
  return {
    place: plan.migrations[at]?.places[0],
    reason: reason ?? 'it took longer than it may',
  };
}
