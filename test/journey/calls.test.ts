import type { CallWish } from "@vigie/shared/ticket-wish.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { ContactRow } from "../../collector/registry/registry.ts";
import { addCamille, agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";
import { hours, promise } from "../support/promises.ts";
import { instant, paris } from "../support/ticket-story.ts";

/** Camille calls, and is called. A first response is promised within four hours of office time. */

const story = useJourney({ m1: {} });
let camille: ContactRow;
beforeEach(async () => {
  camille = await addCamille(story);
  await promise(story, {
    3: [{ kind: "first_response", budgetSeconds: hours(4), pausable: false }],
  });
});

async function notes(change: Partial<CallWish> = {}) {
  const call = { by: "Nadia", direction: "in", text: "No light on the screen" } as const;
  const customerId = camille.customerId;
  return story.calls().note({ ...call, customerId, contactId: camille.id, ...change });
}

async function noted(change: Partial<CallWish> = {}): Promise<string> {
  const outcome = await notes(change);
  if ("problem" in outcome) throw new Error(outcome.detail);
  return outcome.id;
}

async function calls() {
  return story.read().calls.callList({ limit: 10 });
}

const ASKED = {
  by: "Nadia",
  title: "Black screen",
  type: "incident",
  impact: "medium",
  urgency: "medium",
} as const;

async function opensFrom(callId: string): Promise<string> {
  const opened = await story.calls().openTicket(callId, ASKED);
  if ("problem" in opened) throw new Error(opened.detail);
  return opened.id;
}

async function ticket(id: string) {
  const found = await story.ticket(id);
  if (found === undefined) throw new Error(`no ticket ${id}`);
  return found;
}

const firstResponse = async (id: string) => (await ticket(id)).targets[0];

test("a call that needs no ticket is kept all the same, with who called and for how long", async () => {
  await noted({ minutes: 4 });
  expect(await calls()).toMatchObject([
    {
      actor: "Nadia",
      contactName: "Camille",
      direction: "in",
      minutes: 4,
      text: "No light on the screen",
      atMs: Temporal.Instant.from(instant("23T10:00")).epochMilliseconds,
      ticketNumber: null,
    },
  ]);
});

describe("the ticket that a call asks for", () => {
  test("is opened later, and its clock has run since the call", async () => {
    const callId = await noted();
    await story.at(paris("23T13:00"));
    const id = await opensFrom(callId);
    expect(await ticket(id)).toMatchObject({
      channel: "phone",
      requester: { name: "Camille" },
      openedAt: instant("23T10:00"),
      transitions: [
        {
          kind: "opened",
          actor: "Nadia",
          text: "No light on the screen",
          parameters: { call: callId },
        },
      ],
    });
    expect(await firstResponse(id)).toMatchObject({ dueAt: instant("23T14:00") });
    expect(await calls()).toMatchObject([{ ticketNumber: 1 }]);
  });

  test("is one: a second one of the same call is refused", async () => {
    const callId = await noted();
    await opensFrom(callId);
    expect(await story.calls().openTicket(callId, ASKED)).toEqual({
      problem: "call_invalid",
      detail: "ticket 1 came of this call: go on there",
    });
  });

  test("is not opened where calls are only logged by the contract", async () => {
    await agreeOn(story, { channels: [{ channel: "phone", ticket: "never" }] });
    const callId = await noted();
    expect(await story.calls().openTicket(callId, ASKED)).toEqual({
      problem: "channel_refused",
      detail:
        "channel: by the contract phone is logged and opens no ticket; the contract allows no way",
    });
    expect(await calls()).toMatchObject([{ ticketNumber: null }]);
  });

  test("no call of this id", async () => {
    expect(await story.calls().openTicket("cll_x", ASKED)).toMatchObject({ problem: "not_found" });
  });
});

describe("a call on a ticket", () => {
  let id: string;
  beforeEach(async () => {
    id = await opensFrom(await noted());
  });

  test("that goes out is the first response, when it was had", async () => {
    await story.at(paris("23T16:00"));
    await noted({ direction: "out", ticketId: id, at: paris("23T12:00"), text: "Try the cable" });
    expect(await firstResponse(id)).toMatchObject({ state: "met", elapsedSeconds: 7_200 });
    expect((await ticket(id)).transitions.slice(-3)).toMatchObject([
      { kind: "breached", effectiveAt: instant("23T14:00") },
      {
        kind: "called",
        actor: "Nadia",
        text: "Try the cable",
        at: instant("23T16:00"),
        effectiveAt: instant("23T12:00"),
      },
      { kind: "breach_withdrawn" },
    ]);
  });

  test("that comes in is the customer's message: no response, and the end of the wait", async () => {
    await story.at(paris("23T11:00"));
    const { version } = await ticket(id);
    const wait = { kind: "wait", by: "Nadia", waits: "customer" } as const;
    await story.hands().act(id, wait, { version });
    const callId = await noted({ ticketId: id, text: "It is the blue one" });
    expect(await ticket(id)).toMatchObject({ state: "in_progress" });
    expect((await ticket(id)).transitions.at(-1)).toMatchObject({
      kind: "customer_wrote",
      actor: "Camille",
      parameters: { call: callId },
    });
    expect(await firstResponse(id)).toMatchObject({ state: "running" });
  });

  test("that the ticket does not take is not kept either", async () => {
    const { version } = await ticket(id);
    await story.hands().act(id, { kind: "cancel", by: "Nadia" }, { version });
    expect(await notes({ ticketId: id })).toEqual({ problem: "ticket_state", detail: "cancelled" });
    expect(await calls()).toHaveLength(1);
    expect(linesOf(await ticket(id)).at(-1)).toBe("cancelled");
  });
});

describe("what a call names must be its customer's", () => {
  test.for([
    ["customerId", { customerId: "cus_x" }, "there is no such customer"],
    ["contactId", { contactId: "ctc_x" }, "there is no such contact of this customer"],
    ["ticketId", { ticketId: "tic_x" }, "there is no such ticket of this customer"],
    ["at", { at: paris("23T10:01") }, "this has not happened yet"],
  ] as const)("%s", async ([field, change, detail]) => {
    expect(await notes(change)).toEqual({
      problem: "call_invalid",
      detail: `${field}: ${detail}`,
    });
  });

  test("not somebody else's, though it is there", async () => {
    const other = await story.write(async ({ unit: { estate } }) => {
      const row = { id: "cus_other", name: "Autre", language: "fr", sample: false } as const;
      await estate.addCustomer(row);
      await estate.addContact({ id: "ctc_other", customerId: row.id, name: "Zoé" });
      return row.id;
    });
    const theirs = await opensFrom(await noted());
    expect(await notes({ contactId: "ctc_other" })).toMatchObject({
      detail: "contactId: there is no such contact of this customer",
    });
    expect(await notes({ customerId: other, contactId: null, ticketId: theirs })).toMatchObject({
      detail: "ticketId: there is no such ticket of this customer",
    });
    expect(await customerOf(story)).not.toBe(other);
  });
});
