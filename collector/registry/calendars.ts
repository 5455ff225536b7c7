import { boundedLimit, type Database } from "./database.ts";
import { prepared } from "./prepared.ts";
import type { Calendars, CalendarVersionRow } from "./registry.ts";

export function createCalendars(db: Database): Calendars {
  const versionsOfCalendar: Calendars["versionsOfCalendar"] = async (
    calendarId,
    { limit, below },
  ) => {
    let versions = selectVersions(db)
      .where("calendarId", "=", calendarId)
      .orderBy("number", "desc")
      .limit(boundedLimit(limit));
    if (below !== undefined) versions = versions.where("number", "<", below);
    return (await versions.execute()).map(toRow);
  };

  const numbers = prepared(db, () =>
    db.selectFrom("calendarVersion").select(["id", "calendarId", "number"]),
  );

  return {
    versionsOfCalendar,

    async addCalendarVersion({ baseVersionId = null, document, ...row }) {
      await db
        .insertInto("calendarVersion")
        .values({ ...row, baseVersionId, document: JSON.stringify(document) })
        .execute();
    },

    async calendarVersions() {
      const rows = await selectVersions(db).orderBy("calendarId").orderBy("number").execute();
      return rows.map(toRow);
    },

    calendarNumbers: async () => (await numbers({})).rows,

    async newestCalendars({ limit, after }) {
      let newest = selectNewest(db).orderBy("calendarId").limit(boundedLimit(limit));
      if (after !== undefined) newest = newest.where("calendarId", ">", after);
      return (await newest.execute()).map(toRow);
    },

    async findCalendar(calendarId) {
      return (await versionsOfCalendar(calendarId, { limit: 1 }))[0];
    },
  };
}

function selectVersions(db: Database) {
  return db
    .selectFrom("calendarVersion")
    .select(["id", "calendarId", "name", "number", "document", "baseVersionId"]);
}

function selectNewest(db: Database) {
  return selectVersions(db).where("number", "=", (builder) =>
    builder
      .selectFrom("calendarVersion as other")
      .select(({ fn }) => fn.max("other.number").as("newest"))
      .whereRef("other.calendarId", "=", "calendarVersion.calendarId"),
  );
}

type Selected = Awaited<ReturnType<ReturnType<typeof selectVersions>["execute"]>>[number];

function toRow(row: Selected): CalendarVersionRow {
  return { ...row, document: JSON.parse(row.document) };
}
