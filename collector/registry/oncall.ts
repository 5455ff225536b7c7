import type { Selectable } from "kysely";
import { type Database, type Schema, toFlag } from "./database.ts";
import { createWatches } from "./escalation-watches.ts";
import type { EscalationPolicyRow, OnCall } from "./registry.ts";
import { createRotas } from "./rotas.ts";

/** Who is on call, who is woken where nobody takes a ticket, and the tickets that nobody took yet. */
export function createOnCall(db: Database): OnCall {
  return { ...createRotas(db), ...createPolicies(db), ...createWatches(db) };
}

type Policies = Pick<
  OnCall,
  "addMissingPolicies" | "addPolicy" | "policies" | "findPolicy" | "changePolicy" | "removePolicy"
>;

function createPolicies(db: Database): Policies {
  const there = () => db.selectFrom("escalationPolicy").selectAll().where("removed", "=", 0);
  return {
    async addMissingPolicies(rows) {
      for (const row of rows) {
        await db
          .insertInto("escalationPolicy")
          .values(toTable(row))
          .onConflict((conflict) => conflict.column("key").doNothing())
          .execute();
      }
    },

    async addPolicy(row) {
      await db.insertInto("escalationPolicy").values(toTable(row)).execute();
    },

    async policies() {
      return (await there().orderBy("id").execute()).map(toPolicy);
    },

    async findPolicy(id) {
      const row = await there().where("id", "=", id).executeTakeFirst();
      return row && toPolicy(row);
    },

    async changePolicy(row) {
      const { id, key: _key, removed: _removed, version, ...policy } = toTable(row);
      return changed(db, { id, version }, policy);
    },

    // Tickets may be under it: it is no longer listed, and the sweep finds them another one.
    removePolicy: (id, version) => changed(db, { id, version }, { removed: 1, enabled: 0 }),
  };
}

async function changed(
  db: Database,
  { id, version }: Pick<EscalationPolicyRow, "id" | "version">,
  policy: Partial<Schema["escalationPolicy"]>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("escalationPolicy")
    .set({ ...policy, version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .where("removed", "=", 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function toTable({
  id,
  key,
  name,
  enabled,
  version,
  ...document
}: EscalationPolicyRow): Schema["escalationPolicy"] {
  return {
    id,
    key,
    name,
    enabled: toFlag(enabled),
    removed: 0,
    document: JSON.stringify(document),
    version,
  };
}

function toPolicy({
  enabled,
  removed: _removed,
  document,
  ...row
}: Selectable<Schema["escalationPolicy"]>): EscalationPolicyRow {
  return { ...row, ...JSON.parse(document), enabled: enabled === 1 };
}
