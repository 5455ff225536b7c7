import { expect, test } from "vitest";
import { readHtml, readMail } from "../../../collector/mailbox/read-mail.ts";
import { mailOf, multipart, personsMail, rawMail } from "../../support/mails.ts";

const PNG = Buffer.from("89504e470d0a1a0a", "hex");

test("a person's mail: who, to whom, about what, and what is new in it", async () => {
  const mail = await readMail(
    personsMail({
      from: '"Dupont, Marie" <Marie@Bakery.example>',
      to: "Support <support+7.abc@provider.example>, boss@bakery.example",
      subject: "=?utf-8?Q?D=C3=A9sol=C3=A9e?=",
      text: "Cela marche.\n\nLe lun. 2 mars 2026, Nina a écrit :\n> Et là ?\n",
      headers: [
        ["In-Reply-To", "<b@provider.example>"],
        ["References", "<a@provider.example>\r\n <b@provider.example>"],
        ["Delivered-To", "support@provider.example"],
      ],
    }),
  );
  expect(mail.letter).toMatchObject({
    from: [{ name: "Dupont, Marie", address: "marie@bakery.example" }],
    subject: "Désolée",
    sentAtMs: Temporal.Instant.from("2026-03-02T08:00:00Z").epochMilliseconds,
    // The nearest first, each once.
    answers: ["<b@provider.example>", "<a@provider.example>"],
    isCalendarReply: false,
  });
  expect([...mail.letter.recipients].sort()).toEqual([
    "boss@bakery.example",
    "support+7.abc@provider.example",
    "support@provider.example",
  ]);
  expect(mail.text).toBe("Cela marche.");
  expect(mail.quoted).toContain("Et là ?");
});

test("the results of servers come in the order of the mail, the topmost first", async () => {
  const raw = rawMail(
    [
      ["Authentication-Results", "top; dmarc=fail"],
      ["Received", "from somewhere"],
      ["Authentication-Results", "below; dmarc=pass"],
      ["From", "a@b.example"],
    ],
    "x",
  );
  const { letter } = await readMail(raw);
  expect(letter.headers.get("authentication-results")).toEqual([
    "top; dmarc=fail",
    "below; dmarc=pass",
  ]);
});

test("a second From is not overlooked: whoever shows the first falls for it", async () => {
  const raw = rawMail(
    [
      ["From", "boss@bakery.example"],
      ["From", "evil@evil.example"],
    ],
    "x",
  );
  expect((await readMail(raw)).letter.from.map(({ address }) => address)).toEqual([
    "boss@bakery.example",
    "evil@evil.example",
  ]);
});

test("of HTML alone the words are read, and nothing is fetched", async () => {
  const html =
    '<p>Bonjour</p><p>La <b>caisse</b> ne <a href="https://x.example/a">démarre</a> plus.</p><img src="https://track.example/1.gif">';
  const mail = await readMail(mailOf({ type: "text/html; charset=utf-8", body: html }));
  expect(mail.text).toContain("La caisse ne démarre");
  expect(mail.text).not.toContain("<");
  expect(mail).toMatchObject({ hasHtml: true, blockedImages: 1 });
});

test("files are taken as they are, with the names that they say", async () => {
  const { type, body } = multipart("mixed", [
    { type: "text/plain; charset=utf-8", body: "Voici." },
    {
      type: 'image/png; name="=?utf-8?Q?=C3=A9cran.png?="',
      body: PNG,
      headers: [["Content-Disposition", "attachment; filename*=utf-8''%C3%A9cran.png"]],
    },
    {
      type: "text/calendar; method=REPLY",
      body: "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR",
    },
    { type: "message/rfc822", body: personsMail({ subject: "Inside" }) },
  ]);
  const mail = await readMail(mailOf({ type, body }));
  expect(mail.text).toContain("Voici.");
  expect(mail.attachments[0]).toMatchObject({ name: "écran.png", mediaType: "image/png" });
  expect(Buffer.from(mail.attachments[0]?.content ?? [])).toEqual(PNG);
  expect(mail.attachments.map(({ name }) => name)).toContain("invitation.ics");
  expect(mail.letter.isCalendarReply).toBe(true);
});

test("a report tells which mail it returns", async () => {
  const { type, body } = multipart("report; report-type=delivery-status", [
    { type: "text/plain", body: "It was not delivered." },
    {
      type: "message/delivery-status",
      body: "Final-Recipient: rfc822; x@y.example\r\nAction: failed",
    },
    { type: "text/rfc822-headers", body: "Message-ID: <ntc_1@provider.example>\r\nSubject: Hello" },
  ]);
  const { letter } = await readMail(mailOf({ type, body }));
  expect(letter.reported).toEqual(["<ntc_1@provider.example>"]);
});

test("an image that came with the mail is shown, one elsewhere is not", async () => {
  const { type, body } = multipart("related", [
    { type: "text/html", body: '<img src="cid:logo"><img src="http://track.example/x.png">' },
    { type: "image/png", body: PNG, headers: [["Content-ID", "<logo>"]] },
  ]);
  const shown = await readHtml(mailOf({ type, body }));
  expect(shown?.html).toContain(`src="data:image/png;base64,${PNG.toString("base64")}"`);
  expect(shown?.html).not.toContain("track.example");
  expect(shown?.blockedImages).toBe(1);
});

test("a mail without HTML has none to show", async () => {
  expect(await readHtml(personsMail())).toBeUndefined();
});
