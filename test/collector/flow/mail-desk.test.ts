import { afterEach, beforeEach, expect, test } from "vitest";
import { MAIL_REOPENS_WITHIN_MS, NOTES_MAX } from "../../../collector/domain/mail-decision.ts";
import { notice } from "../../contract/registry/notice-rows.ts";
import {
  BAKERY,
  FROM_GASTON,
  FROM_NINA,
  FROM_PAUL,
  MARIE,
  type MailStory,
  saidOn,
  startMailStory,
} from "../../support/mail-story.ts";
import { mailOf, multipart, personsMail } from "../../support/mails.ts";

let story: MailStory;
beforeEach(async () => void (story = await startMailStory()));
afterEach(() => story.close());

/** Marie has opened a ticket by mail. */
async function opened() {
  const mail = await story.writes({ id: "<first@bakery.example>" });
  return { mail, ticket: await story.ticket() };
}

test("a customer writes: their ticket stands under their contract, and its clocks run", async () => {
  const { mail, ticket } = await opened();
  expect(ticket).toMatchObject({
    title: "Caisse en panne",
    channel: "mail",
    coverage: "covered",
    state: "new",
    requester: { id: MARIE },
  });
  expect(ticket.targets).toHaveLength(1);
  expect(saidOn(ticket)).toEqual(["Marie Dupont opened: Bonjour,\n\nla caisse ne démarre plus."]);
  expect(ticket.transitions[0]?.parameters).toMatchObject({ mail: mail.id });
  expect(mail).toMatchObject({
    state: "ticket",
    route: "new",
    contactId: MARIE,
    ticketId: ticket.id,
  });
});

test("clocks start when the mail was received, not when it was read", async () => {
  const source = personsMail();
  const receivedAtMs = story.server.clock.now.epochMilliseconds;
  story.pass({ minutes: 50 });
  const bytes = source.byteLength;
  const place = { mailbox: "m", validity: 1, uid: 1 };
  await story.server.support.take({ place, receivedAtMs, bytes, source, partial: undefined });
  expect(Temporal.Instant.from((await story.ticket()).openedAt).epochMilliseconds).toBe(
    receivedAtMs,
  );
});

test("an answer to the reply address stands on the ticket, without what it quotes", async () => {
  const { ticket } = await opened();
  const mail = await story.writes({
    to: story.addressFor(ticket.number),
    subject: "Re: anything",
    text: "Cela marche.\n\nOn Mon, 23 Nov 2026, Nina wrote:\n> Et là ?\n",
  });
  expect(mail).toMatchObject({ route: "reply_address", quoted: expect.stringContaining("Et là") });
  expect(saidOn(await story.ticket()).at(-1)).toBe("Marie Dupont customer_wrote: Cela marche.");
});

test("an answer to a mail that came in joins it, whatever its subject", async () => {
  await opened();
  const mail = await story.writes({
    from: FROM_PAUL,
    subject: "La suite",
    headers: [["In-Reply-To", "<first@bakery.example>"]],
  });
  expect(mail.route).toBe("thread");
  expect(saidOn(await story.ticket()).at(-1)).toContain("Paul Dupont customer_wrote");
});

test("a number in the subject counts for who has a part in the ticket, and for nobody else", async () => {
  const { ticket } = await opened();
  const subject = `Re: [#${ticket.number}] Caisse`;
  expect((await story.writes({ subject })).route).toBe("subject");
  const colleague = await story.writes({ from: FROM_PAUL, subject });
  expect(colleague.route).toBe("new");
  expect(await story.tickets()).toHaveLength(2);
  const stranger = await story.writes({ from: FROM_GASTON, subject });
  expect(stranger).toMatchObject({ state: "triage", reason: "channel_refused" });
});

test("an answer ends the wait for the customer", async () => {
  const { ticket } = await opened();
  await story.desk.act(ticket.id, { kind: "wait", by: "Nina", waits: "customer" });
  story.pass({ minutes: 5 });
  await story.writes({ to: story.addressFor(ticket.number) });
  expect((await story.ticket()).state).toBe("in_progress");
});

test("an absence answers nothing: the wait goes on, and no clock moves", async () => {
  const { ticket } = await opened();
  await story.desk.act(ticket.id, { kind: "wait", by: "Nina", waits: "customer" });
  story.pass({ minutes: 5 });
  const mail = await story.writes({
    to: story.addressFor(ticket.number),
    text: "Je suis absente.",
    headers: [["Auto-Submitted", "auto-replied"]],
  });
  const after = await story.ticket();
  expect(mail).toMatchObject({ state: "ignored", reason: "automatic_reply", ticketId: ticket.id });
  expect(after.state).toBe("waiting_customer");
  expect(saidOn(after).at(-1)).toBe("Marie Dupont commented: Je suis absente.");
});

