import { renameSync, rmSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { ProblemCode, ProblemParameters } from "@vigie/shared/problems.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { MedianColumns } from "../domain/medians.ts";
import type { Shape } from "../domain/samples.ts";
import type { StepColumns } from "../domain/steps.ts";
import { type EmbeddedStore, ForeignFile, openEmbeddedStore } from "./embedded-store.ts";
import type { Refused } from "./fitting.ts";
import type { SeriesQuery, SpoolOwner, SpoolRow } from "./metric-store.ts";

/**
 * The thread of the embedded engine: opens the file and answers one call after the other. After any
 * failure of SQLite it closes the file and ends, and the next call gets a new thread: what it
 * remembers can then never differ from what is on the disk.
 */

export type EmbeddedCall =
  | { readonly kind: "open" }
  | {
      readonly kind: "apply";
      readonly rows: readonly SpoolRow[];
      readonly shapes: readonly Shape[];
    }
  | { readonly kind: "series" | "medians"; readonly query: SeriesQuery }
  | { readonly kind: "dropBefore"; readonly beforeMs: number }
  | { readonly kind: "close" };

/** What the thread says; an answer to the call of that number, or a line for the log. */
export type EmbeddedReply =
  | { readonly kind: "done"; readonly call: number; readonly hasMore: boolean }
  | { readonly kind: "applied"; readonly call: number; readonly refused: readonly Refused[] }
  | { readonly kind: "series"; readonly call: number; readonly columns: StepColumns }
  | { readonly kind: "medians"; readonly call: number; readonly columns: MedianColumns }
  | {
      readonly kind: "problem";
      readonly call: number;
      readonly code: ProblemCode;
      readonly parameters: ProblemParameters;
      readonly retryable: boolean;
      /** Whether the thread ends after this. */
      readonly ends: boolean;
    }
  | { readonly kind: "mistake"; readonly call: number; readonly detail: string }
  | { readonly kind: "log"; readonly line: string };

/** What the thread is started with. */
export type EmbeddedStart = { readonly path: string; readonly owner: SpoolOwner };

/** SQLite's result codes, of which the low byte is the kind. */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

const port = parentPort;
if (port === null) throw new Error("embedded-worker.ts runs in a worker thread only");
const { path, owner }: EmbeddedStart = workerData;
const say = (reply: EmbeddedReply): void => port.postMessage(reply);

let store: EmbeddedStore | undefined;

port.on("message", ({ call, request }: { call: number; request: EmbeddedCall }) => {
  try {
    answer(call, request);
  } catch (error) {
    refuse(call, error);
    return;
  }
  try {
    store?.sealWhenFull();
  } catch (error) {
    say({ kind: "log", line: `metrics could not be sealed: ${toDetail(error)}` });
  }
});

function answer(call: number, request: EmbeddedCall): void {
  if (request.kind === "close") {
    closeStore();
    say({ kind: "done", call, hasMore: false });
    port?.close();
    return;
  }
  store ??= openOrStartAnew();
  switch (request.kind) {
    case "open":
      say({ kind: "done", call, hasMore: false });
      return;
    case "apply":
      say({ kind: "applied", call, refused: store.apply(request.rows, request.shapes) });
      return;
    case "series":
      say({ kind: "series", call, columns: store.series(request.query) });
      return;
    case "medians":
      say({ kind: "medians", call, columns: store.medians(request.query) });
      return;
    case "dropBefore":
      say({ kind: "done", call, hasMore: !store.dropBefore(request.beforeMs) });
  }
}

function refuse(call: number, error: unknown): void {
  if (error instanceof ProblemError) {
    const { code, parameters, retryable } = error;
    say({ kind: "problem", call, code, parameters, retryable, ends: false });
    return;
  }
  if (sqliteCode(error) === undefined && !isOfTheSystem(error)) {
    say({ kind: "mistake", call, detail: toDetail(error) });
    return;
  }
  closeStore();
  if (isDamage(error)) setDamagedAside(toDetail(error));
  const parameters = { detail: toDetail(error) };
  const code = "metrics_unavailable";
  say({ kind: "problem", call, code, parameters, retryable: true, ends: true });
  // With its port closed a thread has nothing to wait for, and ends.
  port?.close();
}

function closeStore(): void {
  store?.close();
  store = undefined;
}

function openOrStartAnew(): EmbeddedStore {
  try {
    return openEmbeddedStore(path, owner);
  } catch (error) {
    // Batches that cannot be unpacked were whole when they were written: the file has changed since.
    if (isDamage(error) || error instanceof RangeError) setDamagedAside(toDetail(error));
    else if (error instanceof ForeignFile) setForeignAside(error.message);
    else throw error;
    return openEmbeddedStore(path, owner);
  }
}

/** A damaged file is metrics only, what acts is in the registry; somebody may rescue something. */
function setDamagedAside(detail: string): void {
  const aside = `${path}.damaged`;
  setAside(aside);
  say({
    kind: "log",
    line: `metrics file damaged (${detail}): moved to ${aside}, a new one is started`,
  });
}

/** Rows that this registry gives would be taken for others, and dropped, by their ids. */
function setForeignAside(reason: string): void {
  const aside = `${path}.of-another-registry`;
  setAside(aside);
  say({
    kind: "log",
    line:
      `metrics file does not belong to this registry (${reason}): moved to ${aside}, a new one is ` +
      "started. To see its samples again, stop Vigie and put it back together with its own " +
      "registry; remove it when nobody needs it",
  });
}

/** Puts the file beside. Only the last one of its kind is kept, or the disk would fill. */
function setAside(aside: string): void {
  for (const suffix of ["", "-wal", "-shm"]) {
    rmSync(aside + suffix, { force: true });
    try {
      renameSync(path + suffix, aside + suffix);
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }
}

function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function sqliteCode(error: unknown): number | undefined {
  const isSqlite = error instanceof Error && "errcode" in error;
  return isSqlite && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

function toDetail(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
