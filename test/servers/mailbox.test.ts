import { join } from "node:path";
import type { MailMessage } from "@vigie/shared/mail.ts";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { Email } from "postal-mime";
import { expect, test } from "vitest";
import { createReplyAddresses } from "../../collector/mail/reply-address.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import { openSecrets } from "../../collector/secrets.ts";
import { startCollector } from "../support/collector-process.ts";
import { freshFolder } from "../support/fresh-folder.ts";
import { createMailbox } from "../support/imap-mailbox.ts";
import { startMailServer } from "../support/mail-server.ts";
import { addCorrespondents, BAKERY, GARAGE, saidOn } from "../support/mail-story.ts";
import { BELIEVED, personsMail, SUPPORT } from "../support/mails.ts";
import { oddMails } from "../support/odd-mails.ts";

/**
 * Whole collectors with a real mail server, Dovecot: its mailbox is read over IMAP, and what leaves goes
 * through it over SMTP to the customers' own server.
 */

const PATIENCE = { timeout: 60_000, interval: 200 };

async function startStory(parts: AsyncDisposableStack, onTaken: (mail: Email) => void = () => {}) {
  const folder = parts.use(freshFolder()).path;
  const registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  await registry.commit(addCorrespondents);
  await registry.close();
  const port = Number(process.env["VIGIE_TEST_RELAY_PORT"]);
  const customers = await startMailServer({ onTaken }, { port });
  parts.defer(customers.close);
  const mailbox = createMailbox();
  const environment = environmentFor(mailbox.user);
  let collector = await startCollector({ folder, environment });
  parts.defer(async () => void (await collector.stop()));

  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${collector.httpUrl}${path}`);
    return JSON.parse(await response.text());
  };
  const post = (path: string, body: unknown) =>
    fetch(`${collector.httpUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const { addressFor } = createReplyAddresses({
    supportAddress: SUPPORT,
    key: openSecrets(folder).derive("reply address"),
  });
  return {
    /** What customers got. */
    arrived: () => customers.taken.map(({ mail }) => mail),
    deliver: (...sources: readonly Uint8Array[]) => mailbox.deliver(...sources),
    addressFor,
    post,
    tickets: async (customer: string): Promise<TicketDetail[]> => {
      const { items } = await get<Page>(`/api/tickets?customer=${customer}&order=asc&limit=200`);
      return Promise.all(items.map(({ id }) => get<TicketDetail>(`/api/tickets/${id}`)));
    },
    /** All that came in, by pages. */
    async mails(): Promise<MailMessage[]> {
      const all: MailMessage[] = [];
      for (let cursor = ""; ; ) {
        const page = await get<Page>(`/api/mail-messages?limit=200${cursor}`);
        all.push(...page.items);
        if (page.nextCursor === null) return all;
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
    },
    /** The power fails, and it is started again. */
    async isKilled(): Promise<void> {
      collector.child.kill("SIGKILL");
      await collector.stop();
      collector = await startCollector({ folder, environment });
    },
  };
}

type Story = Awaited<ReturnType<typeof startStory>>;
type Page = { readonly items: MailMessage[]; readonly nextCursor: string | null };

function environmentFor(user: string) {
  return {
    VIGIE_SUPPORT_ADDRESS: SUPPORT,
    VIGIE_MAIL_AUTHSERV_ID: BELIEVED,
    VIGIE_IMAP_HOST: "127.0.0.1",
    VIGIE_IMAP_PORT: process.env["VIGIE_TEST_IMAP_PORT"] ?? "",
    VIGIE_IMAP_SECURITY: "none",
    VIGIE_IMAP_USER: user,
    VIGIE_IMAP_PASSWORD: "any",
    VIGIE_IMAP_DONE_FOLDER: "Done",
    VIGIE_SMTP_HOST: "127.0.0.1",
    VIGIE_SMTP_PORT: process.env["VIGIE_TEST_SMTP_PORT"] ?? "",
    VIGIE_SMTP_SECURITY: "none",
    VIGIE_SMTP_USER: user,
    VIGIE_SMTP_PASSWORD: "any",
    VIGIE_MAIL_FROM: `Support <${SUPPORT}>`,
  };
}

const isTo = (address: string) => (mail: Email) =>
  mail.to?.some((to) => to.address?.toLowerCase() === address) === true;

/** What Marie got with these words in it, and where it asks to be answered. */
async function answerWith({ arrived }: Story, text: string) {
  const found = () =>
    arrived()
      .filter(isTo("marie@bakery.example"))
      .filter((mail) => mail.text?.includes(text));
  await expect.poll(found, PATIENCE).toHaveLength(1);
  const [mail] = found();
  return {
    to: mail?.replyTo?.[0]?.address ?? "",
    messageId: mail?.messageId ?? "",
    isAutomatic: mail?.headers.some(({ key }) => key === "auto-submitted") === true,
  };
}

test("a whole conversation by mail stands on one ticket", async () => {
  await using parts = new AsyncDisposableStack();
  const story = await startStory(parts);
  await story.deliver(personsMail({ id: "<first@bakery.example>" }));
  await expect.poll(() => story.tickets(BAKERY), PATIENCE).toHaveLength(1);
  const [ticket] = await story.tickets(BAKERY);

  const text = "Avez-vous essayé de la rallumer ?";
  await story.post(`/api/tickets/${ticket?.id}/reply`, { by: "Nina", text });
  const answer = await answerWith(story, text);
  expect(answer.to).toBe(story.addressFor(ticket?.number ?? 0));
  expect(answer.isAutomatic).toBe(false);

  await story.deliver(
    personsMail({
      to: answer.to,
      subject: "Re: something else",
      text: `Oui, sans succès.\n\nLe 2 mars 2026, Support a écrit :\n> ${text}\n`,
      headers: [["In-Reply-To", answer.messageId]],
    }),
  );
  const said = async () => {
    const [only, ...others] = await story.tickets(BAKERY);
    return only && others.length === 0 ? saidOn(only) : [];
  };
  await expect
    .poll(async () => (await said()).at(-1), PATIENCE)
    .toBe("Marie Dupont customer_wrote: Oui, sans succès.");
  expect(await said()).toHaveLength(3);
}, 180_000);

test("two programs that answer by themselves stop at one", async () => {
  await using parts = new AsyncDisposableStack();
  let answer = (_mail: Email): void => {};
  const story = await startStory(parts, (mail) => answer(mail));
  const absence = (to: string, answered: string) =>
    personsMail({
      to,
      text: "Je suis absente.",
      headers: [
        ["Auto-Submitted", "auto-replied"],
        ["In-Reply-To", answered],
      ],
    });
  let absences = 0;
  // Marie's program answers everything, and says so.
  answer = (mail) => {
    if (!isTo("marie@bakery.example")(mail)) return;
    absences += 1;
    const to = mail.replyTo?.[0]?.address ?? SUPPORT;
    void story.deliver(absence(to, mail.messageId ?? ""));
  };
  await story.deliver(personsMail());
  await expect.poll(() => story.tickets(BAKERY), PATIENCE).toHaveLength(1);
  const [ticket] = await story.tickets(BAKERY);
  await story.post(`/api/tickets/${ticket?.id}/reply`, { by: "Nina", text: "Je regarde." });
  const { messageId, to } = await answerWith(story, "Je regarde.");
  const ignored = async () =>
    (await story.mails()).filter(({ state }) => state === "ignored").length;
  // Each mail got one absence, and none of them got anything.
  await expect
    .poll(async () => (await ignored()) === absences && absences > 0, PATIENCE)
    .toBe(true);
  const about = () => story.arrived().filter(({ subject }) => subject?.includes("[#1]")).length;
  const [answered, taken] = [about(), await ignored()];
  for (let round = 0; round < 3; round += 1) await story.deliver(absence(to, messageId));
  await expect.poll(ignored, PATIENCE).toBeGreaterThanOrEqual(taken + 3);
  // What a person writes after them is answered: so whatever they led to would have left by then.
  await story.deliver(personsMail({ subject: "Autre chose" }));
  await expect.poll(() => story.tickets(BAKERY), PATIENCE).toHaveLength(2);
  const [, other] = await story.tickets(BAKERY);
  await story.post(`/api/tickets/${other?.id}/reply`, { by: "Nina", text: "Et de deux." });
  await answerWith(story, "Et de deux.");
  expect(about()).toBe(answered);
  const [first] = await story.tickets(BAKERY);
  const lines = first === undefined ? [] : saidOn(first);
  expect(lines.filter((line) => line.includes("customer_wrote"))).toEqual([]);
}, 180_000);

test("200 odd mails, a power cut in their midst: each is kept once, none crosses to another customer", async () => {
  await using parts = new AsyncDisposableStack();
  const story = await startStory(parts);
  const odd = oddMails({
    number: 1,
    address: story.addressFor(1),
    messageId: "<garage@garage.example>",
  }).map(({ source }) => source);
  const half = Math.floor(odd.length / 2);
  const taken = { count: 0 };
  const give = async (sources: readonly Uint8Array[]): Promise<void> => {
    for (const source of sources) {
      // A server does not take everything; what it takes must arrive.
      const isTaken = await story.deliver(source).then(
        () => true,
        () => false,
      );
      if (isTaken) taken.count += 1;
    }
  };
  await give(odd.slice(0, half));
  await story.isKilled();
  await give(odd.slice(half));
  await story.deliver(personsMail({ subject: "the last one" }));
  const last = async () =>
    (await story.tickets(BAKERY)).some(({ title }) => title === "the last one") ||
    (await story.mails()).some(({ subject }) => subject === "the last one");
  await expect.poll(last, { ...PATIENCE, timeout: 240_000 }).toBe(true);
  const mails = await story.mails();
  expect(taken.count).toBeGreaterThan(150);
  expect(mails).toHaveLength(taken.count + 1);
  expect(await story.tickets(GARAGE)).toEqual([]);
  for (const { state, customer } of mails) {
    if (state === "ticket") expect(customer?.id).toBe(BAKERY);
  }
}, 600_000);
