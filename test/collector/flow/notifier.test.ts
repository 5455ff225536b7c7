import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNotifier } from "../../../collector/flow/notifier.ts";
import { newId } from "../../../collector/ids.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { NoticeRow, Registry, Unit } from "../../../collector/registry/registry.ts";
import { person } from "../../contract/registry/desk-rows.ts";
import { noticeRule, webhook } from "../../contract/registry/notice-rows.ts";
import { customer, ticket } from "../../contract/registry/rows.ts";
import { freshFolder } from "../../support/fresh-folder.ts";

/** What a unit leaves in the outbox, however much happens in it. */

const NOW_MS = 10 * 3_600_000;

let folder: ReturnType<typeof freshFolder>;
let registry: Registry;
const notifier = createNotifier({ newId, hasMail: true });

beforeEach(async () => {
  folder = freshFolder();
  registry = await openRegistry({ path: `${folder.path}/registry.sqlite`, log: () => {} });
  await registry.commit(async ({ estate, staff, notices }) => {
    await estate.addCustomer(customer());
    await staff.addStaff(person({ id: "stf_1", name: "Nadia", role: "dispatcher" }));
    const to = { audience: "role", role: "dispatcher" } as const;
    const always = { hours: null, priorities: [], breakThrough: [] };
    await notices.addRule(noticeRule({ to, channels: ["screen", "mail"], ...always }));
  });
});
afterEach(async () => {
  await registry.close();
  folder[Symbol.dispose]();
});

/** Opens so many tickets of the highest priority in one unit; answers how many rows wait to leave. */
async function opens(count: number, { notify = notifier, nowMs = NOW_MS } = {}): Promise<number> {
  return registry.commit(async (unit) => {
    const lines = [];
    for (let place = 0; place < count; place += 1) lines.push(await opened(unit, nowMs));
    return notify.onLines(unit, lines, nowMs);
  });
}

async function opened({ tickets }: Unit, atMs: number) {
  const id = newId("tic");
  const by = { machineId: null, ruleId: null, alertId: null, contractVersionId: null };
  await tickets.add(
    ticket({
      ...by,
      id,
      number: await tickets.nextNumber(),
      object: "",
      title: "Panne",
      priority: 1,
    }),
    [],
  );
  const line = {
    ticketId: id,
    kind: "opened",
    atMs,
    effectiveAtMs: atMs,
    actor: "vigie",
    fromState: null,
    toState: "new",
    parameters: {},
    promises: null,
    text: null,
  } as const;
  return { ...line, id: await tickets.addTransition(line) };
}

const all = (channel: NoticeRow["channel"]) =>
  registry.read.notices.list({ channels: [channel], limit: 1_000 });
const told = (rows: readonly NoticeRow[]) => rows.reduce((sum, { count }) => sum + count, 0);

describe("a storm", () => {
  test("of a thousand tickets is told whole, in few rows", async () => {
    await opens(1_000);
    const [mails, screen] = [await all("mail"), await all("screen")];
    expect(mails.length).toBeLessThanOrEqual(40);
    expect(screen.length).toBeLessThanOrEqual(201);
    expect([told(mails), told(screen)]).toEqual([1_000, 1_000]);
  });

  test("leaves together within a minute, once twenty mails were made in an hour", async () => {
    await opens(50);
    const due = (await all("mail")).map(({ dueAtMs }) => dueAtMs - NOW_MS);
    expect(due.filter((ms) => ms === 0)).toHaveLength(20);
    expect(due.filter((ms) => ms !== 0).every((ms) => ms === 60_000)).toBe(true);
  });

  test("is over after an hour", async () => {
    await opens(50);
    await opens(1, { nowMs: NOW_MS + 3_600_001 });
    expect((await all("mail"))[0]).toMatchObject({ dueAtMs: NOW_MS + 3_600_001 });
  });
});

test("lines that are told again, as after a crash, are told once", async () => {
  await registry.commit(async (unit) => {
    const line = await opened(unit, NOW_MS);
    expect(await notifier.onLines(unit, [line], NOW_MS)).toBe(1);
    expect(await notifier.onLines(unit, [line], NOW_MS)).toBe(0);
  });
});

test("what is undone was never told", async () => {
  const undone = registry.commit(async (unit) => {
    await notifier.onLines(unit, [await opened(unit, NOW_MS)], NOW_MS);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect([await all("mail"), await all("screen")]).toEqual([[], []]);
});

test("without a mail server nothing waits for one", async () => {
  const notify = createNotifier({ newId, hasMail: false });
  expect(await opens(1, { notify })).toBe(0);
  expect((await all("screen")).length).toBe(1);
});

describe("a webhook", () => {
  beforeEach(() => registry.commit(({ notices }) => notices.addWebhook(webhook())));

  test("is told each event by itself, in their order", async () => {
    await opens(30);
    const rows = (await all("webhook")).toReversed();
    expect(rows).toHaveLength(30);
    const lines = rows.map(({ transitionId }) => transitionId ?? 0);
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
    expect(rows.every(({ count, dueAtMs }) => count === 1 && dueAtMs === NOW_MS)).toBe(true);
  });

  test("of other kinds or priorities is told nothing", async () => {
    await registry.commit(({ notices }) => notices.changeWebhook(webhook({ priorities: [2] })));
    await opens(1);
    expect(await all("webhook")).toEqual([]);
  });
});

test("one recipient is told by mail, or on a screen, whatever the rules say", async () => {
  const notice = { key: "shift 1", kind: "escalated", ticket: null, parameters: {} } as const;
  await registry.commit(async (unit) => {
    const to = { kind: "address", id: "it@provider.example" } as const;
    expect(await notifier.mail(unit, { ...notice, to }, NOW_MS)).toBe(1);
    expect(await notifier.mail(unit, { ...notice, to }, NOW_MS)).toBe(0);
    await notifier.show(unit, { ...notice, staffId: "stf_1" }, NOW_MS);
  });
  expect(await all("mail")).toMatchObject([{ recipientKind: "address", state: "waiting" }]);
  expect(await all("screen")).toMatchObject([{ recipientId: "stf_1", state: "sent" }]);
});
