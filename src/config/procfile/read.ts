import { parentOf } from '../../text/paths.ts';
import { commandTextOf } from '../command-text.ts';
import { type DeploymentReader, plainService } from '../deployment.ts';

/** The processes of a Procfile, one a line: https://devcenter.heroku.com/articles/procfile */
export const procfileReader: DeploymentReader = {
  files: /(?:^|\/)Procfile$/,
  read(path, text) {
    return [...text.matchAll(/^([\w-]+):[ \t]*(\S.*)$/gm)].map(
      ({ 0: line, 1: name = '', 2: command = '', index }) => {
        const start = index + line.length - command.length;
        return {
          ...plainService,
          tool: 'procfile',
          name,
          range: { start: index, end: index + name.length },
          isBuilt: true,
          context: parentOf(path),
          start: commandTextOf(
            text,
            { words: undefined, range: { start, end: start + command.length } },
            name === 'release'
              ? { purpose: 'release', what: 'the release command of the Procfile' }
              : { purpose: 'start', what: `the process ${name}` },
          ),
          restarts: name !== 'release',
        };
      },
    );
  },
};
