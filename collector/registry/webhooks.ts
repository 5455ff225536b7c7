import type { Selectable } from "kysely";
import { type Database, type Schema, toFlag } from "./database.ts";
import type { Notices, WebhookRow } from "./registry.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

/** The programs that are told. Their secrets are in no table: they are made from the installation's key. */
export function createWebhooks(
  db: Database,
): Pick<
  Notices,
  "addWebhook" | "webhooks" | "findWebhook" | "changeWebhook" | "letGo" | "removeWebhook"
> {
  const all = () => db.selectFrom("webhook").selectAll();

  return {
    async addWebhook(row) {
      await db.insertInto("webhook").values(toTable(row)).execute();
    },

    async webhooks() {
      const rows = await all().orderBy("name").orderBy("id").execute();
      return rows.map(toWebhook);
    },

    async findWebhook(id) {
      const row = await all().where("id", "=", id).executeTakeFirst();
      return row && toWebhook(row);
    },

    async changeWebhook(row) {
      const { letGo: _letGo, ...webhook } = toTable(row);
      return changeRow(db, "webhook", webhook);
    },

    async letGo(webhookId) {
      await db
        .updateTable("webhook")
        .set((row) => ({ letGo: row("letGo", "+", 1) }))
        .where("id", "=", webhookId)
        .execute();
    },

    removeWebhook: (id, version) => removeWebhook(db, { id, version }),
  };
}

async function removeWebhook(
  db: Database,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<boolean> {
  if (!(await removeRow(db, "webhook", { id, version }))) return false;
  await db
    .updateTable("notice")
    .set({ state: "dropped", nextAtMs: null })
    .where("recipientId", "=", id)
    .where("state", "=", "waiting")
    .execute();
  return true;
}

function toTable(row: WebhookRow): Schema["webhook"] {
  const { id, name, url, enabled, letGo, secretNumber, version, ...document } = row;
  return {
    id,
    name,
    url,
    enabled: toFlag(enabled),
    document: JSON.stringify(document),
    letGo,
    secretNumber,
    version,
  };
}

function toWebhook({ enabled, document, ...row }: Selectable<Schema["webhook"]>): WebhookRow {
  return { ...row, ...JSON.parse(document), enabled: enabled === 1 };
}
