import type { EnvironmentVariable, Mount, Service } from '../../src/config/deployment.ts';
import { readServices } from '../../src/config/services.ts';
import type { Range } from '../../src/text/range.ts';

/** A service of a test, with what its ranges cut out of the text. */
export class ShownService {
  readonly service: Service;
  readonly #text: string;

  constructor(service: Service, text: string) {
    this.service = service;
    this.#text = text;
  }

  /** What a range cuts out, without blanks at its ends. */
  cut(range: Range | undefined): string | undefined {
    return range && this.#text.slice(range.start, range.end).trim();
  }

  /** `source → target (kind)`, and what the range cuts out. */
  get mounts(): [string, string | undefined][] {
    return this.service.mounts.map(({ source, target, kind, type, range }: Mount) => [
      `${source ?? '-'} → ${target ?? '?'} (${type ? `${kind}: ${type}` : kind})`,
      this.cut(range),
    ]);
  }

  /** `NAME=value`, and what the range cuts out. */
  get environment(): [string, string | undefined][] {
    return this.service.environment.map(({ name, value, range }: EnvironmentVariable) => [
      `${name}=${value ?? '?'}`,
      this.cut(range),
    ]);
  }

  /** The commands by their words, and what the range of their text cuts out. */
  get start(): [string, string | undefined][] {
    return this.service.start.map(({ commands, range }) => [
      commands
        .map(({ words }) => words.map(({ text, written }) => text ?? `«${written}»`).join(' '))
        .join('; '),
      this.cut(range),
    ]);
  }
}

/** The services of a file. */
export function servicesOfText(path: string, text: string): ShownService[] {
  return readServices(path, text).map((service) => new ShownService(service, text));
}

/** The one service of a file. */
export function serviceOfText(path: string, text: string): ShownService {
  const [service, ...others] = servicesOfText(path, text);
  if (!service || others.length > 0) throw new Error(`${others.length + (service ? 1 : 0)} services`);
  return service;
}
