import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../collector/ids.ts";
import { ticket, transition } from "../contract/registry/rows.ts";
import { agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import {
  ADA,
  addPeople,
  addPolicy,
  LOU,
  NADIA,
  policiesOf,
  sentOf,
  serverFalls,
  shippedOf,
  stepsOf,
  ticketOf,
  WOKEN,
} from "../support/on-call-story.ts";

/** Which tickets are watched, and under which policy: those that somebody could take, and nothing else. */

const SITE = ["s1", "s2", "s3", "s4", "s5"];
const story = useJourney({
  server: {},
  ...Object.fromEntries(SITE.map((name) => [name, { site: "Lyon" }])),
});

beforeEach(() => addPeople(story));

const paris = (text: string) => `2026-11-${text}+01:00`;
const sent = () => sentOf(story);
const steps = () => stepsOf(story, "server");
const shipped = () => shippedOf(story);

describe("nobody is woken", () => {
  test("for what waits for a slot, before it begins", async () => {
    await agreeOn(story, { simultaneous: { limit: 1, per: "contract" } });
    const ask = async (title: string) =>
      story.requests().open({
        by: "Nadia",
        customerId: await customerOf(story),
        title,
        type: "request",
        impact: "high",
        urgency: "high",
        channel: "phone",
      });
    const [first, second] = [await ask("one"), await ask("two")];
    if ("problem" in first || "problem" in second) throw new Error("it was refused");
    const watchOf = (id: string) => story.read().onCall.watchOf(id);
    expect(await watchOf(first.id)).toMatchObject({ policyId: (await shipped()).id });
    expect(await watchOf(second.id)).toBeUndefined();
    await story.at(paris("23T11:00:00"));
    const { version = 0 } = (await story.ticket(first.id)) ?? {};
    await story.hands().act(first.id, { kind: "resolve", by: "Nadia" }, { version });
    const sinceMs = Temporal.Instant.from(paris("23T11:00:00")).epochMilliseconds;
    expect(await watchOf(second.id)).toMatchObject({ sinceMs, nextAtMs: sinceMs + 15 * 60_000 });
  });

  test("for the parts of an outage: the outage does", async () => {
    await story.after({ seconds: 1 });
    for (const name of SITE) await story.agent(name).greets();
    await story.agent("s1").isLost();
    for (let minute = 0; minute < 4; minute += 1) {
      await story.after({ minutes: 1 });
      const others = SITE.slice(1);
      for (const name of others) await story.agent(name).reports({ memory_used_percent: 40 });
    }
    for (const name of SITE.slice(1)) await story.agent(name).isLost();
    await story.after({ hours: 1 });
    const rows = await story.read().tickets.list({ limit: 10, sort: "number", order: "asc" });
    expect(rows.map(({ ruleKey, parentId }) => [ruleKey, parentId !== null])).toEqual([
      ["machine_offline", true],
      ["site_offline", false],
    ]);
    const woken = (await story.mails()).filter(({ mail }) => mail.subject?.includes(WOKEN));
    expect(woken.map(({ to, mail }) => `${to} ${mail.subject?.slice(0, 4)}`)).toEqual([
      `${NADIA.email} [#2]`,
      `${ADA.email} [#2]`,
    ]);
  });
});

const NOBODYS = {
  machineId: null,
  ruleId: null,
  alertId: null,
  contractVersionId: null,
  coverage: "no_contract",
  priority: 4,
} as const;

/** Requests of the lowest priority that nobody took; no policy is about them. */
async function addMany(count: number): Promise<void> {
  const customerId = await customerOf(story);
  const atMs = story.now().epochMilliseconds;
  await story.write(async ({ unit: { tickets } }) => {
    for (let place = 0; place < count; place += 1) {
      const row = ticket({
        ...NOBODYS,
        id: newId("tic"),
        number: await tickets.nextNumber(),
        customerId,
        openedAtMs: atMs,
        updatedAtMs: atMs,
      });
      await tickets.add(row, []);
      const opened = { kind: "opened", ticketId: row.id, fromState: null } as const;
      await tickets.addTransition(transition({ ...opened, atMs, effectiveAtMs: atMs }));
    }
  });
}

describe("a policy that is changed", () => {
  test("switched off, it wakes nobody any more", async () => {
    await serverFalls(story);
    await story.at(paris("23T10:10:00"));
    const { id, version } = await shipped();
    await policiesOf(story).change(id, { enabled: false }, version);
    await story.at(paris("23T12:00:00"));
    expect((await sent()).filter((line) => line.endsWith(WOKEN))).toEqual([]);
    expect(await steps()).toEqual([]);
  });

  test("new, it takes up what stands, and counts from then on", async () => {
    const { id, version } = await shipped();
    await policiesOf(story).remove(id, version);
    await serverFalls(story);
    await story.at(paris("23T11:00:00"));
    expect(await steps()).toEqual([]);
    const to = { tells: "staff", staffId: LOU.id } as const;
    await addPolicy(story, { name: "Lou", steps: [{ afterMinutes: 15, to }] });
    await story.at(paris("23T11:30:00"));
    expect(await steps()).toEqual(["11:15:01 1/1 Lou"]);
  });

  test("while many wait, it holds up nobody whose step is due, and reaches all of them", async () => {
    const MANY = 1_100;
    await addMany(MANY);
    await serverFalls(story);
    await story.at(paris("23T10:21:14"));
    const { id, version } = await shipped();
    await policiesOf(story).change(id, { priorities: [1, 4] }, version);
    await story.at(paris("23T10:21:15"));
    expect(await steps()).toEqual(["10:21:15 1/1 Nadia"]);
    await story.at(paris("23T10:21:18"));
    const { id: server } = await ticketOf(story, "server");
    const rows = await story.read().tickets.list({ limit: 1_000 });
    const others = rows.filter((row) => row.id !== server);
    const watches = await Promise.all(others.map((row) => story.read().onCall.watchOf(row.id)));
    expect(new Set(watches.map((watch) => watch?.policyId))).toEqual(new Set([id]));
  });

  test("of the customer's own, it stands before the one for all", async () => {
    await serverFalls(story);
    await story.at(paris("23T10:10:00"));
    const to = { tells: "staff", staffId: LOU.id } as const;
    const customerIds = [await customerOf(story)];
    await addPolicy(story, { name: "Petit", customerIds, steps: [{ afterMinutes: 1, to }] });
    await story.at(paris("23T12:00:00"));
    expect(await steps()).toEqual(["10:11:01 1/1 Lou"]);
  });
});
