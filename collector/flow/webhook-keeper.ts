import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { ProblemCode, Refusal } from "@vigie/shared/problems.ts";
import type { WebhookChange, WebhookSecret, WebhookWish } from "@vigie/shared/webhook.ts";
import type { Tables, Unit, WebhookRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";
import { unknownCustomer } from "./notice-customers.ts";

/**
 * The programs that are told. Their secrets are made from the key of the installation: each is said
 * once, and a new one takes the place of the one before. Refuses with `not_found`, `version_conflict` or
 * `webhook_invalid`.
 */
export interface WebhookKeeper {
  add(wish: WebhookWish): Promise<WebhookSecret | Refusal>;
  change(id: string, change: WebhookChange, version: number): Promise<Outcome>;
  /** From now on its deliveries are signed with another secret. */
  renewSecret(id: string, version: number): Promise<WebhookSecret | Refusal>;
  remove(id: string, version: number): Promise<Outcome>;
  /** Delivers a trial at once. */
  test(id: string): Promise<Trial | Refusal>;
}

/** How a trial went: what the far end answered, and what stood against it. */
export type Trial = {
  readonly status: number | null;
  readonly failure: { readonly code: ProblemCode; readonly detail: string } | undefined;
};

/** Each line of a ticket is held against all of them. */
const WEBHOOKS_MAX = 50;

type Tools = {
  readonly ledger: Ledger;
  readonly read: Tables;
  readonly newId: (prefix: IdPrefix) => string;
  readonly secretOf: (webhook: WebhookRow) => string;
  readonly tryOut: (webhook: WebhookRow) => Promise<Trial>;
};

export function createWebhookKeeper(tools: Tools): WebhookKeeper {
  const { ledger, read, secretOf, tryOut } = tools;
  return {
    add: (wish) => add(tools, wish),

    change: (id, change, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const found = await findToChange(unit, id, version);
        if ("problem" in found) return found;
        const row = { ...found, ...change };
        const refusal = await refusalOf(unit, row);
        if (refusal !== undefined) return refusal;
        return (await unit.notices.changeWebhook(row)) ? { done: true } : conflict(version);
      }),

    renewSecret: (id, version) =>
      ledger.write(async ({ unit }): Promise<WebhookSecret | Refusal> => {
        const found = await findToChange(unit, id, version);
        if ("problem" in found) return found;
        const row = { ...found, secretNumber: found.secretNumber + 1 };
        if (!(await unit.notices.changeWebhook(row))) return conflict(version);
        return { id, secret: secretOf(row) };
      }),

    remove: (id, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const found = await findToChange(unit, id, version);
        if ("problem" in found) return found;
        return (await unit.notices.removeWebhook(id, version)) ? { done: true } : conflict(version);
      }),

    async test(id) {
      const webhook = await read.notices.findWebhook(id);
      return webhook === undefined ? notFound(id) : tryOut(webhook);
    },
  };
}

function add({ ledger, newId, secretOf }: Tools, wish: WebhookWish) {
  return ledger.write(async ({ unit }): Promise<WebhookSecret | Refusal> => {
    if ((await unit.notices.webhooks()).length >= WEBHOOKS_MAX) {
      return invalid(`there are ${WEBHOOKS_MAX} webhooks already; change one of them`);
    }
    const own = { id: newId("whk"), letGo: 0, secretNumber: 1, version: 1 };
    const row: WebhookRow = { ...EMPTY, ...wish, ...own };
    const refusal = await refusalOf(unit, row);
    if (refusal !== undefined) return refusal;
    await unit.notices.addWebhook(row);
    return { id: row.id, secret: secretOf(row) };
  });
}

const EMPTY = { enabled: true, customerIds: [], priorities: [] };

async function findToChange(
  { notices }: Unit,
  id: string,
  version: number,
): Promise<WebhookRow | Refusal> {
  const found = await notices.findWebhook(id);
  if (found === undefined) return notFound(id);
  return found.version === version ? found : conflict(found.version);
}

async function refusalOf(unit: Unit, row: WebhookRow): Promise<Refusal | undefined> {
  const detail = wrongUrl(row.url) ?? (await unknownCustomer(unit, row));
  return detail === undefined ? undefined : invalid(detail);
}

/** Where it leads is looked at when something is delivered: names come to mean other addresses. */
function wrongUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return "url: it is no address such as https://host/path";
  }
  if (url.username === "" && url.password === "") return undefined;
  return "url: it must hold no user or password; deliveries are signed instead";
}

function invalid(detail: string): Refusal {
  return { problem: "webhook_invalid", detail };
}
