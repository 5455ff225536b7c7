import { afterAll, beforeAll, expect, test } from "vitest";
import {
  BAKERY,
  FROM_GASTON,
  GARAGE,
  type MailStory,
  saidOn,
  startMailStory,
} from "../../support/mail-story.ts";
import { oddMails } from "../../support/odd-mails.ts";

/**
 * Mails that nobody should write: each is kept as one row that can be read, none stops the taking in, and
 * none of them leaves anything at another customer's.
 */

let story: MailStory;
beforeAll(async () => {
  story = await startMailStory();
});
afterAll(() => story.close());

/** The garage has a ticket, and a forger knows all of it. */
async function addGaragesTicket() {
  const { id, version } = await story.writes({ from: FROM_GASTON, id: "<garage@garage.example>" });
  const wish = { by: "Nina", customerId: GARAGE, despiteChannel: true };
  await story.server.options.parts.mails.openTicket(id, wish, version);
  const [ticket] = await story.tickets(GARAGE);
  if (ticket === undefined) throw new Error("the garage has no ticket");
  return ticket;
}

test("200 odd mails: all are kept, none crashes, none crosses to another customer", async () => {
  const before = await addGaragesTicket();
  const { number } = before;
  const odd = oddMails({
    number,
    address: story.addressFor(number),
    messageId: "<garage@garage.example>",
  });
  expect(odd.length).toBeGreaterThanOrEqual(200);
  const kept = (await story.mails()).length;
  for (const { why, source } of odd) {
    // Slowly enough for most of them to open a ticket of their own.
    story.pass({ minutes: 10 });
    const row = await story.arrives(source);
    expect(row.bytes, why).toBe(source.byteLength);
    expect(row.text.length + (row.quoted?.length ?? 0), why).toBeLessThan(200_000);
    expect(JSON.stringify(row), why).not.toContain("\\u0000");
  }
  const contents = new Set(odd.map(({ source }) => Buffer.from(source).toString("latin1")));
  expect((await story.mails()).length - kept).toBe(contents.size);

  const [after, ...others] = await story.tickets(GARAGE);
  expect(others).toEqual([]);
  expect(after && saidOn(after)).toEqual(saidOn(before));
  for (const mail of await story.mails()) {
    if (mail.state === "ticket" && mail.id !== before.transitions[0]?.parameters["mail"]) {
      expect(mail.customerId, mail.subject ?? "").toBe(BAKERY);
    }
  }
}, 120_000);

test("every mail that is kept can be shown, as text and as HTML", async () => {
  const { tickets, mails } = story.server.options.parts;
  for (const { id, hasHtml, ticketId } of await story.mails()) {
    const shown = await mails.html(id);
    if (hasHtml)
      expect(shown, id).toMatchObject({ html: expect.stringContaining("<!doctype html>") });
    if (ticketId !== null) expect(await tickets.find(ticketId)).toBeDefined();
  }
}, 120_000);
