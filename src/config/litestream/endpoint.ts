import { isComputed } from './read.ts';

/** The host of an address, without its port and in lower case; undefined where a variable decides it. */
export function hostOf(address: string): string | undefined {
  const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/?]*)/.exec(address.trim())?.[1]?.toLowerCase();
  return host === undefined || host === '' || isComputed(host) || /[<>]/.test(host) ? undefined : host;
}

/** True for a host that is surely reached over a public network: a name below a public top-level domain. */
export function isPublicHost(host: string): boolean {
  return (
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(host) &&
    !/\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|private|svc|cluster|test|example|invalid|flycast|ts\.net|arpa)$/.test(
      host,
    ) &&
    !/\.svc\.|host\.docker\.internal/.test(host)
  );
}
