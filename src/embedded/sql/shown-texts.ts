import { onlyShows } from './text-expressions.ts';

/** More than `onlyShows` knows: test frameworks, translations, collections and builders of longer texts, pages. */
const others =
  /^(?:suite|require|to[A-Z]\w*|[Ll]og\w*|[Dd]ebug\w*|[Ii]nfo\w*|[Ww]arn\w*|[Ee]rror\w*|[Tt]race\w*|[Pp]rint\w*|eprintln|exception|panic|bail|anyhow|[Ff]atal\w*|[Ff]ail\w*|[Ss]kip\w*|throw\w*|message|help|usage|gettext\w*|_|t|i18n|push\w*|add|[Ww]rite\w*|[Hh]as(?:Prefix|Suffix)|search|sub|findall|compile|highlight|escape\w*|click|type|fill|getBy\w+|locator|querySelector\w*|closest|addEventListener|on|emit)$/;

/** Keys whose values people read. */
const shownKeys =
  /^(?:description|message|msg|label|title|placeholder|help|help_?text|doc|docs|summary|comment|name|example|error|tooltip|hint|text_content)$/i;

/**
 * True for a function whose arguments are not run as they are: `console.log`, `assert.equal`, `parts.push`. A statement
 * that is handed to one is talked about, or is a part of another.
 */
export function showsTexts(method: string): boolean {
  return onlyShows(method) || others.test(method);
}

/** True for a key whose value people read: `description`, `label`. */
export function isShownKey(key: string): boolean {
  return shownKeys.test(key);
}
