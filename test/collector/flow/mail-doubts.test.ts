import { afterEach, beforeEach, expect, test } from "vitest";
import { TICKETS_OF_SENDER_MAX } from "../../../collector/domain/mail-decision.ts";
import {
  FROM_GASTON,
  FROM_MARIE,
  FROM_NINA,
  GARAGE,
  type MailStory,
  saidOn,
  startMailStory,
} from "../../support/mail-story.ts";

let story: MailStory;
beforeEach(async () => void (story = await startMailStory()));
afterEach(() => story.close());

/** Marie has opened a ticket by mail. */
async function opened() {
  await story.writes({ id: "<first@bakery.example>" });
  return { ticket: await story.ticket() };
}

test.for([
  ["nobody vouches for it", { dmarc: null }, "not_authenticated"],
  ["it is forged", { dmarc: "fail" }, "authentication_failed"],
  [
    "the results are those of another server",
    {
      dmarc: null,
      headers: [["Authentication-Results", "evil.example; dmarc=pass header.from=bakery.example"]],
    },
    "not_authenticated",
  ],
  ["nobody knows the sender", { from: "x@stranger.example" }, "unknown_sender"],
  ["the address is two customers'", { from: "count@ant.example" }, "ambiguous_sender"],
  ["it has two senders", { from: "marie@bakery.example, paul@bakery.example" }, "no_sender"],
  ["the staff writes about nothing", { from: FROM_NINA }, "staff_sender"],
] as const)("waits for a person: %s", async ([, said, reason]) => {
  const mail = await story.writes({ ...said, headers: "headers" in said ? [...said.headers] : [] });
  expect(mail).toMatchObject({ state: "triage", reason, ticketId: null });
  expect(await story.tickets()).toEqual([]);
  expect(await story.read.notices.list({ limit: 10 })).toEqual([]);
});

test.for([
  ["a stranger with the signed address", { from: "x@stranger.example" }],
  ["another customer with the signed address", { from: FROM_GASTON }],
  ["Marie, forged, with the signed address", { from: FROM_MARIE, dmarc: "fail" }],
] as const)("says nothing on the ticket, and hints at it: %s", async ([, said]) => {
  const { ticket } = await opened();
  const before = saidOn(ticket);
  const mail = await story.writes({ ...said, to: story.addressFor(ticket.number) });
  expect(mail).toMatchObject({ state: "triage", ticketId: ticket.id });
  expect(saidOn(await story.ticket())).toEqual(before);
});

test("a contract that takes no mails is answered for politely, once a day", async () => {
  for (let round = 0; round < 3; round += 1) {
    const mail = await story.writes({ from: FROM_GASTON });
    expect(mail).toMatchObject({ state: "triage", reason: "channel_refused", customerId: GARAGE });
    expect(mail.detail).toContain("allowed: phone");
  }
  const told = await story.read.notices.list({ limit: 10 });
  expect(told.map(({ kind, parameters }) => ({ kind, open: parameters["open"] }))).toEqual([
    { kind: "channel_refused", open: "phone" },
  ]);
  expect(await story.tickets(GARAGE)).toEqual([]);
  story.pass({ hours: 24 });
  await story.writes({ from: FROM_GASTON });
  expect(await story.read.notices.list({ limit: 10 })).toHaveLength(2);
});

test("a flood from one address opens so many tickets an hour, and no more", async () => {
  for (let round = 0; round < TICKETS_OF_SENDER_MAX + 5; round += 1) await story.writes();
  expect(await story.tickets()).toHaveLength(TICKETS_OF_SENDER_MAX);
  expect((await story.mails())[0]).toMatchObject({ state: "triage", reason: "too_many" });
  story.pass({ hours: 2 });
  expect((await story.writes()).state).toBe("ticket");
});
