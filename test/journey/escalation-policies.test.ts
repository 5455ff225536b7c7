import { beforeEach, describe, expect, test } from "vitest";
import type { HandAct } from "../../collector/flow/acts.ts";
import { createNoticeRuleKeeper } from "../../collector/flow/notice-rule-keeper.ts";
import { newId } from "../../collector/ids.ts";
import { officeOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import {
  ADA,
  addPeople,
  addRota,
  KARIM,
  LOU,
  NADIA,
  policiesOf,
  rotasOf,
  sentOf,
  serverFalls,
  shippedOf,
  stepsOf,
  ticketOf,
  WOKEN,
} from "../support/on-call-story.ts";

/**
 * Who is woken for a ticket that nobody takes. The server falls silent and is missed at 10:06:15: that is
 * a P1, of which dispatchers get a mail at once. A quarter of an hour later the chain begins.
 */

const story = useJourney({ server: {} });

beforeEach(() => addPeople(story));

const paris = (text: string) => `2026-11-${text}+01:00`;
const sent = () => sentOf(story);
const OPENED = "nadia 10:06:15 [#1] P1 server : Machine hors ligne";

async function does(name: string, act: HandAct): Promise<void> {
  const { id, version } = await ticketOf(story, name);
  expect(await story.hands().act(id, act, { version })).toEqual({ done: true });
}

const acknowledges = () => does("server", { kind: "acknowledge", by: "Nadia" });

const steps = () => stepsOf(story, "server");
const shipped = () => shippedOf(story);

describe("a P1 that nobody takes", () => {
  test("wakes the dispatchers, then the administrators, each once", async () => {
    await serverFalls(story);
    await story.at(paris("23T14:00:00"));
    expect((await sent()).filter((line) => line.endsWith(WOKEN))).toEqual([
      `nadia 10:21:15 ${WOKEN}`,
      `ada 10:36:15 ${WOKEN}`,
    ]);
    expect(await steps()).toEqual(["10:21:15 1/1 Nadia", "10:36:15 2/1 Ada"]);
  });

  test("taken in between: the chain stops", async () => {
    await serverFalls(story);
    await story.at(paris("23T10:30:00"));
    await acknowledges();
    await story.at(paris("23T11:00:00"));
    expect(await sent()).toEqual([OPENED, `nadia 10:21:15 ${WOKEN}`]);
    expect(await story.read().onCall.watchOf((await ticketOf(story, "server")).id)).toBeUndefined();
  });

  test("only given to somebody, it is not taken", async () => {
    await serverFalls(story);
    await story.at(paris("23T10:10:00"));
    const { id } = await ticketOf(story, "server");
    await story.write(async ({ unit }) => {
      const ticket = await unit.tickets.find(id);
      if (ticket !== undefined) await unit.tickets.change({ ...ticket, assigneeId: KARIM.id });
    });
    await story.at(paris("23T10:40:00"));
    expect(await steps()).toHaveLength(2);
  });

  test("over by itself: nobody is woken; gone again, it counts anew", async () => {
    await serverFalls(story);
    await story.at(paris("23T10:10:00"));
    await story.agent("server").greets();
    await story.agent("server").isLost();
    await story.at(paris("23T10:40:00"));
    const { transitions } = await ticketOf(story, "server");
    const reopened = transitions.find(({ kind }) => kind === "reopened");
    const againMs = Temporal.Instant.from(reopened?.at ?? "").epochMilliseconds;
    const [woken, ...others] = transitions.filter(({ kind }) => kind === "escalated");
    expect(Temporal.Instant.from(woken?.at ?? "").epochMilliseconds).toBe(againMs + 15 * 60_000);
    expect(others).toEqual([]);
  });

  test("the collector was away: each step is fired late, and once", async () => {
    await serverFalls(story);
    await story.at(paris("23T10:20:00"));
    await story.collectorIsDown({ hours: 2 });
    await story.at(paris("23T14:00:00"));
    expect(await steps()).toEqual(["10:21:15 1/1 Nadia", "10:36:15 2/1 Ada"]);
    const rows = await story.read().notices.list({ channels: ["mail"], limit: 50 });
    const woken = rows.filter(({ kind }) => kind === "ticket_unacknowledged");
    expect(woken.map(({ recipientId }) => recipientId).toSorted()).toEqual(
      [NADIA.id, ADA.id].toSorted(),
    );
    expect(woken.every(({ state }) => state === "sent")).toBe(true);
  });

  test("goes through its steps again as often as it is told to", async () => {
    const { id, version } = await shipped();
    await policiesOf(story).change(id, { repeats: 2, repeatAfterMinutes: 60 }, version);
    await serverFalls(story);
    await story.at(paris("23T16:00:00"));
    expect(await steps()).toEqual([
      "10:21:15 1/1 Nadia",
      "10:36:15 2/1 Ada",
      "11:51:15 1/2 Nadia",
      "12:06:15 2/2 Ada",
      "13:21:15 1/3 Nadia",
      "13:36:15 2/3 Ada",
    ]);
  });
});

describe("who is woken", () => {
  test("whoever is on call, in the dispatchers' place", async () => {
    await addRota(story);
    await serverFalls(story);
    await story.at(paris("23T10:30:00"));
    expect(await steps()).toEqual(["10:21:15 1/1 Karim"]);
  });

  test("whoever stands in", async () => {
    const id = await addRota(story);
    const from = paris("23T10:10:00");
    const wish = { staffId: LOU.id, from, to: paris("23T18:00:00"), reason: "Médecin" };
    expect(await rotasOf(story).addOverride(id, wish, 1)).toEqual({ done: true });
    await serverFalls(story);
    await story.at(paris("23T10:30:00"));
    expect(await steps()).toEqual(["10:21:15 1/1 Lou"]);
  });

  test("nobody outside of a rota's hours: the next step comes at once", async () => {
    const { name, document } = await officeCalendar();
    await story.write(({ unit }) =>
      unit.contracts.addCalendarVersion({
        id: newId("clv"),
        calendarId: "cal_nights",
        name: `${name}, nights`,
        number: 1,
        document: { ...document, weekly: { mon: [["20:00", "24:00"]] } },
      }),
    );
    const rotaId = await addRota(story, { calendarId: "cal_nights" });
    const { id, version } = await shipped();
    const first = { afterMinutes: 15, to: { tells: "rota", rotaId } } as const;
    const second = { afterMinutes: 60, to: { tells: "staff", staffId: ADA.id } } as const;
    await policiesOf(story).change(id, { steps: [first, second] }, version);
    await serverFalls(story);
    await story.at(paris("23T14:00:00"));
    expect(await steps()).toEqual(["10:21:15 1/1 ", "10:21:15 2/1 Ada"]);
    expect((await sent()).filter((line) => line.endsWith(WOKEN))).toEqual([
      `ada 10:21:15 ${WOKEN}`,
    ]);
  });

  test("not who was told of it less than ten minutes ago", async () => {
    const { id, version } = await shipped();
    const dispatchers = { tells: "role", role: "dispatcher" } as const;
    const steps_ = [5, 12].map((afterMinutes) => ({ afterMinutes, to: dispatchers }));
    await policiesOf(story).change(id, { steps: steps_ }, version);
    await serverFalls(story);
    await story.at(paris("23T11:00:00"));
    expect(await steps()).toEqual(["10:18:15 2/1 Nadia"]);
    expect(await sent()).toEqual([OPENED, `nadia 10:18:15 ${WOKEN}`]);
  });

  test("nobody twice, where a rule of notices names them as well", async () => {
    await createNoticeRuleKeeper({
      ledger: { write: story.write, memory: story.memory },
      newId,
    }).add({
      name: "Escalades",
      to: { audience: "role", role: "dispatcher" },
      kinds: ["ticket_unacknowledged"],
      channels: ["screen", "mail"],
    });
    await serverFalls(story);
    await story.at(paris("23T10:30:00"));
    const rows = await story.read().notices.list({ recipientId: NADIA.id, limit: 50 });
    const woken = rows.filter(({ kind }) => kind === "ticket_unacknowledged");
    expect(woken.map(({ channel }) => channel).toSorted()).toEqual(["mail", "screen"]);
  });
});

const officeCalendar = async () => {
  const found = await story.read().contracts.findCalendar(await officeOf(story));
  if (found === undefined) throw new Error("the story has no calendar");
  return found;
};
