import { SPLIT_BYTES } from "@vigie/shared/limits.ts";
import type { InFlight } from "./in-flight.ts";
import type { OutboxRow } from "./outbox.ts";
import type { OutboxFile } from "./outbox-file.ts";

/** What a row's number and commas add to its body in the message. */
const ROW_OVERHEAD_BYTES = 32;

/** What goes into one message, and whether nothing else waits that is not under way already. */
export type Taken = { readonly rows: OutboxRow[]; readonly isAll: boolean };

/**
 * Takes the newest reports that may be sent now, at most `limit`, and marks them as under way. A
 * report that has no room in this message, or for which too much is under way, is left for later.
 */
export function takeRows(
  { statements }: OutboxFile,
  inFlight: InFlight,
  { limit, nowMs }: { readonly limit: number; readonly nowMs: number },
): Taken {
  const rows: OutboxRow[] = [];
  let room = SPLIT_BYTES;
  let isAll = true;
  for (const candidate of statements.newest.iterate(inFlight.size + limit)) {
    const seq = Number(candidate["seq"]);
    const bytes = Number(candidate["bytes"]) + ROW_OVERHEAD_BYTES;
    if (rows.length === limit || (bytes > room && rows.length > 0)) return { rows, isAll: false };
    if (!inFlight.admits(seq, bytes, nowMs)) {
      isAll &&= inFlight.has(seq);
      continue;
    }
    const found = statements.row.get(seq);
    rows.push({ seq, bootId: String(found?.["bootId"]), body: String(found?.["body"]) });
    room -= bytes;
    inFlight.sent(seq, bytes, nowMs);
  }
  return { rows, isAll: isAll && rows.length < limit };
}