test("two programs that answer each other leave a few notes, and end there", async () => {
  const { ticket } = await opened();
  const before = (await story.read.notices.list({ limit: 100 })).length;
  for (let round = 0; round < 20; round += 1) {
    await story.writes({
      to: story.addressFor(ticket.number),
      headers: [["Auto-Submitted", "auto-replied"]],
    });
  }
  const notes = saidOn(await story.ticket()).filter((line) => line.includes("commented"));
  expect(notes).toHaveLength(NOTES_MAX);
  expect(await story.read.notices.list({ limit: 100 })).toHaveLength(before);
});

test("a bounce is noted on the ticket whose mail it returns, and tells nobody", async () => {
  const { ticket } = await opened();
  await sentAbout(ticket.id, "<ntc_1@provider.example>");
  const { type, body } = multipart("report; report-type=delivery-status", [
    { type: "text/plain", body: "It was not delivered." },
    { type: "text/rfc822-headers", body: "Message-ID: <ntc_1@provider.example>" },
  ]);
  const from = "Mail Delivery System <MAILER-DAEMON@mx.example>";
  const mail = await story.arrives(mailOf({ type, body }, { from }));
  expect(mail).toMatchObject({ state: "ignored", reason: "delivery_report", ticketId: ticket.id });
});

/** A mail about a ticket has left. */
async function sentAbout(ticketId: string, messageId: string): Promise<void> {
  const row = notice({ customerId: BAKERY, ticketId, state: "sent", nextAtMs: null, messageId });
  await story.server.registry.commit(({ notices }) => notices.add([row]));
}

test("an answer to our own mail finds its ticket by that mail", async () => {
  const { ticket } = await opened();
  await sentAbout(ticket.id, "<ntc_1@provider.example>");
  const mail = await story.writes({
    subject: "Autre chose",
    headers: [["References", "<x@y.example> <ntc_1@provider.example>"]],
  });
  expect(mail).toMatchObject({ route: "thread", ticketId: ticket.id });
});

test("our own mail that comes back is nothing new", async () => {
  const { ticket } = await opened();
  await sentAbout(ticket.id, "<ntc_1@provider.example>");
  const back = await story.writes({ from: "Support <support@provider.example>" });
  expect(back).toMatchObject({ state: "ignored", reason: "own_address" });
  const resent = await story.writes({ id: "<ntc_1@provider.example>" });
  expect(resent).toMatchObject({ state: "ignored", reason: "own_message" });
});

test("an answer soon after the resolution takes the ticket up again; later it opens another one", async () => {
  const { ticket } = await opened();
  await story.desk.act(ticket.id, { kind: "resolve", by: "Nina" });
  story.pass({ hours: 48 });
  await story.writes({ to: story.addressFor(ticket.number), text: "Encore." });
  expect((await story.ticket()).state).toBe("in_progress");
  await story.desk.act(ticket.id, { kind: "resolve", by: "Nina" });
  story.pass({ milliseconds: MAIL_REOPENS_WITHIN_MS + 1 });
  await story.writes({ to: story.addressFor(ticket.number), text: "Et encore." });
  const [first, second] = await story.tickets();
  expect(first?.state).toBe("resolved");
  expect(second?.links).toMatchObject([
    { to: "ticket", kind: "related", ticket: { id: first?.id } },
  ]);
});

test("what was merged is answered where it went", async () => {
  const { ticket } = await opened();
  await story.writes({ subject: "Imprimante" });
  const into = (await story.tickets())[1];
  await story.desk.merge(ticket.id, { by: "Nina", into: into?.id ?? "" }, ticket.version);
  const mail = await story.writes({ to: story.addressFor(ticket.number) });
  expect(mail.ticketId).toBe(into?.id);
});

test("the staff answers by mail, and that is the first response", async () => {
  const { ticket } = await opened();
  const mail = await story.writes({
    from: FROM_NINA,
    to: story.addressFor(ticket.number),
    text: "Je regarde.",
  });
  expect(mail).toMatchObject({ state: "ticket", route: "reply_address" });
  expect(saidOn(await story.ticket()).at(-1)).toBe("Nina replied: Je regarde.");
});
