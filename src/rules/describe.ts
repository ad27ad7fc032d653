import type { Example, LockProof, ProofRows, Rule, StatementProof } from './rule.ts';

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
          `${proof.claim}\n\n\`\`\`sql\n${'connections' in proof ? steps(proof) : `${proof.sql.map(terminated).join('\n')}\n${outcome(proof)}`}\n\`\`\``,
      ),
    );
  }
  parts.push('## Suppress', ...suppressions(rule));
  if (docs.sources.length > 0)
    parts.push('## Sources', docs.sources.map((source) => `- <${source}>`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** How the rule is silenced where it reports: in SQL, in programs and configuration files, or in both. */
function suppressions(rule: Rule): string[] {
  const { id, checkStatement, checkPragma, checkFile, checkDatabase } = rule;
  const inScripts = checkStatement ?? checkPragma ?? checkFile ?? checkDatabase;
  const inPrograms =
    rule.checkConnection ?? rule.checkProgram ?? rule.checkProject ?? checkPragma ?? rule.inPrograms;
  const comment = `preflight-ignore ${id}: why it is right here`;
  return [
    ...(inScripts || !inPrograms ? [`\`\`\`sql\n-- ${comment}\n\`\`\``] : []),
    ...(inPrograms
      ? [
          `In programs and configuration files the comment starts as comments do there, before the line or in it:\n\n\`\`\`js\n// ${comment}\n\`\`\`\n\n\`\`\`python\n# ${comment}\n\`\`\``,
        ]
      : []),
  ];
}

function outcome(proof: StatementProof): string {
  if ('error' in proof) return `-- error: ${proof.error}`;
  if ('plan' in proof) return proof.plan.map((line) => `-- plan: ${line}`).join('\n');
  return rows(proof.expect);
}

function rows(expected: ProofRows): string {
  return expected.length === 0
    ? '-- no row'
    : expected.map((row) => `-- ${row.map((value) => value ?? 'NULL').join(' | ')}`).join('\n');
}

/** The steps of several connections, each under the name of its connection. */
function steps({ open, connections }: LockProof): string {
  const written = connections.map(({ on, sql, expect, error, withinMs, afterMs, waits }) => {
    const notes = [
      waits && '-- waits, until a later step lets it go on',
      error !== undefined && `-- error: ${error}`,
      withinMs !== undefined && `-- within ${withinMs} ms`,
      afterMs !== undefined && `-- after ${afterMs} ms or more`,
      expect && rows(expect),
    ];
    return [`/* ${on} */ ${terminated(sql)}`, ...notes.filter((note) => typeof note === 'string')].join('\n');
  });
  return [...(open === undefined ? [] : [`-- opened as file:app.db?${open}`]), ...written].join('\n');
}

function terminated(sql: string): string {
  return sql.trim().replace(/;?$/, ';');
}

/** What a fenced block of a file is marked with. */
function languageOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  return (
    { lock: 'toml', mod: 'text', yml: 'yaml', Procfile: 'text', Dockerfile: 'dockerfile' }[ending] ?? ending
  );
}

function example(item: Example): string {
  if (typeof item === 'string') return `\`\`\`sql\n${item.trimEnd()}\n\`\`\``;
  return Object.entries(item)
    .map(([path, text]) => `\`${path}\`\n\n\`\`\`${languageOf(path)}\n${text.trimEnd()}\n\`\`\``)
    .join('\n\n');
}
