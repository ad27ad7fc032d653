import { litefsSetting } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/same-directory',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a `litefs.yml` whose `data.dir` is its `fuse.dir`, or lies below it.',
    why: 'LiteFS mounts its file system over `fuse.dir` and keeps the real files in `data.dir`. It refuses the same path; where the one only looks different, or lies below the other, it covers its own files: writes fail, or hang.',
    sources: [
      'https://fly.io/docs/litefs/config/',
      'https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/mount_linux.go',
    ],
    bad: [
      {
        'litefs.yml':
          'fuse:\n  dir: "/data"\ndata:\n  dir: "/data"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\ndata:\n  dir: "/litefs/.data"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n',
      },
      { 'litefs.yml': 'data:\n  dir: /litefs/\nlease:\n  type: "static"\n' },
    ],
    good: [
      {
        'litefs.yml':
          'fuse:\n  dir: "/data/mount"\ndata:\n  dir: "/data/litefs"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml':
          'fuse:\n  dir: "${LITEFS_DIR}"\ndata:\n  dir: "${DATA_DIR}"\nlease:\n  type: "static"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const mount = litefsSetting(config, 'fuse.dir');
      const data = litefsSetting(config, 'data.dir');
      const entry = data.entry ?? mount.entry;
      if (!mount.value || !data.value || !entry) continue;
      const outer = plain(mount.value);
      const inner = plain(data.value);
      if (inner !== outer && !inner.startsWith(`${outer}/`)) continue;
      yield {
        file: file.path,
        range: entry.value.range,
        message:
          inner === outer
            ? `\`data.dir\` and \`fuse.dir\` are the same folder, ${data.value}.`
            : `\`data.dir\` lies below \`fuse.dir\`, so that LiteFS covers its own files.`,
        help: 'Keep the data of LiteFS elsewhere, on a disk that lasts: `data.dir: "/var/lib/litefs"`.',
      };
    }
  },
});

function plain(folder: string): string {
  return folder.replace(/\/(?:\.?\/)*/g, '/').replace(/\/$/, '');
}
