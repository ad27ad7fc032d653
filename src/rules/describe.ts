import type { Example, Rule } from './rule.ts';

/** A rule's page in Markdown: docs/rules, the editor's hover and `explain` show it. */
export function describeRule(rule: Rule): string {
  const { id, severity, preset, fix, since, docs } = rule;
  const fixes = { safe: 'safe', unsafe: 'unsafe (look before you apply it)', none: 'none' }[fix];
  const parts = [
    `# ${id}`,
    docs.what,
    `Severity: **${severity}** · preset: **${preset}** · fix: ${fixes} · since ${since}`,
    '## Why',
    docs.why,
  ];
  if (docs.bad.length > 0) parts.push('## Found', ...docs.bad.map(example));
  if (docs.good.length > 0) parts.push('## Not found', ...docs.good.map(example));
  if (rule.proofs && rule.proofs.length > 0) {
    parts.push(
      '## Proof',
      'The tests run this in SQLite:',
      ...rule.proofs.map(
        (proof) =>
          `${proof.claim}\n\n\`\`\`sql\n${proof.sql.map((sql) => sql.trim().replace(/;?$/, ';')).join('\n')}\n${outcome(proof)}\n\`\`\``,
      ),
    );
  }
  parts.push('## Suppress', `\`\`\`sql\n-- preflight-ignore ${id}: why it is right here\n\`\`\``);
  if (docs.sources.length > 0)
    parts.push('## Sources', docs.sources.map((source) => `- <${source}>`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function outcome(proof: NonNullable<Rule['proofs']>[number]): string {
  if ('error' in proof) return `-- error: ${proof.error}`;
  if ('plan' in proof) return proof.plan.map((line) => `-- plan: ${line}`).join('\n');
  return proof.expect.length === 0
    ? '-- no row'
    : proof.expect.map((row) => `-- ${row.map((value) => value ?? 'NULL').join(' | ')}`).join('\n');
}

function example(item: Example): string {
  if (typeof item === 'string') return `\`\`\`sql\n${item.trimEnd()}\n\`\`\``;
  return Object.entries(item)
    .map(
      ([path, text]) =>
        `\`${path}\`\n\n\`\`\`${path.endsWith('.sql') ? 'sql' : 'js'}\n${text.trimEnd()}\n\`\`\``,
    )
    .join('\n\n');
}
