import type { QueryCell } from '../../server/protocol.ts';

/** How many rows are asked for at once. */
const windowRows = 200;
/** Rows beyond the edges that exist too, so that scrolling by a line shows no gap. */
const margin = 20;
const maxCellLength = 500;

export interface RowTableOptions {
  readonly id: number;
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** What a screen reader calls the table. */
  readonly label: string;
  ask(start: number, count: number): void;
  copy(text: string): void;
}

/**
 * A grid (https://www.w3.org/WAI/ARIA/apg/patterns/grid/) of which only the rows in sight exist. Arrow keys, Home, End,
 * Page Up and Down move between cells; Ctrl or Cmd with C copies the cell.
 */
export class RowTable {
  readonly element: HTMLElement;
  readonly #options: RowTableOptions;
  readonly #body: HTMLElement;
  readonly #table: HTMLTableElement;
  readonly #above: HTMLElement;
  readonly #below: HTMLElement;
  readonly #windows = new Map<number, readonly (readonly QueryCell[])[]>();
  readonly #asked = new Set<number>();
  #rowHeight = 24;
  #cursor = { row: 0, column: 0 };
  #shown = { first: -1, last: -1 };

  constructor(options: RowTableOptions) {
    this.#options = options;
    this.element = document.createElement('div');
    this.element.className = 'scroll';
    this.#above = document.createElement('div');
    this.#below = document.createElement('div');
    this.#table = document.createElement('table');
    this.#table.setAttribute('role', 'grid');
    this.#table.setAttribute('aria-label', options.label);
    this.#table.setAttribute('aria-rowcount', String(options.rowCount + 1));
    this.#table.setAttribute('aria-colcount', String(options.columns.length));
    const head = this.#table.createTHead().insertRow();
    head.setAttribute('aria-rowindex', '1');
    for (const name of options.columns) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = name;
      cell.title = name;
      head.append(cell);
    }
    this.#body = this.#table.createTBody();
    this.element.append(this.#above, this.#table, this.#below);
    this.element.addEventListener('scroll', () => this.#render());
    this.#table.addEventListener('keydown', (event) => this.#onKey(event));
    this.#table.addEventListener('focusin', ({ target }) => {
      const cell = (target as HTMLElement).closest('td');
      if (cell) this.#moveTo(Number(cell.dataset.row), Number(cell.dataset.column), false);
    });
    this.#table.addEventListener('mousedown', ({ target }) => {
      (target as HTMLElement).closest('td')?.focus();
    });
    new ResizeObserver(() => this.#render()).observe(this.element);
  }

  /** Asks for the first rows; to be called when the element is in the document. */
  start(): void {
    this.#need(0);
  }

  /** Takes rows that were asked for; those of another run came too late. */
  take(id: number, start: number, rows: readonly (readonly QueryCell[])[]): void {
    if (id !== this.#options.id) return;
    const isFirst = this.#windows.size === 0;
    this.#windows.set(Math.floor(start / windowRows), rows);
    this.#shown = { first: -1, last: -1 };
    this.#render();
    if (isFirst) this.#settle();
  }

  /** With the first rows in place: how high a row is, and how wide the columns stay. */
  #settle(): void {
    const row = this.#body.querySelector('tr');
    if (row && row.offsetHeight > 0) this.#rowHeight = row.offsetHeight;
    const widths = [...this.#table.querySelectorAll('th')].map((cell) => cell.offsetWidth);
    const group = document.createElement('colgroup');
    for (const width of widths) {
      const column = document.createElement('col');
      column.style.setProperty('width', `${Math.max(width, 48)}px`);
      group.append(column);
    }
    this.#table.prepend(group);
    this.#table.classList.add('settled');
    this.#shown = { first: -1, last: -1 };
    this.#render();
  }

  #need(window: number): void {
    const start = window * windowRows;
    if (this.#asked.has(window) || start < 0 || start >= this.#options.rowCount) return;
    this.#asked.add(window);
    this.#options.ask(start, windowRows);
  }

  #render(): void {
    const { rowCount } = this.#options;
    const visible = Math.ceil((this.element.clientHeight || 400) / this.#rowHeight);
    const top = Math.floor(this.element.scrollTop / this.#rowHeight);
    const first = Math.max(0, Math.min(top, rowCount - visible) - margin);
    const last = Math.min(rowCount, top + visible + margin);
    for (let window = Math.floor(first / windowRows); window * windowRows < last; window++)
      this.#need(window);
    if (first === this.#shown.first && last === this.#shown.last) return;
    this.#shown = { first, last };
    const hadFocus = this.#body.contains(document.activeElement);
    const rows: HTMLElement[] = [];
    for (let row = first; row < last; row++) rows.push(this.#rowElement(row));
    this.#body.replaceChildren(...rows);
    this.#above.style.setProperty('height', `${first * this.#rowHeight}px`);
    this.#below.style.setProperty('height', `${(rowCount - last) * this.#rowHeight}px`);
    this.#placeCursor(hadFocus);
  }

  #rowElement(row: number): HTMLElement {
    const values = this.#windows.get(Math.floor(row / windowRows))?.[row % windowRows];
    const element = document.createElement('tr');
    element.setAttribute('aria-rowindex', String(row + 2));
    for (let column = 0; column < this.#options.columns.length; column++) {
      const cell = document.createElement('td');
      cell.dataset.row = String(row);
      cell.dataset.column = String(column);
      cell.tabIndex = -1;
      if (values) describe(cell, values[column] ?? null);
      else cell.textContent = '…';
      element.append(cell);
    }
    return element;
  }

  #placeCursor(focus: boolean): void {
    const { row, column } = this.#cursor;
    const cell =
      this.#body.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"]`) ??
      this.#body.querySelector<HTMLElement>('td');
    if (!cell) return;
    // One cell can be reached with Tab; the arrow keys go on from there.
    this.#body.querySelector('td[tabindex="0"]')?.setAttribute('tabindex', '-1');
    cell.tabIndex = 0;
    if (focus && Number(cell.dataset.row) === row) cell.focus({ preventScroll: true });
  }

  #moveTo(row: number, column: number, focus: boolean): void {
    this.#cursor = {
      row: Math.max(0, Math.min(row, this.#options.rowCount - 1)),
      column: Math.max(0, Math.min(column, this.#options.columns.length - 1)),
    };
    if (!focus) {
      this.#placeCursor(false);
      return;
    }
    const top = this.#cursor.row * this.#rowHeight;
    const header = this.#table.tHead?.offsetHeight ?? 0;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + header + this.#rowHeight > scrollTop + clientHeight)
      this.element.scrollTop = top + header + this.#rowHeight - clientHeight;
    this.#render();
    this.#placeCursor(true);
    (document.activeElement as HTMLElement | null)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #onKey(event: KeyboardEvent): void {
    const { row, column } = this.#cursor;
    const { rowCount, columns } = this.#options;
    const whole = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    if (whole && event.key === 'c') {
      const selected = String(window.getSelection());
      const cell = this.#body.querySelector(`td[data-row="${row}"][data-column="${column}"]`);
      this.#options.copy(selected || (cell?.textContent ?? ''));
      event.preventDefault();
      return;
    }
    const target = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [whole ? 0 : row, 0],
      End: [whole ? rowCount - 1 : row, columns.length - 1],
    }[event.key];
    if (!target) return;
    event.preventDefault();
    this.#moveTo(target[0] as number, target[1] as number, true);
  }
}

function describe(cell: HTMLElement, value: QueryCell): void {
  const text = textOf(value);
  cell.textContent = text.length > maxCellLength ? `${text.slice(0, maxCellLength)}…` : text;
  if (text.length > 40 || text.includes('\n')) cell.title = text.slice(0, 4000);
  if (value === null) cell.classList.add('null');
  else if (typeof value === 'number' || (typeof value === 'object' && !('blob' in value)))
    cell.classList.add('number');
}

function textOf(value: QueryCell): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'object') return String(value);
  if ('integer' in value) return value.integer;
  if ('real' in value) return value.real;
  return `x'${value.blob}'`;
}
