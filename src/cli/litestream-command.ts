import { type Command, UsageError } from './command.ts';
import { initHelp, runInit } from './litestream-init.ts';
import { runVerify, verifyHelp } from './verify-command.ts';

export const litestreamCommand: Command = {
  help: `${initHelp}
${verifyHelp}`,
  async run(args, context) {
    const [action, ...rest] = args;
    if (action === 'init') return runInit(rest, context);
    if (action === 'verify') return runVerify(rest, context);
    throw new UsageError('litestream has two actions: litestream init, litestream verify');
  },
};
