import { isKnownPragma } from '../../facts/pragmas.ts';
import { lexemeAt } from '../../sql/scan.ts';
import { skeletonOf } from '../../sql/skeleton.ts';

/**
 * True for a text that is SQL when it is handed to a method which is known to take SQL: it starts like a statement,
 * behind blanks and comments. A hole stands in it as `?`.
 *
 * @param callee The method with its receiver, as written. Where small letters make a text that prose could be too
 * (`commit`, `delete from disk`), it counts only when the receiver is called like a database.
 */
export function startsLikeStatement(sql: string, callee: string): boolean {
  const skeleton = skeletonOf(sql).trim();
  const word = firstWord(skeleton);
  const bare = bareStatement.test(skeleton);
  if (!bare && !starts.get(word.toLowerCase())?.test(skeleton)) return false;
  if (isUpper(word)) return true;
  if (bare) return databaseLike.test(callee);
  return hasClause.test(skeleton) && !isProse(skeleton) && (hasSign(sql) || databaseLike.test(callee));
}

/**
 * True for a constant that reads as a whole statement, wherever it stands: `SELECT … FROM t`, `UPDATE t SET a = 1`.
 * Prose that starts with the same words (“Select a file from the list”) is none, and so is a part of a statement
 * that more is put behind. A hole stands in it as `?`.
 */
export function isWholeStatement(sql: string): boolean {
  const skeleton = skeletonOf(sql).trim();
  const word = firstWord(skeleton);
  const keyword = word.toLowerCase();
  if (!isUpper(word) && word !== keyword) return false;
  if (!wholes.get(keyword)?.test(skeleton) || isProse(skeleton)) return false;
  if (keyword === 'pragma') return isKnownPragma(/^pragma\s+(?:\w+\.)?(\w+)/i.exec(skeleton)?.[1] ?? '');
  if (unfinished.test(skeleton) || placeholders.test(skeleton) || quotedPlaceholder.test(sql)) return false;
  return isBalanced(sql) && (isUpper(word) || hasSign(sql));
}

/** True for a text in which something is filled in before SQLite sees it: `{table}`, `%prefix%users`. */
export function isTemplate(sql: string): boolean {
  return /[{}]|%\w+%/.test(skeletonOf(sql));
}

/** A receiver or a method that is called like a database: `conn.execute`, `this.db.run`, `tx.Exec`. */
const databaseLike =
  /(?:^|[^a-z])(?:\w*(?:db|database|conn|connection|cursor|sqlite3?|sqlitecommand|sqlx?|pdo|knex|prisma)|tx|trx|txn|cur|c|transaction|pool|client|session|engine|stmt|statement|preparestatement|executequery|executeupdate|commandtext|executor|store|queryrunner|r)(?:\(\))?(?:$|[^a-z])/i;

const firstWord = (skeleton: string): string => /^[a-z]+/i.exec(skeleton)?.[0] ?? '';

const isUpper = (word: string): boolean => word !== '' && word === word.toUpperCase();

/** A name, perhaps quoted, qualified or filled in; an article or a pronoun in its place makes prose of a text. */
const name = String.raw`(?!(?:the|this|that|these|those|your|our|my|their|his|her|its|any|all|each|every|some|it|them|which|where|here)\b)(?![-.:])[^\s(),;=]+(?:\s+\.\s+[^\s(),;=]+)?`;
const ifExists = String.raw`(?:if\s+(?:not\s+)?exists\s+)?`;
const orAction = String.raw`(?:or\s+(?:abort|fail|ignore|replace|rollback)\s+)?`;
const rows = String.raw`(?:select|insert|update|delete|replace|with|values)\b`;

const shapes = (table: Readonly<Record<string, string>>): ReadonlyMap<string, RegExp> =>
  new Map(Object.entries(table).map(([word, rest]) => [word, new RegExp(`^${word}${rest}`, 'is')]));

/** Statements of one word, and those that end after a word or two. */
const bareStatement =
  /^(?:begin|commit|end|rollback|vacuum|analyze|reindex)(?:\s+(?:deferred|immediate|exclusive|concurrent|transaction|work))*\s*(?:;|$)/i;

