import type { Authentication } from "@vigie/shared/mail.ts";

/**
 * Whether a mail is from whom it says, as the server in front of the mailbox found (DMARC, in the header
 * Authentication-Results, RFC 8601). Only the topmost such header counts, and only where the server that
 * is believed wrote it: whatever stands below may have been written by the sender.
 */
export function authenticationOf({
  results,
  believed,
  fromDomain,
}: {
  /** The values of Authentication-Results, from top to bottom. */
  readonly results: readonly string[];
  /** The name by which the believed server signs; `*` = the topmost, whatever its name; "" = nobody. */
  readonly believed: string;
  readonly fromDomain: string;
}): Authentication {
  const topmost = results[0];
  if (believed === "" || topmost === undefined || topmost.length > RESULTS_LENGTH_MAX) {
    return "none";
  }
  const [server = "", ...methods] = segmentsOf(topmost);
  // Some servers do not name themselves: their first word is a result already.
  const isNamed = !server.includes("=");
  const name = isNamed ? (server.split(/\s+/)[0] ?? "").toLowerCase() : "";
  if (believed !== ANY_SERVER && name !== believed.toLowerCase()) return "none";
  return verdictOf(isNamed ? methods : [server, ...methods], fromDomain);
}

/** Stands for the topmost results, whoever wrote them: the mailbox's provider is trusted with it. */
const ANY_SERVER = "*";

/** An honest header of this kind has some hundreds of characters. */
const RESULTS_LENGTH_MAX = 8_192;

/**
 * All results for DMARC must agree: one that was smuggled in stands beside the true one. A pass that does
 * not say for which domain may be another sender's.
 */
function verdictOf(methods: readonly string[], fromDomain: string): Authentication {
  const verdicts = methods.flatMap((method) => {
    const result = /^dmarc(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)/i.exec(method)?.[1]?.toLowerCase();
    return result === undefined ? [] : [{ result, domain: headerFrom(method) }];
  });
  if (verdicts.length === 0) return "none";
  const isPassed = verdicts.every(
    ({ result, domain }) => result === "pass" && domain === fromDomain,
  );
  if (isPassed) return "pass";
  return verdicts.some(({ result }) => result === "fail") ? "fail" : "none";
}

function headerFrom(method: string): string | undefined {
  const named = /\sheader\.from\s*=\s*("?)([^\s"]+)\1/i.exec(method)?.[2];
  return named === undefined ? undefined : named.toLowerCase().replace(/^.*@/, "");
}

/** The parts between semicolons, without comments; quotes keep what they hold together. */
function segmentsOf(value: string): string[] {
  const segments = [""];
  const reading: Reading = { depth: 0, isQuoted: false };
  for (let place = 0; place < value.length; place += 1) {
    const letter = value[place] ?? "";
    if (letter === "\\") {
      // Of a pair, the second letter means nothing but itself; no name that matters holds one.
      place += 1;
      continue;
    }
    const kept = step(reading, letter);
    if (kept === ";") segments.push("");
    else segments.push(`${segments.pop() ?? ""}${kept}`);
  }
  return segments.map((segment) => segment.trim());
}

type Reading = { depth: number; isQuoted: boolean };

/** What is kept of a letter: itself, a blank for one that would divide inside quotes, or nothing. */
function step(reading: Reading, letter: string): string {
  if (reading.isQuoted) {
    if (letter === '"') reading.isQuoted = false;
    return letter === ";" || letter === "=" ? "_" : letter;
  }
  if (letter === "(") reading.depth += 1;
  if (reading.depth > 0) {
    if (letter === ")") reading.depth -= 1;
    return "";
  }
  if (letter === '"') reading.isQuoted = true;
  return letter;
}
