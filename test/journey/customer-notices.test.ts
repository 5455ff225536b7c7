import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { TicketWish } from "@vigie/shared/ticket-wish.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { HandAct } from "../../collector/flow/acts.ts";
import { createCustomerNoticeKeeper } from "../../collector/flow/customer-notice-keeper.ts";
import type { ContactRow } from "../../collector/registry/registry.ts";
import { addCamille, agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { FULL } from "../support/journey-reading.ts";
import { paris } from "../support/ticket-story.ts";

/**
 * Camille asks on Monday at 10, and is told what becomes of it. The contract takes a request within 4
 * hours and restores within 18, from 9 to 18.
 */

const story = useJourney({ m1: {} });

let camille: ContactRow;

beforeEach(async () => {
  camille = await addCamille(story);
  await change({ email: "camille@garage.example", language: "fr" });
});

async function change(to: Partial<ContactRow>): Promise<void> {
  await story.write(async ({ unit }) => {
    const [row] = await unit.estate.contactList({ ids: [camille.id], sort: "id", limit: 1 });
    if (row === undefined) throw new Error("Camille is gone");
    const rows = [{ ...row, ...to, version: row.version + 1 }];
    expect(await unit.estate.saveContacts(rows)).toBe(true);
  });
}

async function asks(wish: Partial<TicketWish> = {}): Promise<string> {
  const opened = await story.requests().open({
    by: "Nadia",
    customerId: await customerOf(story),
    requesterId: camille.id,
    title: "L'écran reste noir",
    type: "request",
    impact: "medium",
    urgency: "medium",
    channel: "phone",
    ...wish,
  });
  if ("problem" in opened) throw new Error(`${opened.problem}: ${opened.detail}`);
  return opened.id;
}

async function ticketOf(id: string): Promise<TicketDetail> {
  const ticket = await story.ticket(id);
  if (ticket === undefined) throw new Error("the ticket is not there");
  return ticket;
}

async function does(id: string, doing: HandAct, text?: string): Promise<void> {
  const { version } = await ticketOf(id);
  expect(await story.hands().act(id, doing, { version, text })).toEqual({ done: true });
}

const by = "Nadia";

/** What Camille was sent, as text. */
async function letters(): Promise<string[]> {
  const mails = (await story.mails()).filter(({ to }) => to === "camille@garage.example");
  return mails.map(({ mail }) => `${mail.subject}\n${mail.text ?? ""}`);
}

const last = async () => (await letters()).at(-1) ?? "";

describe("a request", () => {
  test("is confirmed with its number, what the contract says and until when", async () => {
    await asks();
    const [letter = ""] = await letters();
    expect(letter).toContain("[#1] L'écran reste noir");
    expect(letter).toContain("Votre demande est enregistrée sous le numéro #1.");
    expect(letter).toContain("Votre contrat la couvre.");
    expect(letter).toMatch(/Prise en charge : avant le lundi 23 novembre 2026/);
    expect(letter).toMatch(/Rétablissement : avant le mercredi 25 novembre 2026/);
    const [{ mail } = { mail: undefined }] = await story.mails();
    const headers = new Map(mail?.headers.map(({ key, value }) => [key, value]));
    expect(headers.get("auto-submitted")).toBe("auto-replied");
  });

  test("that waits is told its place, and nothing is promised yet", async () => {
    await agreeOn(story, { simultaneous: { limit: 1, per: "contract" } });
    await asks();
    await asks();
    expect(await last()).toContain("Elle est au rang 1 de la file");
    expect(await last()).not.toContain("avant le");
  });

  test("that the contract leaves out is not passed over in silence", async () => {
    await asks({ type: "evolutive" });
    expect(await last()).toContain("Votre contrat n'inclut pas ce type de travail");
  });

  test("is followed to its end, and the end says what was kept", async () => {
    const id = await asks();
    await story.at(paris("23T11:00"));
    await does(id, { kind: "acknowledge", by });
    expect(await last()).toContain("Nadia s'occupe de votre demande.");
    await story.at(paris("24T10:30"));
    await does(id, { kind: "resolve", by });
    expect(await last()).toContain("Votre demande est résolue.");
    expect(await last()).toContain("Prise en charge : tenu : 1 h 00 sur 4 h 00");
    expect(await last()).toContain("Rétablissement : tenu : 9 h 30 sur 18 h 00");
    await does(id, { kind: "close", by });
    expect((await letters()).length).toBe(3);
    await does(id, { kind: "reopen", by, mode: "resume" });
    expect(await last()).toContain("Votre demande est de nouveau ouverte.");
  });

  test("late is said late", async () => {
    const id = await asks();
    await story.at(paris("23T15:30"));
    await does(id, { kind: "acknowledge", by });
    await does(id, { kind: "resolve", by });
    expect(await last()).toContain("Prise en charge : en retard : 5 h 30 au lieu de 4 h 00");
  });

  test("a reply and the wait that comes with it are one mail", async () => {
    const id = await asks();
    await letters();
    await story.at(paris("23T10:30"));
    await does(id, { kind: "reply", by, waits: "customer" }, "Quel **numéro** a l'écran ?");
    expect((await letters()).length).toBe(2);
    expect(await last()).toContain("Nadia a écrit :");
    expect(await last()).toContain("Quel **numéro** a l'écran ?");
    expect(await last()).toContain("nous attendons une réponse de votre part");
  });
});

test("a file that cannot go with a reply is named in it", async () => {
  const id = await asks();
  await story.write(({ unit }) =>
    unit.attachments.add({
      id: "att_1",
      ticketId: id,
      name: "devis.pdf",
      mediaType: "application/pdf",
      bytes: 4,
      sha256: "0".repeat(64),
      public: false,
      transitionId: null,
      actor: by,
      atMs: story.now().epochMilliseconds,
    }),
  );
  const { version } = await ticketOf(id);
  const given = { version, text: "Voici le devis.", attachmentIds: ["att_1"] };
  expect(await story.hands().act(id, { kind: "reply", by }, given)).toEqual({ done: true });
  expect(await last()).toContain("à nous demander : devis.pdf");
});

describe("what was said among the staff", () => {
  const SECRET = "le mot de passe est Tulipe";

  test.for([
    [{ kind: "comment", by }, "a private note"],
    [{ kind: "acknowledge", by }, "said when taking it"],
    [{ kind: "wait", by, waits: "customer" }, "said when waiting"],
    [{ kind: "work_around", by }, "said of a workaround"],
    [{ kind: "set_priority", by, priority: 1, mode: "carry_elapsed" }, "said of a priority"],
    [{ kind: "resolve", by }, "said when resolving"],
    [{ kind: "cancel", by }, "said when cancelling"],
  ] as const satisfies readonly (readonly [HandAct, string])[])(
    "never reaches the customer: %j, %s",
    async ([doing]) => {
      const id = await asks();
      await does(id, doing, SECRET);
      await does(
        id,
        doing.kind === "cancel" ? { kind: "comment", by } : { kind: "reply", by },
        "vu",
      ).catch(() => {});
      expect((await letters()).length).toBeGreaterThan(0);
      for (const { mail, to } of await story.mails()) {
        if (to !== "camille@garage.example") continue;
        expect(`${mail.subject} ${mail.text ?? ""} ${mail.html ?? ""}`).not.toContain("Tulipe");
      }
    },
  );
});

describe("who is told", () => {
  test("not of what monitoring finds, unless the contract says so", async () => {
    await change({ notices: "all" });
    await story.agent("m1").greets();
    await story.reportsFor(6, "m1", FULL);
    expect(await letters()).toEqual([]);
    const [{ contractId } = { contractId: "" }] = await story.read().contracts.versions();
    const keeper = createCustomerNoticeKeeper({
      ledger: { write: story.write, memory: story.memory },
    });
    const wish = { kinds: ["ticket_opened" as const], unasked: true };
    expect(await keeper.set(contractId, wish, 0)).toEqual({ done: true });
    await asks({ requesterId: null });
    expect(await last()).toContain("[#2]");
    expect(await keeper.set(contractId, wish, 0)).toMatchObject({ problem: "version_conflict" });
    expect(await keeper.reset(contractId, 1)).toEqual({ done: true });
  });

  test("who wants no news gets the answers all the same", async () => {
    await change({ notices: "none" });
    const id = await asks();
    expect(await letters()).toEqual([]);
    await does(id, { kind: "reply", by }, "On arrive.");
    expect(await last()).toContain("On arrive.");
  });

  test("the fifty-first automatic mail of a day does not leave; an answer does", async () => {
    for (let count = 0; count < 51; count += 1) await asks();
    expect((await letters()).length).toBe(50);
    const [dropped] = await story.read().notices.list({ states: ["dropped"], limit: 10 });
    expect(dropped).toMatchObject({
      kind: "ticket_opened",
      recipientName: camille.name,
      ticket: { number: 51 },
      nextAtMs: null,
      errorCode: "notices_of_day_sent",
      errorDetail: "50",
    });
    const id = await asks();
    await does(id, { kind: "reply", by }, "On arrive.");
    expect((await letters()).length).toBe(51);
  });

  test("what did not leave takes no room of the next day", async () => {
    for (let count = 0; count < 60; count += 1) await asks();
    expect((await letters()).length).toBe(50);
    await story.at(paris("24T09:59"));
    await asks();
    expect((await letters()).length).toBe(50);
    await story.at(paris("24T10:01"));
    await asks();
    expect((await letters()).length).toBe(51);
  });
});
