import assert from 'node:assert/strict';
import type { Database } from 'sql.js';
import { loadSqlite } from '../../src/host/node/sqlite.ts';
import type { Proof, StatementProof } from '../../src/rules/rule.ts';
import { runLockProof } from './lock-proof.ts';

const sql = await loadSqlite(new URL('../../node_modules/sql.js/dist/sql-wasm.wasm', import.meta.url));

/** An empty database of the engine that the product ships. The caller closes it. */
export function openDatabase(): Database {
  return new sql.Database();
}

/** Runs a proof: one on locks on a file, any other on an empty database of the engine that the product ships. */
export async function runProof(proof: Proof): Promise<void> {
  if ('connections' in proof) await runLockProof(proof);
  else runStatements(proof);
}

function runStatements(proof: StatementProof): void {
  const db = openDatabase();
  try {
    for (const statement of proof.sql.slice(0, -1)) db.run(statement);
    const last = proof.sql.at(-1) as string;
    if ('error' in proof) {
      assert.throws(() => db.exec(last), { message: proof.error });
    } else if ('plan' in proof) {
      const rows = db.exec(`EXPLAIN QUERY PLAN ${last}`)[0]?.values ?? [];
      assert.deepEqual(
        rows.map((row) => row[3]),
        proof.plan,
      );
    } else {
      assert.deepEqual(db.exec(last)[0]?.values ?? [], proof.expect);
    }
  } finally {
    db.close();
  }
}
