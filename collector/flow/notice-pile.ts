import type { NoticeRow, NoticeThread, ToldRow, Unit } from "../registry/registry.ts";
import type { NoticeBook } from "./notice-book.ts";

/** Rows that leave together: there are few of them, however many things happen in a unit. */
export type NoticePile = Pick<NoticeBook, "collected" | "shown" | "repeat" | "keep"> & {
  readonly add: (row: NoticeRow) => void;
};

/** Rows that are read of a thread; one that collects has fewer by far. */
const ROWS_MAX = 100;

const HOUR_MS = 3_600_000;

type Repeated = { readonly times: number; readonly parameters: NoticeRow["parameters"] };

export function createNoticePile({ notices }: Unit, nowMs: number): NoticePile {
  const waiting = new Map<string, NoticeRow[]>();
  const shown = new Map<string, ToldRow[]>();
  const repeated = new Map<string, Repeated>();

  return {
    add(row) {
      waiting.get(keyOf(row))?.push(row);
      shown.get(keyOf(row))?.push(row);
    },
    collected: (thread) => readOnce(waiting, thread, () => notices.waiting(thread, ROWS_MAX)),
    shown: (thread) =>
      readOnce(shown, thread, () => notices.told({ ...thread, sinceMs: nowMs - HOUR_MS })),
    repeat(id, parameters) {
      repeated.set(id, { times: (repeated.get(id)?.times ?? 0) + 1, parameters });
    },
    async keep() {
      for (const [id, { times, parameters }] of repeated) {
        await notices.repeat(id, parameters, times);
      }
      repeated.clear();
    },
  };
}

async function readOnce<Row>(
  known: Map<string, Row[]>,
  thread: NoticeThread,
  read: () => Promise<Row[]>,
): Promise<Row[]> {
  const rows = known.get(keyOf(thread)) ?? (await read());
  known.set(keyOf(thread), rows);
  return rows;
}

function keyOf({ recipientId, channel, thread }: NoticeThread): string {
  return `${recipientId} ${channel} ${thread}`;
}
