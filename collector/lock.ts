import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "@vigie/shared/problems.ts";

/**
 * Opens the data folder for this collector alone. The lock is SQLite's on a file of its own, which
 * the system takes back from a process that was killed: no stale lock file, no race at the start.
 */
export function openDataFolder(folder: string): {
  readonly path: string;
  readonly close: () => void;
} {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unusable(path, cause);
  }
  const database = openLockFile(path);
  try {
    database.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (cause) {
    database.close();
    if (isBusy(cause)) throw new ProblemError("data_folder_locked", { path }, { cause });
    throw unusable(path, cause);
  }
  return { path, close: () => database.close() };
}

function openLockFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(join(path, "collector.lock"), { timeout: 0 });
  } catch (cause) {
    throw unusable(path, cause);
  }
}

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

function unusable(path: string, cause: unknown): ProblemError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ProblemError("data_folder_unusable", { path, detail, name: "VIGIE_DATA" }, { cause });
}
