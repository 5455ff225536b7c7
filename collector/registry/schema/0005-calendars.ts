import { type Kysely, sql } from "kysely";

/**
 * A calendar may be the complement of another one; its versions say by which version of its base they
 * count. Calendars of the schemas before have hours of their own.
 */
export async function calendars(db: Kysely<unknown>): Promise<void> {
  await sql`alter table calendar_version
    add column base_version_id text references calendar_version (id)`.execute(db);
  await sql`create index calendar_version_base on calendar_version (base_version_id)
    where base_version_id is not null`.execute(db);
}
