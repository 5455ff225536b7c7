import { sql } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn, type Schema, toFlag } from "./database.ts";
import { createMailSenders } from "./mail-senders.ts";
import type { MailListRow, MailMessages, MailRow } from "./registry.ts";
import { changeRow } from "./versioned-row.ts";

/** Mails that came in, and how far each mailbox was read. */
export function createMailMessages(db: Database): MailMessages {
  return {
    ...createRows(db),
    ...createLists(db),
    ...createMailSenders(db),
    ...createMarks(db),
    ...createSources(db),
    ...createBounds(db),
  };
}

function createRows(db: Database): Pick<MailMessages, "add" | "idOf" | "change"> {
  return {
    async add(row) {
      await db.insertInto("mailMessage").values(toTable(row)).execute();
    },

    async idOf(contentHash) {
      const row = await db
        .selectFrom("mailMessage")
        .select("id")
        .where("contentHash", "=", contentHash)
        .executeTakeFirst();
      return row?.id;
    },

    change: (row) => changeRow(db, "mailMessage", toTable(row)),
  };
}

function createLists(db: Database): Pick<MailMessages, "find" | "list"> {
  const rows = db
    .selectFrom("mailMessage")
    .leftJoin("ticket", "ticket.id", "mailMessage.ticketId")
    .leftJoin("customer", "customer.id", "mailMessage.customerId")
    .leftJoin("contact", "contact.id", "mailMessage.contactId")
    .selectAll("mailMessage")
    .select([
      "ticket.number as ticketNumber",
      "customer.name as customerName",
      "contact.name as contactName",
    ]);

  return {
    async find(id) {
      const row = await rows.where("mailMessage.id", "=", id).executeTakeFirst();
      return row && toListRow(row);
    },

    async list({ states, limit, after }) {
      let page = rows.orderBy("mailMessage.id", "desc").limit(boundedLimit(limit));
      if (states !== undefined) page = page.where("mailMessage.state", "in", states);
      if (after !== undefined) page = page.where("mailMessage.id", "<", after.id);
      return (await page.execute()).map(toListRow);
    },
  };
}

function createMarks(
  db: Database,
): Pick<MailMessages, "mark" | "saveMark" | "unfiled" | "setFiled"> {
  return {
    async mark(mailbox, validity) {
      return db
        .selectFrom("mailMark")
        .selectAll()
        .where("mailbox", "=", mailbox)
        .where("validity", "=", validity)
        .executeTakeFirst();
    },

    async saveMark(row) {
      await db
        .insertInto("mailMark")
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(["mailbox", "validity"])
            .doUpdateSet({ lastUid: row.lastUid, firstUid: row.firstUid }),
        )
        .execute();
    },

    async unfiled(mailbox, validity, limit) {
      const rows = await db
        .selectFrom("mailMessage")
        .select(["id", "uid"])
        .where("mailbox", "=", mailbox)
        .where("validity", "=", validity)
        .where("isFiled", "=", sql.lit(0))
        .orderBy("uid")
        .limit(boundedLimit(limit))
        .execute();
      return rows.flatMap(({ id, uid }) => (uid === null ? [] : [{ id, uid }]));
    },

    async setFiled(ids) {
      if (ids.length === 0) return;
      await db
        .updateTable("mailMessage")
        .set({ isFiled: 1 })
        .where("id", "in", boundedIds(ids))
        .execute();
    },
  };
}

function createSources(
  db: Database,
): Pick<MailMessages, "sources" | "sourceBytes" | "dropSources" | "namedSources"> {
  return {
    async sources({ beforeMs, limit }) {
      return db
        .selectFrom("mailMessage")
        .select(["id", "bytes"])
        .where("sourceHash", "is not", null)
        .where("takenAtMs", "<", beforeMs)
        .orderBy("takenAtMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
    },

    async sourceBytes() {
      const { bytes } = await db
        .selectFrom("mailMessage")
        .select((mail) => mail.fn.sum<number | null>("bytes").as("bytes"))
        .where("sourceHash", "is not", null)
        .executeTakeFirstOrThrow();
      return Number(bytes ?? 0);
    },

    async dropSources(ids) {
      if (ids.length === 0) return;
      await db
        .updateTable("mailMessage")
        .set({ sourceHash: null })
        .where("id", "in", boundedIds(ids))
        .execute();
    },

    async namedSources(hashes) {
      const rows = await db
        .selectFrom("mailMessage")
        .select("sourceHash")
        .where(isIn("sourceHash", boundedIds(hashes)))
        .execute();
      return new Set(rows.flatMap(({ sourceHash }) => sourceHash ?? []));
    },
  };
}

function createBounds(db: Database): Pick<MailMessages, "forgetIgnored" | "boundTriage"> {
  return {
    // What stands on a ticket as a note is a part of its history, and stays.
    async forgetIgnored(beforeMs, limit) {
      const old = db
        .selectFrom("mailMessage")
        .select("id")
        .where("state", "=", "ignored")
        .where("takenAtMs", "<", beforeMs)
        .where("ticketId", "is", null)
        .where("isFiled", "=", 1)
        .orderBy("id")
        .limit(boundedLimit(limit));
      const { numDeletedRows } = await db
        .deleteFrom("mailMessage")
        .where("id", "in", old)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    // Anybody can write mails that nobody vouches for: such a flood takes no honest mail's place.
    async boundTriage(rows, limit) {
      const beyond = db
        .selectFrom("mailMessage")
        .select("id")
        .where("state", "=", "triage")
        .orderBy(
          (mail) =>
            mail
              .case()
              .when("customerId", "is not", null)
              .then(sql.lit(2))
              .when("authentication", "=", "pass")
              .then(sql.lit(1))
              .else(sql.lit(0))
              .end(),
          "desc",
        )
        .orderBy("id", "desc")
        .limit(boundedLimit(limit))
        .offset(rows);
      const { numUpdatedRows } = await db
        .updateTable("mailMessage")
        .set({ state: "ignored", reason: "overflow", version: sql<number>`version + 1` })
        .where("id", "in", beyond)
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
  };
}

type MailTable = Schema["mailMessage"];

function toTable({ place, ...row }: MailRow): MailTable {
  const {
    ticketNumber: _number,
    customerName: _customer,
    contactName: _contact,
    ...own
  }: MailRowMaybeListed = row;
  return {
    ...own,
    toAddresses: JSON.stringify(row.toAddresses),
    attachments: JSON.stringify(row.attachments),
    isCut: toFlag(row.isCut),
    hasHtml: toFlag(row.hasHtml),
    isFiled: toFlag(row.isFiled),
    mailbox: place?.mailbox ?? null,
    validity: place?.validity ?? null,
    uid: place?.uid ?? null,
  };
}

/** A row of a list is changed as it is, with what was read beside it. */
type MailRowMaybeListed = Omit<MailRow, "place"> &
  Partial<Pick<MailListRow, "ticketNumber" | "customerName" | "contactName">>;

function toListRow({
  mailbox,
  validity,
  uid,
  ...row
}: MailTable & Pick<MailListRow, "ticketNumber" | "customerName" | "contactName">): MailListRow {
  const isPlaced = mailbox !== null && validity !== null && uid !== null;
  return {
    ...row,
    toAddresses: JSON.parse(row.toAddresses),
    attachments: JSON.parse(row.attachments),
    isCut: row.isCut === 1,
    hasHtml: row.hasHtml === 1,
    isFiled: row.isFiled === 1,
    place: isPlaced ? { mailbox, validity, uid } : null,
  };
}
