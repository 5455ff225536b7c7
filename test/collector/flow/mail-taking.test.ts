import { afterEach, beforeEach, expect, test } from "vitest";
import { type MailStory, startMailStory } from "../../support/mail-story.ts";
import { mailOf, multipart, personsMail } from "../../support/mails.ts";

let story: MailStory;
beforeEach(async () => void (story = await startMailStory()));
afterEach(() => story.close());

test("files come with the line, the customer sees them, and empty ones are none", async () => {
  const { type, body } = multipart("mixed", [
    { type: "text/plain; charset=utf-8", body: "Voici l'écran." },
    { type: 'image/png; name="../../écran.png"', body: Buffer.from("89504e47", "hex") },
    { type: 'application/pdf; name="empty.pdf"', body: Buffer.alloc(0) },
  ]);
  await story.arrives(mailOf({ type, body }));
  const { attachments, transitions } = await story.ticket();
  expect(attachments).toMatchObject([
    {
      name: "écran.png",
      public: true,
      by: "Marie Dupont",
      transitionId: transitions[0]?.id,
      bytes: 4,
    },
  ]);
});

test("files beyond what a line takes are named in it", async () => {
  const files = Array.from({ length: 25 }, (_, place) => ({
    type: `application/pdf; name="f${place}.pdf"`,
    body: Buffer.from(`%PDF ${place}`),
  }));
  const { type, body } = multipart("mixed", [{ type: "text/plain", body: "Voici." }, ...files]);
  await story.arrives(mailOf({ type, body }));
  const { attachments, transitions } = await story.ticket();
  expect(attachments).toHaveLength(20);
  expect(transitions[0]?.parameters).toMatchObject({
    leftOut: 5,
    leftOutNames: "f20.pdf, f21.pdf, f22.pdf, f23.pdf, f24.pdf",
  });
});

test("the same mail taken twice acts once, and the mailbox is read on", async () => {
  const source = personsMail();
  const taken = { receivedAtMs: 1, bytes: source.byteLength, source, partial: undefined };
  const place = { mailbox: "m", validity: 7 };
  const { support } = story.server;
  const first = await support.take({ ...taken, place: { ...place, uid: 4 } });
  const again = await support.take({ ...taken, place: { ...place, uid: 5 } });
  expect([first, again]).toEqual([{ isNew: true }, { isNew: false }]);
  expect(await story.tickets()).toHaveLength(1);
  expect(await story.read.mail.mark("m", 7)).toMatchObject({ lastUid: 5 });
});

test("a mail that is too large is told of, and does nothing", async () => {
  const source = personsMail();
  const place = { mailbox: "m", validity: 1, uid: 1 };
  const taken = { place, receivedAtMs: 1, bytes: 30_000_000, source };
  await story.server.support.take({ ...taken, partial: "too_large" });
  expect((await story.mails())[0]).toMatchObject({
    state: "triage",
    reason: "too_large",
    bytes: 30_000_000,
    subject: "Caisse en panne",
    sourceHash: null,
  });
  expect(await story.tickets()).toEqual([]);
});

test("a mail that cannot be taken is told of with its headers", async () => {
  const source = personsMail();
  const place = { mailbox: "m", validity: 1, uid: 1 };
  const taken = { place, receivedAtMs: 1, bytes: source.byteLength, source };
  await story.server.support.take({ ...taken, partial: "failed" });
  const [mail] = await story.mails();
  expect(mail).toMatchObject({ state: "triage", reason: "unreadable", text: "" });
  expect(mail?.headers).toContain("From: Marie");
});
