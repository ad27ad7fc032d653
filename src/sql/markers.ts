/** The migration tools whose comments divide a file into sections. */
export type MarkerTool =
  | 'play'
  | 'sqlite'
  | 'goose'
  | 'sql-migrate'
  | 'dbmate'
  | 'drizzle'
  | 'rambler'
  | 'micrate';

/** A comment that a migration tool reads as an instruction. */
export interface Marker {
  readonly tool: MarkerTool;
  readonly kind: 'up' | 'down' | 'statement-begin' | 'statement-end' | 'breakpoint' | 'no-transaction';
  /** True when the marker itself turns the tool's surrounding transaction off. */
  readonly noTransaction: boolean;
}

const plus = /^--\s*\+(goose|migrate|micrate)\s+(up|down|statementbegin|statementend|no transaction)\b(.*)$/i;
const dbmate = /^--\s*migrate:(up|down)\b(.*)$/i;
/** The npm package sqlite: a line that has nothing else. */
const plain = /^--\s*(Up|Down|UP|DOWN)\s*-*\s*$/;
/** Play evolutions. */
const play = /^(?:--|#)\s*-*\s*!(Ups|Downs)\b/;
const rambler = /^--\s*rambler\s+(up|down)\b/i;
const drizzle = /^-->\s*statement-breakpoint\b/i;

/**
 * The marker that a line comment is, if any. `comment` starts with its dashes and has no line end.
 * Sources: goose "SQL migrations" (github.com/pressly/goose), sql-migrate "Writing migrations"
 * (github.com/rubenv/sql-migrate), the npm package sqlite (github.com/kriasoft/node-sqlite), Play evolutions
 * (playframework.com/documentation/latest/Evolutions), dbmate "Migration options" (github.com/amacneil/dbmate),
 * Drizzle's generated files (orm.drizzle.team/docs/migrations).
 */
export function readMarker(comment: string): Marker | undefined {
  const byPlus = plus.exec(comment);
  if (byPlus) {
    const name = (byPlus[1] as string).toLowerCase();
    const word = (byPlus[2] as string).toLowerCase();
    const tool = name === 'migrate' ? 'sql-migrate' : name === 'micrate' ? 'micrate' : 'goose';
    if (word === 'no transaction') return { tool, kind: 'no-transaction', noTransaction: true };
    if (word === 'statementbegin') return { tool, kind: 'statement-begin', noTransaction: false };
    if (word === 'statementend') return { tool, kind: 'statement-end', noTransaction: false };
    return {
      tool,
      kind: word === 'up' ? 'up' : 'down',
      noTransaction: /\bnotransaction\b/i.test(byPlus[3] ?? ''),
    };
  }
  const byDbmate = dbmate.exec(comment);
  if (byDbmate) {
    const kind = (byDbmate[1] as string).toLowerCase() === 'up' ? 'up' : 'down';
    return { tool: 'dbmate', kind, noTransaction: /\btransaction\s*:\s*false\b/i.test(byDbmate[2] ?? '') };
  }
  const byPlain = plain.exec(comment);
  if (byPlain) {
    const kind = (byPlain[1] as string).toLowerCase() === 'up' ? 'up' : 'down';
    return { tool: 'sqlite', kind, noTransaction: false };
  }
  const byPlay = play.exec(comment);
  if (byPlay) return { tool: 'play', kind: byPlay[1] === 'Ups' ? 'up' : 'down', noTransaction: false };
  const byRambler = rambler.exec(comment);
  if (byRambler) {
    const kind = (byRambler[1] as string).toLowerCase() === 'up' ? 'up' : 'down';
    return { tool: 'rambler', kind, noTransaction: false };
  }
  return drizzle.test(comment) ? { tool: 'drizzle', kind: 'breakpoint', noTransaction: false } : undefined;
}