/** How a statement starts. */
const starts = shapes({
  alter: String.raw`\s+table\s+${name}\s+\S`,
  analyze: String.raw`\s+${name}\s*(?:;|$)`,
  attach: String.raw`\s+(?:database\s+)?\S+\s+as\s`,
  create: String.raw`\s+(?:(?:temp|temporary|unique|virtual|or\s+replace|materialized|recursive)\s+)*(?:table|index|view|trigger|extension|type|sequence|function)\s+\S`,
  delete: String.raw`\s+from\s+${name}`,
  detach: String.raw`\s+(?:database\s+)?\S+\s*(?:;|$)`,
  drop: String.raw`\s+(?:table|index|view|trigger)\s+${ifExists}${name}`,
  explain: String.raw`\s+(?:query\s+plan\s+)?(?:${rows}|\?)`,
  insert: String.raw`\s+${orAction}into\s+${name}`,
  pragma: String.raw`\s+[\w.?]+\s*(?:[=(;?]|$)`,
  reindex: String.raw`\s+${name}\s*(?:;|$)`,
  release: String.raw`\s+(?:savepoint\s+)?${name}\s*(?:;|$)`,
  replace: String.raw`\s+into\s+${name}`,
  rollback: String.raw`\s+(?:transaction\s+)?to\s+(?:savepoint\s+)?${name}\s*(?:;|$)`,
  savepoint: String.raw`\s+${name}\s*(?:;|$)`,
  select: String.raw`(?:\s*[*("'${'`'}]|\s+[^\s>~+:,])`,
  update: String.raw`\s+${orAction}${name}\s+(?:.*\bset\b|\?)`,
  vacuum: String.raw`\s+(?:into\s+\S|\w+\s*(?:;|$))`,
  values: String.raw`\s*\(`,
  with: String.raw`\s+(?:recursive\s+)?${name}\s*(?:\([^()]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s*)?\(`,
});

