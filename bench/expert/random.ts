/** Numbers that look random and are the same in every run (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to and without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Small numbers far more often than large ones, as with users and their posts. */
  skewed(high: number): number {
    return 1 + Math.floor(high * this.next() ** 2.5);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T;
  }

  word(length = this.int(4, 9)): string {
    let text = '';
    for (let at = 0; at < length; at++) text += 'abcdefghijklmnopqrstuvwxyz'[this.int(0, 25)];
    return text;
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(' ');
  }

  /** A day between the two years, as `YYYY-MM-DD`. */
  day(from: number, to: number): string {
    const start = Date.UTC(from, 0, 1);
    const day = new Date(start + this.next() * (Date.UTC(to, 11, 31) - start));
    return day.toISOString().slice(0, 10);
  }

  hex(length: number): string {
    let text = '';
    for (let at = 0; at < length; at++) text += '0123456789abcdef'[this.int(0, 15)];
    return text;
  }
}
