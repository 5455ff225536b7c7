import { sql } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn, type Schema } from "./database.ts";
import { listNotices, toNotice } from "./notice-list.ts";
import { countUpTo, createNoticePace } from "./notice-pace.ts";
import { createNoticeRules } from "./notice-rules.ts";
import type { NoticeRow, Notices } from "./registry.ts";
import { createWebhooks } from "./webhooks.ts";

/** The outbox of notices: rows that wait until they are sent, dropped or given up. */
export function createNotices(db: Database): Notices {
  return {
    ...createWriting(db),
    ...createMarking(db),
    ...createNoticePace(db),
    ...createSending(db),
    ...createScreen(db),
    ...createNoticeRules(db),
    ...createWebhooks(db),
    list: (query) => listNotices(db, query),
  };
}

/** Rows of one insertion; each binds a value a column. */
const ROWS_AT_ONCE = 40;

function createWriting(db: Database): Pick<Notices, "add" | "repeat" | "prune"> {
  return {
    async add(rows) {
      let added = 0n;
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const { numInsertedOrUpdatedRows = 0n } = await db
          .insertInto("notice")
          .values(rows.slice(from, from + ROWS_AT_ONCE).map(toTable))
          .onConflict((conflict) => conflict.column("key").doNothing())
          .executeTakeFirstOrThrow();
        added += numInsertedOrUpdatedRows;
      }
      return Number(added);
    },

    async repeat(id, parameters, times = 1) {
      await db
        .updateTable("notice")
        .set((row) => ({
          count: row("count", "+", times),
          parameters: JSON.stringify(parameters),
        }))
        .where("id", "=", id)
        .execute();
    },

    async prune({ beforeMs, channels, limit }) {
      const old = db
        .selectFrom("notice")
        .select("id")
        .where(isIn("channel", channels))
        .where("createdAtMs", "<", beforeMs)
        .where("state", "in", ["sent", "dropped"])
        .orderBy("createdAtMs")
        .limit(boundedLimit(limit));
      const { numDeletedRows } = await db
        .deleteFrom("notice")
        .where("id", "in", old)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function createMarking(db: Database): Pick<Notices, "mark" | "sendAgain" | "drop"> {
  return {
    async mark(rows, mark) {
      let marked = 0n;
      for (const [count, alike] of Map.groupBy(rows, (row) => row.count)) {
        const ids = boundedIds(alike.map(({ id }) => id));
        const { numUpdatedRows } = await db
          .updateTable("notice")
          .set({ ...mark })
          .where(isIn("notice.id", ids))
          .where("count", "=", count)
          .where("state", "=", "waiting")
          .executeTakeFirst();
        marked += numUpdatedRows;
      }
      return Number(marked);
    },

    async sendAgain(id, nowMs) {
      const { numUpdatedRows } = await db
        .updateTable("notice")
        .set({ state: "waiting", attempts: 0, dueAtMs: nowMs, nextAtMs: nowMs })
        .where("id", "=", id)
        .where("state", "=", "dead")
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async drop(id) {
      const { numUpdatedRows } = await db
        .updateTable("notice")
        .set({ state: "dropped" })
        .where("id", "=", id)
        .where("state", "=", "dead")
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function createSending(db: Database): Pick<Notices, "due" | "nextDueMs" | "postpone"> {
  return {
    async due({ channel, nowMs, except, limit }) {
      const due = db
        .selectFrom("notice")
        .selectAll()
        .where(isWaiting())
        .where("channel", "=", channel)
        .where("nextAtMs", "<=", nowMs)
        .orderBy("nextAtMs")
        .orderBy("id")
        .limit(boundedLimit(limit));
      const others =
        except.length === 0 ? due : due.where("recipientId", "not in", boundedIds(except));
      return (await others.execute()).map(toNotice);
    },

    async nextDueMs(channel) {
      const row = await db
        .selectFrom("notice")
        .select("nextAtMs")
        .where(isWaiting())
        .where("channel", "=", channel)
        .where("nextAtMs", "is not", null)
        .orderBy("nextAtMs")
        .limit(1)
        .executeTakeFirst();
      return row?.nextAtMs ?? undefined;
    },

    async postpone({ channel, recipientId, untilMs }) {
      const due = db
        .updateTable("notice")
        .set({ nextAtMs: untilMs })
        .where(isWaiting())
        .where("channel", "=", channel)
        .where("nextAtMs", "<", untilMs);
      await (recipientId === undefined
        ? due
        : due.where("recipientId", "=", recipientId)
      ).execute();
    },
  };
}

function createScreen(db: Database): Pick<Notices, "markRead" | "unreadCount" | "deadCount"> {
  return {
    async markRead(staffId, { ids, nowMs }) {
      const unread = db
        .updateTable("notice")
        .set({ readAtMs: nowMs })
        .where("recipientId", "=", staffId)
        .where(sql<boolean>`channel = 'screen' and read_at_ms is null`);
      const { numUpdatedRows } = await (ids === undefined
        ? unread
        : unread.where(isIn("notice.id", boundedIds(ids)))
      ).executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async unreadCount(staffId, limit) {
      return countUpTo(
        db,
        db
          .selectFrom("notice")
          .select("id")
          .where("recipientId", "=", staffId)
          .where(sql<boolean>`channel = 'screen' and read_at_ms is null`)
          .limit(boundedLimit(limit)),
      );
    },

    async deadCount(limit) {
      const dead = db.selectFrom("notice").select("id").where("state", "=", "dead");
      return countUpTo(db, dead.limit(boundedLimit(limit)));
    },
  };
}

/** As the partial index says it: an engine uses one only where the question repeats its condition. */
function isWaiting() {
  return sql<boolean>`state = 'waiting'`;
}

function toTable(row: NoticeRow): Schema["notice"] {
  return { ...row, parameters: JSON.stringify(row.parameters) };
}