/** What a whole statement has, whoever wrote it. */
const wholes = shapes({
  alter: String.raw`\s+table\s+${ifExists}${name}\s+(?:add|drop|rename|alter)\s+\S`,
  attach: String.raw`\s+(?:database\s+)?(?:''|\?)\s+as\s+${name}\s*(?:;|$)`,
  create: String.raw`\s+(?:(?:temp|temporary)\s+)?(?:table\s+${ifExists}${name}\s*(?:\(|as\s+(?:select|with|values)\b)|(?:unique\s+)?index\s+${ifExists}${name}\s+on\s+${name}\s*\(|view\s+${ifExists}${name}\s*(?:\([^()]*\)\s*)?as\s+(?:select|with|values)\b|trigger\s+${ifExists}${name}\s.*\bbegin\s.*;\s*end\b|virtual\s+table\s+${ifExists}${name}\s+using\s+\w)`,
  delete: String.raw`\s+from\s+${name}\s*(?:;|$|(?:as\s+)?(?:\w+\s+)?where\s|returning\s|indexed\s|not\s+indexed|\?)`,
  drop: String.raw`\s+(?:table|index|view|trigger)\s+${ifExists}${name}\s*(?:;|$)`,
  explain: String.raw`\s+query\s+plan\s+${rows}.*\b(?:from|into|set)\s`,
  insert: String.raw`\s+${orAction}into\s+${name}\s*(?:as\s+\w+\s*)?(?:\([^()]*\)\s*)?(?:values\s*[(?]|values$|select\s|default\s+values|with\s|\?)`,
  pragma: String.raw`\s+[\w.]+\s*(?:[=(;]|$)`,
  replace: String.raw`\s+into\s+${name}\s*(?:\([^()]*\)\s*)?(?:values\s*[(?]|select\s|default\s+values|with\s|\?)`,
  select: String.raw`(?:\s*[*("'${'`'}]|\s+[^\s>~+:,]).*(?:\s|[)"'${'`'}\]*])from\s*(?:\(|${name})`,
  update: String.raw`\s+${orAction}${name}\s+(?:(?:as\s+)?\w+\s+)?(?:(?:not\s+)?indexed\s+(?:by\s+\w+\s+)?)?set\s+(?:\(|\?|[^\s()=]+\s*=)`,
  vacuum: String.raw`\s+into\s+(?:''|\?)\s*(?:;|$)`,
  with: String.raw`\s+(?:recursive\s+)?${name}\s*(?:\([^()]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s*)?\(.*\)\s*(?:select|insert|update|delete|replace)\s`,
});

/** What a statement in small letters has at least. */
const hasClause = new RegExp(
  String.raw`^(?:select\b.*\sfrom\s*(?:\(|${name})|select\s+(?:\d|\w+\(|\?|''|""|:)|insert\b.*(?:\)|\bselect\b|\bdefault\b|\?)|update\b.*(?:\sset\s+(?:\(|\?|[^\s()=]+\s*=)|\?)|(?:alter|drop|attach|detach|create|explain|pragma|release|replace|savepoint|rollback|values|vacuum|with|delete|reindex|analyze)\b)`,
  'is',
);

/** What prose does not have: operators, parameters, calls, strings, a star, types, the statement's end. */
function hasSign(sql: string): boolean {
  return /[=<>?*;]|''|\w\(|[:@$]\w|\w\.\w|\w_\w|\bis\s+(?:not\s+)?null\b|\b(?:order|group)\s+by\b|\blimit\s+\d|\bindex\s.*\son\s|\b(?:add|drop|rename)\s+column\b|\brename\s+to\b|\b(?:big)?int(?:eger)?\b|\btext\b|\bblob\b|\breal\b/i.test(
    skeletonOf(sql),
  );
}

/** Where more must follow: an operator, a comma, or a word that wants something behind it. */
const unfinished =
  /(?:[-,(=<>|+/]|(?<![@:$.\w])(?:select|distinct|from|where|and|or|not|join|on|set|values|by|having|limit|offset|in|like|between|as|into|when|then|else|union|all|except|intersect|using))$/i;

/** Placeholders of formats and templates, which SQLite never sees. */
const placeholders = /[{}]|%(?:\[\d\])?[sdvqti]\b|%\(|%\w+%/;

/** The same in the quotes of a name: `{prefix}users`. */
const quotedPlaceholder = /[`"'[]\{\w+\}/;

const keywords = new Set(
  'ABORT ADD ALL ALTER ALWAYS AND AS ASC ATTACH BEGIN BETWEEN BY CASE CAST COLLATE CONFLICT CROSS CURRENT DATABASE DEFAULT DELETE DESC DISTINCT DO DROP ELSE END ESCAPE EXCEPT EXCLUDE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FROM FULL GLOB GROUP GROUPS HAVING IF IGNORE ILIKE IN INDEX INDEXED INNER INSERT INTERSECT INTERVAL INTO IS ISNULL JOIN LAST LATERAL LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OUTER OVER PARTITION PLAN PRAGMA PRECEDING QUERY RANGE RECURSIVE REGEXP REPLACE RETURNING RIGHT ROLLBACK ROW ROWS SELECT SET TABLE THEN TO TRIGGER UNBOUNDED UNION UPDATE USING VACUUM VALUES VIEW WHEN WHERE WINDOW WITH'.split(
    ' ',
  ),
);

/**
 * True when three words that are no keywords follow each other: SQL about rows has at most a name and its alias.
 * Column types are words, so the columns of a table (in parentheses) are not looked at.
 */
function isProse(skeleton: string): boolean {
  if (/^(?:create|alter)\b/i.test(skeleton)) return false;
  let run = 0;
  for (const [part] of skeleton.matchAll(/[\p{L}_][\w$\p{L}]*(?:\.\w+)*|[^\s]/gu)) {
    const plain = /^[\p{L}_]/u.test(part) && !keywords.has(part.toUpperCase());
    run = plain ? run + 1 : 0;
    if (run > 2) return true;
  }
  return false;
}

/** True when every parenthesis and every quote is closed. */
function isBalanced(sql: string): boolean {
  let depth = 0;
  for (let at = 0; at < sql.length; ) {
    const { kind, end, closed } = lexemeAt(sql, at);
    if (!closed) return false;
    if (kind === 'other') depth += sql[at] === '(' ? 1 : sql[at] === ')' ? -1 : 0;
    if (depth < 0) return false;
    at = end;
  }
  return depth === 0;
}
