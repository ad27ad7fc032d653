/** The panel of query results: a plain table, of which only the rows in sight exist. */
import type { FromPanel, ToPanel } from '../query-messages.ts';
import { RowTable } from './row-table.ts';

const vscode = acquireVsCodeApi();
const main = document.getElementById('results') as HTMLElement;
const send = (message: FromPanel): void => vscode.postMessage(message);

type Show = Extract<ToPanel, { type: 'show' }>;
const tables = new Map<number, RowTable>();

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  if (data.type === 'show') show(data);
  else tables.get(data.result)?.take(data.id, data.start, data.rows);
});

function show({ run, database }: Show): void {
  tables.clear();
  main.replaceChildren();
  for (const note of run.notes) main.append(element('p', 'note', note));
  for (const [position, result] of run.results.entries()) {
    const section = document.createElement('section');
    const heading = element('h2', '', result.sql.replace(/\s+/g, ' '));
    heading.title = result.sql;
    const hasRows = result.columns.length > 0;
    const count = hasRows
      ? `${result.truncated ? 'the first ' : ''}${plural(result.rowCount, 'row')}`
      : `${plural(result.changes, 'row')} changed in the copy`;
    const bar = element('div', 'bar', '');
    const status = element(
      'span',
      '',
      `${count} · ${result.elapsedMs.toFixed(1)} ms in memory · ${database}`,
    );
    status.setAttribute('role', 'status');
    bar.append(status);
    section.append(heading, bar);
    if (hasRows && result.rowCount > 0) {
      bar.append(
        button('Copy as CSV', () => send({ type: 'copyAll', result: position })),
        button('Export CSV…', () => send({ type: 'export', result: position, format: 'csv' })),
        button('Export JSON…', () => send({ type: 'export', result: position, format: 'json' })),
      );
      const table = new RowTable({
        columns: result.columns,
        rowCount: result.rowCount,
        label: `Rows of ${heading.textContent}`,
        ask: (start, rows) => send({ type: 'rows', id: run.id, result: position, start, count: rows }),
        copy: (text) => send({ type: 'copy', text }),
        id: run.id,
      });
      tables.set(position, table);
      section.append(table.element);
    }
    main.append(section);
  }
  if (run.error !== undefined) {
    const failure = element('p', 'error', run.error);
    failure.setAttribute('role', 'alert');
    main.append(failure);
  }
  for (const table of tables.values()) table.start();
}

function element(tag: string, className: string, text: string): HTMLElement {
  const created = document.createElement(tag);
  if (className !== '') created.className = className;
  created.textContent = text;
  return created;
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const created = document.createElement('button');
  created.type = 'button';
  created.textContent = label;
  created.addEventListener('click', onClick);
  return created;
}

function plural(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}

send({ type: 'ready' });
