import type { Unit } from './code.ts';
import type { OutsideWork } from './site.ts';

const network =
  /^(?:fetch|window\.fetch|globalThis\.fetch|axios(?:\.(?:get|post|put|patch|delete|request))?|got(?:\.(?:get|post))?|undici\.request|requests\.(?:get|post|put|delete|patch|head|request)|httpx\.(?:get|post|put|delete|patch|request)|urllib\.request\.urlopen|urlopen|http\.(?:Get|Post|PostForm|Head|DefaultClient\.Do)|reqwest(?:::|\.)get|Net\.HTTP\.\w+|HTTParty\.\w+|Faraday\.(?:get|post)|Http\.(?:get|post|put|delete|patch)|curl_exec|smtplib\.SMTP|mail\.Send|Mail\.send)$/;
const sleeping =
  /^(?:sleep|time\.sleep|asyncio\.sleep|time\.Sleep|thread\.sleep|std\.thread\.sleep|tokio\.time\.sleep|Thread\.sleep|TimeUnit\.\w+\.sleep|Task\.Delay|Thread\.Sleep|usleep|delay|setTimeout|Bun\.sleep|timers\.setTimeout|gevent\.sleep|eventlet\.sleep)$/;
const processes =
  /^(?:subprocess\.(?:run|call|check_call|check_output)|os\.system|exec\.Command(?:Context)?\.\w*(?:Run|Output|CombinedOutput)|execSync|child_process\.(?:execSync|spawnSync)|system|shell_exec|spawnSync)$/;

/** Work that a chain of calls waits for and that is none of the database's; undefined for any other call. */
export function outsideWorkOf({ names }: Unit): Pick<OutsideWork, 'kind' | 'written'> | undefined {
  const written = names.join('.').replace(/::/g, '.');
  if (
    network.test(written) ||
    (/^(?:fetch|axios|got|requests|httpx|reqwest)\b/.test(written) &&
      network.test(names.slice(0, 2).join('.')))
  )
    return { kind: 'network', written };
  if (sleeping.test(written)) return { kind: 'sleep', written };
  return processes.test(written) ? { kind: 'process', written } : undefined;
}
