import { type Selectable, sql } from "kysely";
import {
  boundedIds,
  boundedLimit,
  customerOf,
  type Database,
  isIn,
  type Schema,
  toFlag,
} from "./database.ts";
import type { AttachmentRow, Attachments } from "./registry.ts";

const COLUMNS = [
  "id",
  "ticketId",
  "name",
  "mediaType",
  "bytes",
  "sha256",
  "public",
  "transitionId",
  "actor",
  "atMs",
] as const;

/** Attachments of one ticket that are read at once. */
const ROWS_READ_MAX = 1_000;

/** What came with tickets. A row begins without a line; once it has one it keeps it. */
export function createAttachments(db: Database): Attachments {
  const rows = db.selectFrom("attachment").select(COLUMNS);

  return {
    ...createBounds(db),

    async add(row) {
      const customerId = customerOf("ticket", row.ticketId);
      await db
        .insertInto("attachment")
        .values({ ...row, public: toFlag(row.public), customerId })
        .execute();
    },

    async find(id) {
      const row = await rows.where("id", "=", id).executeTakeFirst();
      return row && toAttachment(row);
    },

    async shown(ticketId) {
      const found = await rows
        .where("ticketId", "=", ticketId)
        .where("transitionId", "is not", null)
        .orderBy("id")
        .limit(boundedLimit(ROWS_READ_MAX))
        .execute();
      return found.map(toAttachment);
    },

    async waiting(ticketId, ids) {
      const found = await rows
        .where("ticketId", "=", ticketId)
        .where("transitionId", "is", null)
        .where(isIn("attachment.id", boundedIds(ids)))
        .orderBy("id")
        .execute();
      return found.map(toAttachment);
    },

    async settle({ ticketId, ids, transitionId, public: isPublic }) {
      await db
        .updateTable("attachment")
        .set({ transitionId, public: toFlag(isPublic) })
        .where("ticketId", "=", ticketId)
        .where("transitionId", "is", null)
        .where(isIn("attachment.id", boundedIds(ids)))
        .execute();
    },
  };
}

function createBounds(db: Database): Pick<Attachments, "load" | "dropWaiting" | "named"> {
  return {
    load: (ticketId) =>
      db
        .selectFrom("attachment")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .select(sql<number>`cast(coalesce(sum(bytes), 0) as bigint)`.as("bytes"))
        .where("ticketId", "=", ticketId)
        .executeTakeFirstOrThrow(),

    async dropWaiting(beforeMs, limit) {
      const oldest = db
        .selectFrom("attachment")
        .select("id")
        .where("transitionId", "is", null)
        .where("atMs", "<", beforeMs)
        .orderBy("atMs")
        .limit(boundedLimit(limit));
      const { numDeletedRows } = await db
        .deleteFrom("attachment")
        .where("id", "in", oldest)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    async named(hashes) {
      const found = await db
        .selectFrom("attachment")
        .select("sha256")
        .distinct()
        .where(isIn("attachment.sha256", boundedIds(hashes)))
        .execute();
      return new Set(found.map(({ sha256 }) => sha256));
    },
  };
}

function toAttachment(
  row: Pick<Selectable<Schema["attachment"]>, (typeof COLUMNS)[number]>,
): AttachmentRow {
  return { ...row, public: row.public === 1 };
}
