import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/duplicate-key',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds keys that stand twice in one map of a `litefs.yml`.',
    why: 'LiteFS refuses the file and does not start.',
    sources: ['https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/config.go'],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nlog:\n  debug: true\nlog:\n  format: "json"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: "node migrate.js"\n  - cmd: "node server.js"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const seen = new Set<string>();
      let twice: string | undefined;
      for (const { path, name, nameRange } of config.entries) {
        // Each item has keys of its own.
        if (name === '') {
          for (const one of seen) if (one.startsWith(`${path}.`)) seen.delete(one);
          continue;
        }
        if (twice !== undefined && path.startsWith(`${twice}.`)) continue;
        if (seen.has(path)) {
          twice = path;
          yield {
            file: file.path,
            range: nameRange,
            message: `\`${path}\` stands twice, and LiteFS refuses the file.`,
            help: 'Keep one of them, with everything that belongs to it.',
          };
        } else {
          twice = undefined;
          seen.add(path);
        }
      }
    }
  },
});
