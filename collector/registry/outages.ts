import type { Presence } from "@vigie/shared/machine.ts";
import { sql } from "kysely";
import { boundedLimit, customerOf, type Database, toFlag } from "./database.ts";
import { tagsOf } from "./estate-list.ts";
import type { Outages } from "./noise-port.ts";
import { prepared, type Slots } from "./prepared.ts";

/** Machines of one site that are looked at. */
const SITE_MACHINES_MAX = 10_000;

/** Machines of one outage that are listed. */
const LISTED_MAX = 1_000;

/** Outages of sites, their machines, and what there is at a site. */
export function createOutages(db: Database): Outages {
  return { ...createRows(db), ...createMembers(db), ...createSites(db) };
}

type Rows = "add" | "find" | "openAt" | "lastEnded" | "setTicket" | "end" | "list";

function createRows(db: Database): Pick<Outages, Rows> {
  const all = db.selectFrom("outage").selectAll();
  return {
    async add(row) {
      await db.insertInto("outage").values(row).execute();
    },

    find: (id) => named(db).where("outage.id", "=", id).executeTakeFirst(),

    openAt: (siteId) =>
      all.where("siteId", "=", siteId).where("endedAtMs", "is", null).executeTakeFirst(),

    lastEnded: (siteId) =>
      all
        .where("siteId", "=", siteId)
        .where("endedAtMs", "is not", null)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst(),

    async setTicket(id, { ticketId, noTicket }) {
      await db.updateTable("outage").set({ ticketId, noTicket }).where("id", "=", id).execute();
    },

    async end(id, endedAtMs) {
      const { numUpdatedRows } = await db
        .updateTable("outage")
        .set({ endedAtMs })
        .where("id", "=", id)
        .where("endedAtMs", "is", null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    list({ customerId, siteId, open, limit, afterId }) {
      let rows = named(db).orderBy("outage.id", "desc").limit(boundedLimit(limit));
      if (customerId !== undefined) rows = rows.where("outage.customerId", "=", customerId);
      if (siteId !== undefined) rows = rows.where("outage.siteId", "=", siteId);
      if (open !== undefined) rows = rows.where("endedAtMs", open ? "is" : "is not", null);
      if (afterId !== undefined) rows = rows.where("outage.id", "<", afterId);
      return rows.execute();
    },
  };
}

function createMembers(
  db: Database,
): Pick<Outages, "setMachine" | "awayIn" | "counts" | "machines"> {
  return {
    async setMachine(outageId, machineId, isAway) {
      const away = toFlag(isAway);
      const customerId = customerOf("machine", machineId);
      await db
        .insertInto("outageMachine")
        .values({ outageId, machineId, customerId, away })
        .onConflict((conflict) => conflict.columns(["outageId", "machineId"]).doUpdateSet({ away }))
        .execute();
    },

    awayIn: (machineId) =>
      db
        .selectFrom("outageMachine")
        .innerJoin("outage", "outage.id", "outageMachine.outageId")
        .selectAll("outage")
        .where("outageMachine.machineId", "=", machineId)
        .where("outageMachine.away", "=", 1)
        .where("outage.endedAtMs", "is", null)
        .orderBy("outage.id")
        .execute(),

    counts: (outageId) =>
      db
        .selectFrom("outageMachine")
        .select(({ fn }) => fn.countAll<number>().as("machines"))
        .select(({ fn }) => fn.coalesce(fn.sum<number>("away"), sql.lit(0)).as("away"))
        .where("outageId", "=", outageId)
        .executeTakeFirstOrThrow(),

    async machines(outageId) {
      const rows = await db
        .selectFrom("outageMachine")
        .innerJoin("machine", "machine.id", "outageMachine.machineId")
        .select(["machine.id", "machine.name", "outageMachine.away"])
        .where("outageMachine.outageId", "=", outageId)
        .orderBy("machine.nameFolded")
        .orderBy("machine.id")
        .limit(LISTED_MAX)
        .execute();
      return rows.map(({ id, name, away }) => ({ id, name, away: away === 1 }));
    },
  };
}

function createSites(db: Database): Pick<Outages, "siteOf" | "machinesAt"> {
  const inUse = db.selectFrom("machine").where("machine.retiredAtMs", "is", null);
  const siteOf = prepared(db, ({ machineId }: Slots<{ machineId: string }>) =>
    inUse.select("siteId").where("machine.id", "=", machineId),
  );

  return {
    async siteOf(machineId) {
      const [row] = (await siteOf({ machineId })).rows;
      return row?.siteId ?? null;
    },

    async machinesAt(siteId) {
      const rows = await inUse
        .leftJoin("presence", "presence.machineId", "machine.id")
        .select(["machine.id", "machine.class", "presence.awaySinceMs"])
        .select((row) =>
          row.fn.coalesce("presence.state", sql.lit<Presence>("waiting")).as("state"),
        )
        .where("machine.siteId", "=", siteId)
        .orderBy("machine.id")
        .limit(SITE_MACHINES_MAX)
        .execute();
      const ofSite = sql<boolean>`machine_id in (select id from machine where site_id = ${siteId})`;
      const tags = await tagsOf(db, "machine", ofSite);
      return rows.map((row) => ({ ...row, tags: tags.get(row.id) ?? [] }));
    },
  };
}

function named(db: Database) {
  return db
    .selectFrom("outage")
    .innerJoin("customer", "customer.id", "outage.customerId")
    .innerJoin("site", "site.id", "outage.siteId")
    .selectAll("outage")
    .select(["customer.name as customerName", "site.name as siteName"])
    .select((row) =>
      row
        .selectFrom("outageMachine")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("outageMachine.outageId", "=", "outage.id")
        .$asScalar()
        .as("machines"),
    )
    .select((row) =>
      row
        .selectFrom("outageMachine")
        .select(({ fn }) => fn.coalesce(fn.sum<number>("away"), sql.lit(0)).as("sum"))
        .whereRef("outageMachine.outageId", "=", "outage.id")
        .$asScalar()
        .as("away"),
    );
}
