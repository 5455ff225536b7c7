import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";

/**
 * What an agent knows to be true, in a file to which it only adds: what it is about to keep, and what
 * its outbox took. A `kill -9` loses no line that was written, and what was intended but not said to be
 * kept may have been kept or not.
 *
 *   {"intent":17,"atMs":1795447364715,"busy":12,"used":[40,96]}
 *   {"kept":17,"epoch":"01J...","seq":21}
 */
export type Intent = {
  /** Counts the reports of an agent; it is also the value by which a report is found again. */
  readonly intent: number;
  readonly atMs: number;
  /** Processor, per cent. */
  readonly busy: number;
  /** Per cent used of each volume. */
  readonly used: readonly number[];
};

export type Kept = { readonly kept: number; readonly epoch: string; readonly seq: number };

export type Truth = { readonly intents: readonly Intent[]; readonly kept: readonly Kept[] };

export type TruthLog = { readonly add: (line: Intent | Kept) => void; readonly close: () => void };

export function openTruthLog(path: string): TruthLog {
  const descriptor = openSync(path, "a", 0o600);
  return {
    add: (line) => void writeSync(descriptor, `${JSON.stringify(line)}\n`),
    close: () => closeSync(descriptor),
  };
}

/** Reads all that was written; there may be nothing yet. */
export function readTruth(path: string): Truth {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  const intents: Intent[] = [];
  const kept: Kept[] = [];
  for (const line of lines) {
    const entry: Intent | Kept = JSON.parse(line);
    if ("intent" in entry) intents.push(entry);
    else kept.push(entry);
  }
  return { intents, kept };
}
