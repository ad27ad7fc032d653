/** True for two names of one thing: SQL does not tell capitals from small letters. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** True for a text of SQL, or a message of SQLite, that has this name in it as a whole word. */
export function mentionsName(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i').test(text);
}
