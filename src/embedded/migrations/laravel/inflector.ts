/**
 * English plurals as Laravel's `Str::plural` forms them (https://laravel.com/docs/strings#method-str-plural), for the
 * names of tables that follow from columns and models. The first rule that fits wins.
 */
const plurals: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/(s)tatus$/i, '$1tatuses'],
  [/(quiz)$/i, '$1zes'],
  [/^(ox)$/i, '$1en'],
  [/([ml])ouse$/i, '$1ice'],
  [/(matr|vert|ind)(?:ix|ex)$/i, '$1ices'],
  [/(x|ch|ss|sh)$/i, '$1es'],
  [/([^aeiouy]|qu)y$/i, '$1ies'],
  [/(hive|gulf)$/i, '$1s'],
  [/(?:([^f])fe|([lr])f)$/i, '$1$2ves'],
  [/sis$/i, 'ses'],
  [/([ti])um$/i, '$1a'],
  [/(tax)on$/i, '$1a'],
  [/(c)riterion$/i, '$1riteria'],
  [/(p)erson$/i, '$1eople'],
  [/(m)an$/i, '$1en'],
  [/(c)hild$/i, '$1hildren'],
  [/(f)oot$/i, '$1eet'],
  [/(buffal|her|potat|tomat|volcan)o$/i, '$1oes'],
  [/(alumn|bacill|cact|foc|fung|nucle|radi|stimul|syllab|termin|vir)us$/i, '$1i'],
  [/us$/i, 'uses'],
  [/(alias)$/i, '$1es'],
  [/(analys|ax|cris|test|thes)is$/i, '$1es'],
  [/s$/i, 's'],
  [/$/, 's'],
];

/** Whole words that have a plural of their own. */
const irregular: Readonly<Record<string, string>> = {
  atlas: 'atlases',
  canvas: 'canvases',
  chateau: 'chateaux',
  corpus: 'corpuses',
  demo: 'demos',
  domino: 'dominoes',
  echo: 'echoes',
  gas: 'gases',
  genus: 'genera',
  goose: 'geese',
  hoof: 'hoofs',
  human: 'humans',
  iris: 'irises',
  larva: 'larvae',
  leaf: 'leaves',
  lens: 'lenses',
  loaf: 'loaves',
  medium: 'media',
  motto: 'mottoes',
  octopus: 'octopuses',
  opus: 'opuses',
  plateau: 'plateaux',
  thief: 'thieves',
  tooth: 'teeth',
  tornado: 'tornadoes',
  turf: 'turfs',
};

const uncountable =
  /^(?:\w+ware|\w*media|advice|aircraft|art|audio|baggage|buffalo|butter|cattle|chassis|clothes|clothing|compensation|corps|cotton|data|debris|deer|diabetes|education|emoji|equipment|evidence|feedback|fish|food|furniture|gold|headquarters|homework|information|innings|jeans|jedi|kin|knowledge|leather|love|luggage|management|metadata|money|moose|music|news|nexus|nutrition|offspring|oil|pants|patience|people|plankton|pokemon|police|polish|proceedings|progress|rain|recommended|related|research|rice|salmon|sand|scissors|series|sheep|silk|sms|soap|spam|species|staff|sugar|talent|traffic|travel|trivia|trousers|trout|us|weather|wheat|wood|wool)$/i;

/** `user_account` → `user_accounts`. */
export function pluralOf(word: string): string {
  if (word === '' || uncountable.test(word)) return word;
  const own = irregular[word.toLowerCase()];
  if (own !== undefined) return word.charAt(0) + own.slice(1);
  for (const [pattern, replacement] of plurals) {
    if (pattern.test(word)) return word.replace(pattern, replacement);
  }
  return word;
}

/** `UserAccount` → `user_account`. */
export function snakeOf(word: string): string {
  return word.replace(/(.)(?=[A-Z])/g, '$1_').toLowerCase();
}

/** The table of a model that names none: `UserFeedback` → `user_feedback`. Only its last word becomes a plural. */
export function tableOfModel(model: string): string {
  const at = model.search(/[A-Z][^A-Z]*$/);
  return at < 0 ? pluralOf(model) : snakeOf(model.slice(0, at) + pluralOf(model.slice(at)));
}
