import type { CommandText } from '../../embedded/shell/command.ts';
import { commandTextOfScript } from '../command-text.ts';

export const cronFiles =
  /(?:^|\/)(?:[\w.-]+[.-])?crontab(?:s\/[\w.-]+|[.-][\w.-]+)?$|\.cron(?:tab)?$|(?:^|\/)cron\.d\/[\w.-]+$/;

/** The jobs of a crontab: https://man7.org/linux/man-pages/man5/crontab.5.html */
export function readCrontab(path: string, text: string): CommandText[] {
  // Tables of the system have the user before the command.
  const hasUser = /(?:^|\/)cron\.d\/|(?:^|\/)etc\/crontab$/.test(path);
  const job = /^[ \t]*(?:@\w+|(?:[-\d*,/A-Za-z]+[ \t]+){4}[-\d*,/A-Za-z]+)[ \t]+(\S.*)$/gm;
  return [...text.matchAll(job)].flatMap(({ 0: line, 1: rest = '', index }) => {
    if (/^[ \t]*[A-Za-z_]\w*[ \t]*=/.test(line)) return [];
    const user = hasUser ? (/^\S+[ \t]+/.exec(rest)?.[0].length ?? 0) : 0;
    const start = index + line.length - rest.length + user;
    // From the first `%` on, it is what the command reads.
    const command = /^(?:\\.|[^%\\])*/.exec(rest.slice(user))?.[0] ?? '';
    return commandTextOfScript(
      { text: command, places: start },
      { start, end: start + command.length },
      { purpose: 'timer', what: 'a job of the crontab' },
    );
  });
}
