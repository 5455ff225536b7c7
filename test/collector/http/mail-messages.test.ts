import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonOf } from "../../support/json-requests.ts";
import {
  BAKERY,
  FROM_GASTON,
  GARAGE,
  GASTON,
  MARIE,
  type MailStory,
  saidOn,
  startMailStory,
} from "../../support/mail-story.ts";
import { mailOf, multipart } from "../../support/mails.ts";
import { ask } from "../../support/raw-http.ts";

let story: MailStory;
beforeAll(async () => {
  story = await startMailStory();
});
afterAll(() => story.close());
const { send } = jsonOf(() => story.server);
const decide = (path: string, body: object, ifMatch = '"v1"') =>
  send("POST", `/api/mail-messages/${path}`, { body: { by: "Nina", ...body }, ifMatch });

const UNKNOWN = { from: "Zoé <zoe@new.example>", dmarc: null } as const;

test("lists what waits, in pages", async () => {
  await story.writes({ ...UNKNOWN, subject: "one" });
  await story.writes({ ...UNKNOWN, subject: "two" });
  await story.writes({ headers: [["Precedence", "bulk"]] });
  const first = await send("GET", "/api/mail-messages?state=triage&limit=1");
  expect(first.body.items).toMatchObject([
    { subject: "two", state: "triage", reason: "not_authenticated", from: { name: "Zoé" } },
  ]);
  const { nextCursor } = first.body;
  const next = await send("GET", `/api/mail-messages?state=triage&limit=1&cursor=${nextCursor}`);
  expect(next.body.items).toMatchObject([{ subject: "one" }]);
  const both = await send("GET", "/api/mail-messages?state=triage&state=ignored");
  expect(both.body.items).toHaveLength(3);
});

test("a person makes a ticket of a mail, for whom they say, with its files", async () => {
  const { type, body } = multipart("mixed", [
    { type: "text/plain; charset=utf-8", body: "Bonjour." },
    { type: 'application/pdf; name="devis.pdf"', body: Buffer.from("%PDF") },
  ]);
  const { id } = await story.arrives(mailOf({ type, body }, { ...UNKNOWN, subject: "Devis" }));
  const answer = await decide(`${id}/ticket`, {
    customerId: BAKERY,
    requesterId: MARIE,
    type: "request",
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    state: "ticket",
    route: "by_hand",
    decidedBy: "Nina",
    customer: { id: BAKERY },
    contact: { id: MARIE },
    version: 2,
  });
  const ticket = await story.server.options.parts.tickets.find(answer.body.ticket.id);
  expect(ticket).toMatchObject({ title: "Devis", type: "request", channel: "mail" });
  expect(ticket?.attachments).toMatchObject([{ name: "devis.pdf", by: "Nina" }]);
});

test("what the contract refuses a person may open all the same, and the line says so", async () => {
  const { id } = await story.writes({ from: FROM_GASTON });
  const wish = { customerId: GARAGE, requesterId: GASTON };
  const refused = await decide(`${id}/ticket`, wish);
  expect(refused).toMatchObject({ status: 422, body: { code: "channel_refused" } });
  expect((await decide(`${id}/ticket`, { ...wish, despiteChannel: true })).status).toBe(200);
  const [ticket] = await story.tickets(GARAGE);
  expect(ticket?.transitions[0]?.parameters).toMatchObject({ despite: "not_allowed", mail: id });
});

test("a person puts a mail on a ticket; its writer said it", async () => {
  const [ticket] = await story.tickets();
  const { id } = await story.writes({ ...UNKNOWN, text: "La suite." });
  const answer = await decide(`${id}/attach`, { ticketId: ticket?.id });
  expect(answer.body).toMatchObject({ state: "ticket", ticket: { number: ticket?.number } });
  const [after] = await story.tickets();
  expect(after && saidOn(after).at(-1)).toBe("Zoé customer_wrote: La suite.");
  expect(after?.transitions.at(-1)?.parameters).toMatchObject({ attachedBy: "Nina", mail: id });
});

test("a person leaves a mail alone", async () => {
  const { id } = await story.writes(UNKNOWN);
  const answer = await decide(`${id}/ignore`, {});
  expect(answer.body).toMatchObject({ state: "ignored", reason: "by_hand", decidedBy: "Nina" });
});

test.for([
  ["a mail that is not there", "eml_0", '"v1"', 404, "not_found"],
  ["a mail that somebody changed meanwhile", undefined, '"v9"', 412, "version_conflict"],
  ["without its version", undefined, "", 428, "version_required"],
] as const)("refuses %s", async ([, id, ifMatch, status, code]) => {
  const mail = await story.writes(UNKNOWN);
  const answer = await decide(`${id ?? mail.id}/ignore`, {}, ifMatch);
  expect(answer).toMatchObject({ status, body: { code } });
});

test("a mail that stands on a ticket is decided on", async () => {
  const { id } = await story.writes();
  expect(await decide(`${id}/ignore`, {})).toMatchObject({
    status: 409,
    body: { code: "mail_decided" },
  });
});

test("another customer's thing in a wish is named by its field, and nothing is opened", async () => {
  const { id } = await story.writes(UNKNOWN);
  const answer = await decide(`${id}/ticket`, { customerId: BAKERY, requesterId: GASTON });
  expect(answer).toMatchObject({ status: 422, body: { code: "ticket_invalid" } });
  expect(answer.body.detail).toContain("requesterId");
  expect(await story.read.mail.find(id)).toMatchObject({ state: "triage", version: 1 });
});

test("HTML is shown in a frame that may do nothing", async () => {
  const html = '<p onclick="x()">Bonjour</p><script>x()</script><img src="https://t.example/1">';
  const { id } = await story.arrives(mailOf({ type: "text/html", body: html }));
  const path = `/api/mail-messages/${id}/html`;
  const answer = await ask(story.server.port, { method: "GET", path });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("<p>Bonjour</p>");
  expect(answer.text).not.toMatch(/script|onclick|t\.example/);
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  const policy = String(answer.headers["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).toMatch(/sandbox(?!.*allow-(scripts|same-origin|forms|top))/);
  const { body } = await send("GET", `/api/mail-messages/${id}`);
  expect(body).toMatchObject({ hasHtml: true, blockedImages: 1, text: "Bonjour" });
});

test("a mail of plain text has no such form, and one that is gone neither", async () => {
  const plain = await story.writes();
  expect(await send("GET", `/api/mail-messages/${plain.id}/html`)).toMatchObject({
    status: 422,
    body: { code: "mail_not_shown" },
  });
  const { id } = await story.arrives(mailOf({ type: "text/html", body: "<p>x</p>" }));
  await story.server.registry.commit(({ mail }) => mail.dropSources([id]));
  expect(await send("GET", `/api/mail-messages/${id}/html`)).toMatchObject({
    status: 410,
    body: { code: "mail_source_gone" },
  });
  expect((await send("GET", `/api/mail-messages/${id}`)).body).toMatchObject({ hasHtml: false });
});
