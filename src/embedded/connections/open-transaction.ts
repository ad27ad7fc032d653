/**
 * True where the code of a text leaves a transaction open: behind the last statement or method that begins one comes none
 * that ends it.
 * @param byChanges true where the driver begins one before a statement that changes rows
 */
export function leavesTransactionOpen(text: string, byChanges = false): boolean {
  const said = [...text.matchAll(words)].map(([, statement, method]) => statement ?? method ?? '');
  const last = said.findLast((word) => byChanges || !changes.test(word)) ?? '';
  return /^(?:begin|savepoint)/i.test(last) || changes.test(last);
}

const words =
  /["'`]\s*(begin|savepoint|insert|update|delete|replace|commit|end|rollback|release)\b|(?:\.|->|::)(beginTransaction|commit|rollback)\(/gi;
const changes = /^(?:insert|update|delete|replace)$/i;
