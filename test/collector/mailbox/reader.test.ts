import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createMailReader, type MailReader } from "../../../collector/mailbox/reader.ts";
import { mailOf, multipart, personsMail } from "../../support/mails.ts";

let reader: MailReader;
afterEach(() => reader.close());

/** Deeper than is read. */
function tooDeep(): Uint8Array {
  let part = { type: "text/plain", body: "inside" };
  for (let level = 0; level < 300; level += 1) {
    const { type, body } = multipart("mixed", [part], `b${level}`);
    part = { type, body: Buffer.from(body).toString("latin1") };
  }
  return mailOf(part);
}

test("a mail that cannot be read is said to be so, and the next one is read", async () => {
  reader = createMailReader();
  const [odd, plain] = await Promise.all([reader.read(tooDeep()), reader.read(personsMail())]);
  expect(odd).toMatchObject({ fault: expect.any(String) });
  expect(plain).toMatchObject({ text: "Bonjour,\n\nla caisse ne démarre plus." });
});

test("files come over as they are, and HTML is made fit to be shown", async () => {
  reader = createMailReader();
  const content = Buffer.from("%PDF");
  const { type, body } = multipart("mixed", [
    { type: "text/html", body: "<p>x</p><script>y</script>" },
    { type: 'application/pdf; name="a.pdf"', body: content },
  ]);
  const mail = await reader.read(mailOf({ type, body }));
  if ("fault" in mail) throw new Error(mail.fault);
  expect(Buffer.from(mail.attachments[0]?.content ?? [])).toEqual(content);
  const shown = await reader.html(mailOf({ type, body }));
  expect(shown).toMatchObject({ html: expect.stringContaining("<p>x</p>") });
  expect(await reader.html(personsMail())).toBeUndefined();
});

test("a thread that takes too long is let go, and holds up nothing", async () => {
  reader = createMailReader({ readMs: 1 });
  expect(await reader.read(personsMail())).toEqual({ fault: "it was not read within 1 ms" });
  expect(await reader.read(personsMail())).toMatchObject({ fault: expect.any(String) });
});

test("an end waits for no mail that is being read, and says nothing of that mail", async () => {
  reader = createMailReader();
  await reader.read(personsMail());
  const reading = [reader.read(tooDeep()), reader.read(personsMail())];
  const answers = Promise.allSettled(reading);
  await setImmediate();
  await reader.close();
  for (const { status } of await answers) expect(status).toBe("rejected");
});
