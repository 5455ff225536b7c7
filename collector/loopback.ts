import { isIP } from "node:net";

/** Whether a host, as a setting names it, is this very machine: what goes there crosses no network. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
