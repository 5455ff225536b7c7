import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { readCredential } from "./identity.ts";
import { readOutboxDepth } from "./outbox-file.ts";
import { outboxPath, type Settings } from "./settings.ts";
import { toDuration, toText } from "./table.ts";

/** How the agent of a data folder stands, told without disturbing the one that may be running. */

const NAME_WIDTH = 18;

/**
 * The status as text. Throws a ProblemError `credential_missing` or `outbox_unusable`: an agent
 * without either does not work.
 */
export function readStatus({ folder, broker }: Settings, nowMs: number): string {
  const credential = readCredential(folder);
  const path = outboxPath(folder);
  const rows = [
    ["Agent", credential.agentId],
    ["Broker", broker ?? credential.broker],
    ["Data folder", folder],
    ...(existsSync(path) ? outboxRows(path, nowMs) : [["Outbox", "none yet: it never ran"]]),
  ];
  return `${rows.map(([name = "", text = ""]) => `${`${name}:`.padEnd(NAME_WIDTH)}${text}`).join("\n")}\n`;
}

function outboxRows(path: string, nowMs: number): string[][] {
  const { reports, bytes, oldestMs } = readOutboxDepth(path);
  const lastMs = readLastReceiptMs(path);
  return [
    ["Reports waiting", `${reports} (${toText(bytes, "bytes")})`],
    ["Oldest waiting", oldestMs === undefined ? "none" : toAge(oldestMs, nowMs)],
    ["Last receipt", lastMs === undefined ? "none that is kept" : toAge(lastMs, nowMs)],
  ];
}

/** Of the confirmed reports that the outbox keeps for a while, the newest. */
function readLastReceiptMs(path: string): number | undefined {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const row = database.prepare("SELECT max(received_ms) AS lastMs FROM kept").get();
    return typeof row?.["lastMs"] === "number" ? row["lastMs"] : undefined;
  } finally {
    database.close();
  }
}

function toAge(atMs: number, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - atMs) / 1_000);
  return `${toDuration(seconds)} ago (${new Date(atMs).toISOString()})`;
}
