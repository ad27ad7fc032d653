import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const withAddress = (address: string): Record<string, string> =>
  litestreamProject('0.5', litestreamReplica('url: s3://backups/app', `${address}\n`));

export default defineRule({
  id: 'litestream/listens-everywhere',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds addresses of Litestream’s metrics (`addr`) and MCP server (`mcp-addr`) without a host.',
    why: 'Litestream listens on all of the machine’s addresses then. Beside the metrics it serves Go’s profiler under `/debug/pprof/`, which anyone may ask for the command line and let work; the MCP server asks for no password. In a container whose port is not published, only its neighbours reach it.',
    sources: ['https://litestream.io/reference/config/', 'https://pkg.go.dev/net/http/pprof'],
    bad: [withAddress('addr: ":9090"'), withAddress('addr: 0.0.0.0:9090'), withAddress('mcp-addr: ":3001"')],
    good: [
      withAddress('addr: 127.0.0.1:9090'),
      withAddress('addr: "[::1]:9090"'),
      withAddress('addr: ${METRICS}'),
    ],
  },
  *checkProject(project) {
    for (const { file, settings } of litestreamFiles(project)) {
      for (const { path, range, value } of settings) {
        const port = /^(?:0\.0\.0\.0|\[::\])?:(\d+)$/.exec(value?.value ?? '')?.[1];
        if (!value || port === undefined || (path !== 'addr' && path !== 'mcp-addr')) continue;
        yield {
          file: file.path,
          range,
          message: `${path} is open on all of the machine’s addresses. ${path === 'addr' ? 'Go’s profiler is served beside the metrics.' : 'The MCP server asks for no password.'}`,
          help: `Listen on 127.0.0.1:${port}, where nobody else on the network has to reach it.`,
          fixes: [
            {
              title: `Listen on 127.0.0.1:${port}`,
              safe: false,
              edits: [{ range: value.range, text: `127.0.0.1:${port}` }],
            },
          ],
        };
      }
    }
  },
});
