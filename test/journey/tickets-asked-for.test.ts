import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { TicketWish } from "@vigie/shared/ticket-wish.ts";
import { describe, expect, test } from "vitest";
import { agreeOn, customerOf, officeOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";
import { instant, paris } from "../support/ticket-story.ts";

/**
 * A person asks for a ticket on Monday at 10. The contract repairs and answers questions on m1 only:
 * the usual weight is priority 3, taken within 4 hours and restored within 18, from 9 to 18.
 */

const story = useJourney({ m1: {}, loose: { covered: false } });

async function wish(change: Partial<TicketWish> = {}): Promise<TicketWish> {
  return {
    by: "Nadia",
    customerId: await customerOf(story),
    title: "The till prints nothing",
    type: "incident",
    impact: "medium",
    urgency: "medium",
    channel: "phone",
    ...change,
  };
}

async function opens(change: Partial<TicketWish> = {}): Promise<TicketDetail> {
  const opened = await story.requests().open(await wish(change));
  if ("problem" in opened) throw new Error(`${opened.problem}: ${opened.detail}`);
  const ticket = await story.ticket(opened.id);
  if (ticket === undefined) throw new Error("the ticket is not there");
  return ticket;
}

const machineOf = (name: string) => story.agent(name).machineId;
const targetsOf = ({ targets }: TicketDetail) =>
  targets.map(({ kind, state, dueAt }) => [kind, state, dueAt]);

describe("on a machine that the contract covers", () => {
  test("the clocks of the contract run from the asking on", async () => {
    const ticket = await opens({ machineId: machineOf("m1"), text: "since this **morning**" });
    expect(ticket).toMatchObject({
      number: 1,
      state: "new",
      title: "The till prints nothing",
      channel: "phone",
      priority: 3,
      coverage: "covered",
      coverageReason: {
        code: "machine_covered",
        parameters: { contract: "Maintenance" },
        consequence: "clocks",
      },
      contract: { name: "Maintenance" },
      machine: { name: "m1" },
      rule: null,
      severity: null,
      queue: null,
      openedAt: instant("23T10:00"),
      eventAt: instant("23T10:00"),
      updatedAt: instant("23T10:00"),
      breaksAt: instant("23T14:00"),
    });
    expect(targetsOf(ticket)).toEqual([
      ["acknowledgement", "running", instant("23T14:00")],
      ["restoration", "running", instant("25T10:00")],
    ]);
    expect(ticket.transitions).toMatchObject([
      { kind: "opened", actor: "Nadia", text: "since this **morning**", parameters: {} },
    ]);
  });

  test("asked for earlier, they run since then, and a promise that broke meanwhile is broken since", async () => {
    await story.at(paris("23T16:00"));
    const ticket = await opens({ machineId: machineOf("m1"), at: paris("23T11:00") });
    expect(ticket).toMatchObject({ openedAt: instant("23T11:00"), updatedAt: instant("23T16:00") });
    expect(targetsOf(ticket)[0]).toEqual(["acknowledgement", "breached", instant("23T15:00")]);
    expect(ticket.transitions).toMatchObject([
      { kind: "opened", at: instant("23T16:00"), effectiveAt: instant("23T11:00") },
      { kind: "breached", at: instant("23T16:00"), effectiveAt: instant("23T15:00") },
    ]);
    expect(ticket.breaksAt).toBe(instant("25T11:00"));
  });

  test("it is worked on like any other", async () => {
    const { id, version } = await opens({ machineId: machineOf("m1") });
    await story.at(paris("23T11:00"));
    const reply = { kind: "reply", by: "Nadia" } as const;
    expect(await story.hands().act(id, reply, { text: "on my way", version })).toEqual({
      done: true,
    });
    const replied = await story.ticket(id);
    expect(replied?.targets[0]).toMatchObject({ state: "met", elapsedSeconds: 3_600 });
  });

  test("it is one of many: what people ask for takes no cause", async () => {
    const tickets = [
      await opens({ machineId: machineOf("m1") }),
      await opens({ machineId: machineOf("m1") }),
    ];
    expect(tickets.map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe("on what the contract does not cover", () => {
  const NOTHING_RUNS = { targets: [], breaksAt: null };

  test("a machine outside the perimeter: flagged, off the clocks, under no version", async () => {
    expect(await opens({ machineId: machineOf("loose") })).toMatchObject({
      coverage: "outside_perimeter",
      coverageReason: {
        code: "machine_left_out",
        parameters: { contract: "Maintenance" },
        consequence: "intervention",
      },
      contract: null,
      ...NOTHING_RUNS,
    });
  });

  test("a type that is left out: under the contract, and no promise of it runs", async () => {
    expect(await opens({ machineId: machineOf("m1"), type: "evolutive" })).toMatchObject({
      coverage: "type_not_included",
      coverageReason: {
        code: "type_left_out",
        parameters: { contract: "Maintenance", type: "evolutive" },
        consequence: "intervention",
      },
      contract: { name: "Maintenance" },
      ...NOTHING_RUNS,
    });
  });

  test("a question about nothing in particular is the contract's, if it answers questions", async () => {
    expect(await opens({ type: "request" })).toMatchObject({
      coverage: "covered",
      coverageReason: { code: "contract_of_customer" },
    });
    await agreeOn(story, { types: ["corrective"] });
    expect(await opens({ type: "request" })).toMatchObject({
      coverage: "type_not_included",
      ...NOTHING_RUNS,
    });
  });

  test("no promise begins later by itself, and none is broken", async () => {
    const { id } = await opens({ machineId: machineOf("loose") });
    await story.at(paris("30T10:00"));
    const ticket = await story.ticket(id);
    expect(ticket && linesOf(ticket)).toEqual(["opened"]);
    expect(ticket).toMatchObject(NOTHING_RUNS);
  });
});

describe("what it costs where no fee holds it", () => {
  const PRICED: Partial<ContractClauses> = {
    pricing: {
      currency: "EUR",
      vatBasisPoints: 2_000,
      roundingMinutes: 15,
      perIntervention: { callOutCents: 5_000, hourlyCents: 9_000, minimumMinutes: 60 },
    },
  };

  test("is said before, in its first line, and as long as it is asked for", async () => {
    await agreeOn(story, PRICED);
    const machineId = machineOf("loose");
    const { by: _by, title: _title, ...asked } = await wish({ machineId });
    expect(await story.requests().preview(asked)).toMatchObject({
      coverage: "outside_perimeter",
      cost: { currency: "EUR", atLeastCents: 14_000 },
    });
    const { id, transitions } = await opens({ machineId });
    expect(transitions[0]?.parameters).toEqual({ atLeastCents: 14_000, currency: "EUR" });
    expect(await story.requests().cost(id)).toMatchObject({ cost: { atLeastCents: 14_000 } });
  });

  test("is nothing for what the fee holds", async () => {
    await agreeOn(story, PRICED);
    const { id, transitions } = await opens({ machineId: machineOf("m1") });
    expect(transitions[0]?.parameters).toEqual({});
    expect(await story.requests().cost(id)).toEqual({ cost: null });
  });

  test("is not known where the contract names no price", async () => {
    const { id } = await opens({ machineId: machineOf("loose") });
    expect(await story.requests().cost(id)).toEqual({ cost: null });
  });
});

describe("a way that the contract does not allow", () => {
  async function onlyByPhone(): Promise<void> {
    const calendarId = await officeOf(story);
    await agreeOn(story, {
      channels: [
        { channel: "phone", ticket: "optional", calendarId },
        { channel: "portal", ticket: "always" },
      ],
    });
  }

  test("is refused with the ways that are open, and nothing is opened", async () => {
    await onlyByPhone();
    expect(await story.requests().open(await wish({ channel: "chat" }))).toEqual({
      problem: "channel_refused",
      detail: "channel: the contract does not allow chat; allowed: phone, portal",
    });
    expect(await story.read().tickets.list({ limit: 10 })).toEqual([]);
  });

  test("is refused after hours with its next opening; the preview says the same", async () => {
    await onlyByPhone();
    await story.at(paris("23T19:00"));
    const { by: _by, title: _title, ...asked } = await wish();
    expect(await story.requests().preview(asked)).toMatchObject({
      channelRefusal: { why: "closed", opensAt: instant("24T09:00") },
    });
    expect(await story.requests().open(await wish())).toMatchObject({ problem: "channel_refused" });
    // It was open when it was asked for.
    expect(await opens({ at: paris("23T17:00") })).toMatchObject({ number: 1 });
  });

  test("opens all the same if a person wants it, and the first line says so", async () => {
    await onlyByPhone();
    const { transitions } = await opens({ channel: "chat", despiteChannel: true });
    expect(transitions[0]?.parameters).toEqual({ despite: "not_allowed" });
    const { transitions: allowed } = await opens({ channel: "portal", despiteChannel: true });
    expect(allowed[0]?.parameters).toEqual({});
  });
});

describe("what cannot be", () => {
  test.for([
    ["an instant that has not come", { at: paris("23T10:01") }, "at: this has not happened yet"],
    [
      "one that nobody remembers",
      { at: "2026-10-23T10:00:00+02:00" },
      "at: say it within 31 days, or leave it out",
    ],
    ["a contract of somebody else", { contractId: "con_x" }, /^contractId: no contract/],
  ] as const)("%s", async ([, change, detail]) => {
    expect(await story.requests().open(await wish(change))).toEqual({
      problem: "ticket_invalid",
      detail: detail instanceof RegExp ? expect.stringMatching(detail) : detail,
    });
  });
});

test("a machine that was registered twice: what was asked about it goes on on the other one", async () => {
  const { id } = await opens({ machineId: machineOf("loose") });
  expect(await story.mergeMachines("loose", "m1")).toEqual({ done: true });
  expect(await story.ticket(id)).toMatchObject({
    machine: { name: "m1" },
    coverage: "outside_perimeter",
  });
  const merged = machineOf("loose");
  expect(await story.requests().open(await wish({ machineId: merged }))).toEqual({
    problem: "ticket_invalid",
    detail: `machineId: loose goes on as ${machineOf("m1")}: name that one`,
  });
});
