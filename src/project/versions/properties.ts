import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** Properties of Maven, Gradle and MSBuild that have versions for values. */
export class VersionProperties {
  readonly #files: readonly SourceFile[];

  constructor(files: readonly SourceFile[]) {
    this.#files = files.filter(({ path }) => definers.test(nameOf(path)));
  }

  /**
   * The version that a property has for a file that refers to it: in the file itself, in the nearest above it, or in all
   * others alike.
   */
  valueOf(reference: string, file: SourceFile): string | undefined {
    const name = plain(reference);
    const own = definitions(file).get(name);
    if (own !== undefined) return own;
    const all = this.#files.flatMap((one) => {
      const value = definitions(one).get(name);
      return value === undefined ? [] : [{ folder: one.folder, value }];
    });
    const [nearest] = all
      .filter(({ folder }) => isAtOrBelow(file.folder, folder))
      .sort((a, b) => b.folder.length - a.folder.length);
    if (nearest) return nearest.value;
    return new Set(all.map(({ value }) => value)).size === 1 ? all[0]?.value : undefined;
  }
}

const definers =
  /^pom\.xml$|\.gradle(?:\.kts)?$|^gradle\.properties$|^libs\.versions\.toml$|\.(?:cs|fs|vb)proj$|\.props$|^(?:Versions|Dependencies|Deps)\.kt$/;

/** What a file defines; a name that it gives two values has none. */
const definitions = remember((file: SourceFile): ReadonlyMap<string, string> => {
  const found = new Map<string, Set<string>>();
  const add = (name: string, value: string): void => {
    const key = plain(name);
    found.set(key, (found.get(key) ?? new Set()).add(value));
  };
  if (/<\/?\w/.test(file.text)) {
    for (const [, name = '', value = ''] of file.text.matchAll(/<([\w.-]+)>\s*(\d[\w.+-]*)\s*<\/\1>/g))
      add(name, value);
  } else {
    // sqliteVersion = "3.42.0.1", set("sqliteVersion", "…"), sqliteVersion: '…', sqlite.version=…
    const pattern =
      /(?:^|[\s.,(["'])([A-Za-z][\w.-]*)["')\]]*\s*(?:=|,|:|\bby\s+extra\()\s*["']?(\d+\.[\w.+-]*)["']?/gm;
    for (const [, name = '', value = ''] of file.text.matchAll(pattern)) add(name, value);
  }
  return new Map(
    [...found].flatMap(([name, values]) => {
      const [only, ...more] = values;
      return only === undefined || more.length > 0 ? [] : [[name, only] as const];
    }),
  );
});

/** A property's name without what makes no difference: `libs.versions.sqliteJdbc.get()`, `sqlite-jdbc`. */
function plain(reference: string): string {
  return reference
    .replace(/^(?:\w+\.)*(?:property|findProperty|getProperty)\(\s*["']|["']\s*\)\S*$|\.get\(\)$/g, '')
    .replace(
      /^(?:rootProject\.|project\.|properties\.|ext\.|extra\.|libs\.versions\.|versions\.|Versions\.)+/,
      '',
    )
    .toLowerCase()
    .replaceAll(/[-_.]/g, '');
}
