import { boundedLimit, type Database } from "./database.ts";
import { toNotice } from "./notice-list.ts";
import type { Notices, NoticeThread } from "./registry.ts";

/** Rows of a thread that say when its next mail may leave. */
const TOLD_MAX = 200;

/** Who was told what lately, and what of it still waits. */
export function createNoticePace(
  db: Database,
): Pick<Notices, "told" | "waiting" | "madeSince" | "waitingCount" | "ticketOfMessage"> {
  return {
    ...createCounts(db),

    async told({ sinceMs, ...thread }) {
      return ofThread(db, thread)
        .select(["id", "kind", "pace", "state", "dueAtMs", "sentAtMs"])
        .where((row) =>
          row.or([
            row("state", "=", "waiting"),
            row.and([row("state", "=", "sent"), row("sentAtMs", ">=", sinceMs)]),
          ]),
        )
        .orderBy("id", "desc")
        .limit(TOLD_MAX)
        .execute();
    },

    async waiting(thread, limit) {
      const rows = await ofThread(db, thread)
        .selectAll()
        .where("state", "=", "waiting")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toNotice);
    },

    async ticketOfMessage(messageId) {
      const row = await db
        .selectFrom("notice")
        .select("ticketId")
        .where("messageId", "=", messageId)
        .where("ticketId", "is not", null)
        .orderBy("id")
        .limit(1)
        .executeTakeFirst();
      return row?.ticketId ?? undefined;
    },
  };
}

function createCounts(db: Database): Pick<Notices, "madeSince" | "waitingCount"> {
  return {
    async madeSince({ recipientId, channel, except, sinceMs, limit }) {
      const made = db
        .selectFrom("notice")
        .select("id")
        .where("recipientId", "=", recipientId)
        .where("channel", "=", channel)
        .where("createdAtMs", ">=", sinceMs)
        .where("state", "!=", "dropped");
      const counted = except === undefined ? made : made.where("kind", "!=", except);
      return countUpTo(db, counted.limit(boundedLimit(limit)));
    },

    async waitingCount(recipientId, limit) {
      return countUpTo(
        db,
        db
          .selectFrom("notice")
          .select("id")
          .where("recipientId", "=", recipientId)
          .where("state", "=", "waiting")
          .limit(limit),
      );
    },
  };
}

function ofThread(db: Database, { recipientId, channel, thread }: NoticeThread) {
  return db
    .selectFrom("notice")
    .where("recipientId", "=", recipientId)
    .where("channel", "=", channel)
    .where("thread", "=", thread);
}

type Ids = ReturnType<typeof idsOf>;
const idsOf = (db: Database) => db.selectFrom("notice").select("id");

/** Counts what a bounded question finds: however much there is, no more is read. */
export async function countUpTo(db: Database, ids: Ids): Promise<number> {
  const { count } = await db
    .selectFrom(ids.as("found"))
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}
