/**
 * English plurals as Active Support forms them without further rules of an application
 * (https://api.rubyonrails.org/classes/ActiveSupport/Inflector/Inflections.html). Later rules win, as there.
 */
type Inflection = readonly [pattern: RegExp, replacement: string];

const plurals: readonly Inflection[] = [
  [/$/, 's'],
  [/s$/i, 's'],
  [/^(ax|test)is$/i, '$1es'],
  [/(octop|vir)(?:us|i)$/i, '$1i'],
  [/(alias|status)$/i, '$1es'],
  [/(bu)s$/i, '$1ses'],
  [/(buffal|tomat)o$/i, '$1oes'],
  [/([ti])(?:um|a)$/i, '$1a'],
  [/sis$/i, 'ses'],
  [/(?:([^f])fe|([lr])f)$/i, '$1$2ves'],
  [/(hive)$/i, '$1s'],
  [/([^aeiouy]|qu)y$/i, '$1ies'],
  [/(x|ch|ss|sh)$/i, '$1es'],
  [/(matr|vert|ind)(?:ix|ex)$/i, '$1ices'],
  [/^([ml])(?:ouse|ice)$/i, '$1ice'],
  [/^(ox)(?:en)?$/i, '$1en'],
  [/(quiz)$/i, '$1zes'],
];

const singulars: readonly Inflection[] = [
  [/s$/i, ''],
  [/(ss)$/i, '$1'],
  [/(n)ews$/i, '$1ews'],
  [/([ti])a$/i, '$1um'],
  [/(analy|ba|diagno|parenthe|progno|synop|the)(?:sis|ses)$/i, '$1sis'],
  [/([^f])ves$/i, '$1fe'],
  [/(hive|tive)s$/i, '$1'],
  [/([lr])ves$/i, '$1f'],
  [/([^aeiouy]|qu)ies$/i, '$1y'],
  [/(s)eries$/i, '$1eries'],
  [/(m)ovies$/i, '$1ovie'],
  [/(x|ch|ss|sh)es$/i, '$1'],
  [/^([ml])ice$/i, '$1ouse'],
  [/(bus)(?:es)?$/i, '$1'],
  [/(o)es$/i, '$1'],
  [/(shoe)s$/i, '$1'],
  [/(cris|test)(?:is|es)$/i, '$1is'],
  [/^(a)x[ie]s$/i, '$1xis'],
  [/(octop|vir)(?:us|i)$/i, '$1us'],
  [/(alias|status)(?:es)?$/i, '$1'],
  [/^(ox)en/i, '$1'],
  [/(vert|ind)ices$/i, '$1ex'],
  [/(matr)ices$/i, '$1ix'],
  [/(quiz)zes$/i, '$1'],
  [/(database)s$/i, '$1'],
];

const irregulars: readonly (readonly [singular: string, plural: string])[] = [
  ['person', 'people'],
  ['man', 'men'],
  ['child', 'children'],
  ['sex', 'sexes'],
  ['move', 'moves'],
  ['zombie', 'zombies'],
];

const uncountable = /\b(?:equipment|information|rice|money|species|series|fish|sheep|jeans|police)$/i;

/** `user` → `users`. */
export function pluralize(word: string): string {
  return inflect(word, plurals, 1);
}

/** `users` → `user`. */
export function singularize(word: string): string {
  return inflect(word, singulars, 0);
}

/** The table of a model by convention: `IssueStatus` → `issue_statuses`. */
export function tableize(model: string): string {
  const words = model.replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return pluralize(words.toLowerCase());
}

function inflect(word: string, rules: readonly Inflection[], form: 0 | 1): string {
  if (word === '' || uncountable.test(word)) return word;
  for (const forms of irregulars) {
    for (const known of forms) {
      // The first letter stays as it is written.
      if (word.toLowerCase().endsWith(known)) {
        return word.slice(0, word.length - known.length + 1) + forms[form].slice(1);
      }
    }
  }
  for (const [pattern, replacement] of rules.toReversed()) {
    if (pattern.test(word)) return word.replace(pattern, replacement);
  }
  return word;
}
