import type { NoticeRuleWish } from "@vigie/shared/notice-rule.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { createNoticeRuleKeeper } from "../../collector/flow/notice-rule-keeper.ts";
import { newId } from "../../collector/ids.ts";
import type { StaffRow, TicketRow } from "../../collector/registry/registry.ts";
import { person } from "../contract/registry/desk-rows.ts";
import { useJourney } from "../support/journey.ts";
import { FULL } from "../support/journey-reading.ts";

/**
 * Who is told what, and when it leaves, with nothing set but a mail server. The server falls silent and
 * is missed 5 min 15 s after its last word: that is a P1. A full volume is a P3.
 */

const story = useJourney({ server: {}, laptop: { class: "laptop" } });

const DISPATCHER = person({ id: newId("stf"), name: "Nadia", email: "nadia@provider.example" });
const TECHNICIAN = person({ id: newId("stf"), name: "Karim", email: "karim@provider.example" });

const FINE = { memory_used_percent: 40 };
const by = "Nadia";

beforeEach(async () => {
  await add({ ...DISPATCHER, role: "dispatcher" });
  await add(TECHNICIAN);
  await story.agent("server").greets();
  await story.agent("laptop").greets();
  await story.reportsFor(1, "server", FINE);
});

const add = (row: StaffRow) => story.write(({ unit }) => unit.staff.addStaff(row));
const addRule = (wish: NoticeRuleWish) =>
  createNoticeRuleKeeper({ ledger: { write: story.write, memory: story.memory }, newId }).add(wish);

/** Dispatchers are told that nobody has a ticket. */
const UNASSIGNED: NoticeRuleWish = {
  name: "Sans responsable",
  to: { audience: "role", role: "dispatcher" },
  kinds: ["ticket_unassigned"],
  channels: ["mail"],
};

const paris = (text: string) => `2026-11-${text}+01:00`;

/** To whom, when in Paris, and under which subject. */
async function sent(): Promise<string[]> {
  return (await story.mails()).map(({ to, at, mail }) => {
    const time = Temporal.Instant.from(at).toZonedDateTimeISO("Europe/Paris").toPlainTime();
    return `${to.split("@")[0]} ${time.toString({ smallestUnit: "second" })} ${mail.subject}`;
  });
}

async function ticketOf(name: string) {
  const ticket = (await story.tickets(name)).at(-1);
  if (ticket === undefined) throw new Error(`${name} has no ticket`);
  return ticket;
}

type Act = Parameters<ReturnType<typeof story.hands>["act"]>[1];

async function does(name: string, act: Act, text?: string): Promise<void> {
  const { id, version } = await ticketOf(name);
  expect(await story.hands().act(id, act, { version, text })).toEqual({ done: true });
}

/** The ticket as a row, to change what the story has no words for. */
async function changes(name: string, change: Partial<TicketRow>): Promise<void> {
  const { id } = await ticketOf(name);
  await story.write(async ({ unit }) => {
    const ticket = await unit.tickets.find(id);
    if (ticket === undefined) throw new Error("no such ticket");
    await unit.tickets.change({ ...ticket, ...change });
  });
}

const onScreen = async (staffId: string) =>
  (await story.read().notices.list({ channels: ["screen"], recipientId: staffId, limit: 50 })).map(
    ({ kind, count }) => `${kind} ${count}`,
  );

const P1_SUBJECT = "[#1] P1 server : Machine hors ligne";

describe("a new P1", () => {
  test("a dispatcher gets mail in the same second, in their language and zone", async () => {
    await story.at(paris("23T10:07:00"));
    expect(await sent()).toEqual([`nadia 10:06:15 ${P1_SUBJECT}`]);
    const [{ mail } = { mail: undefined }] = await story.mails();
    expect(mail?.text).toContain("Un nouveau ticket est ouvert.");
    expect(mail?.text).toContain(
      "Échéance : prise en charge avant le lundi 23 novembre 2026 à 11:06 UTC+1 (Europe/Paris)",
    );
    expect(mail?.text).toContain(`https://vigie.example/tickets/${(await ticketOf("server")).id}`);
    expect(mail?.headers).toContainEqual(
      expect.objectContaining({ key: "auto-submitted", value: "auto-generated" }),
    );
  });

  test("nobody takes it: that is said once, ten minutes later, in the same thread", async () => {
    await addRule(UNASSIGNED);
    await story.at(paris("23T12:30:00"));
    expect((await sent()).slice(0, 2)).toEqual([
      `nadia 10:06:15 ${P1_SUBJECT}`,
      `nadia 10:16:15 ${P1_SUBJECT} (sans responsable)`,
    ]);
    const [first, second] = await story.mails();
    expect(second?.mail.inReplyTo).toBe(first?.mail.inReplyTo);
    expect(second?.mail.messageId).not.toBe(first?.mail.messageId);
  });

  test("somebody takes it in time: nothing more is said", async () => {
    await addRule(UNASSIGNED);
    await story.at(paris("23T10:10:00"));
    await does("server", { kind: "acknowledge", by });
    await story.at(paris("23T10:40:00"));
    expect(await sent()).toEqual([`nadia 10:06:15 ${P1_SUBJECT}`]);
    const rows = await story.read().notices.list({ states: ["dropped"], limit: 10 });
    expect(rows.map(({ kind }) => kind)).toEqual(["ticket_unassigned"]);
  });

  test("who has no address finds it on the screen", async () => {
    await add({ ...DISPATCHER, id: "stf_9", name: "Léo", email: null, role: "dispatcher" });
    await story.at(paris("23T10:07:00"));
    expect(await onScreen("stf_9")).toEqual(["ticket_opened 1"]);
    expect(await sent()).toHaveLength(1);
  });
});

test("a new P3 is on the dispatchers' screens, and sends no mail", async () => {
  await story.reportsFor(6, "laptop", FULL);
  expect((await ticketOf("laptop")).priority).toBe(3);
  expect(await onScreen(DISPATCHER.id)).toContain("ticket_opened 1");
  expect(await onScreen(TECHNICIAN.id)).toEqual([]);
  expect((await sent()).filter((line) => line.includes("#1") === false)).toEqual([]);
});

test("a host that comes and goes for a night sends three mails at most, the first at once", async () => {
  await story.at(paris("23T20:00:00"));
  for (let time = 0; time < 24; time += 1) {
    await story.agent("server").greets();
    await story.reportsFor(1, "server", FINE);
    await story.after({ minutes: 29 });
  }
  const night = (await sent()).filter((line) => /^nadia (2\d|0[0-7]):/.test(line));
  expect(night[0]).toBe(`nadia 20:06:15 ${P1_SUBJECT}`);
  expect(night.length).toBeLessThanOrEqual(3);
}, 60_000);

describe("who has the ticket", () => {
  beforeEach(async () => {
    await story.reportsFor(6, "laptop", FULL);
    await changes("laptop", { assigneeId: TECHNICIAN.id });
  });

  test("hears of what the customer writes, with the words", async () => {
    await does("laptop", { kind: "customer_message", by: "Léa" }, "Il est **très** lent.");
    const [{ mail } = { mail: undefined }] = (await story.mails()).slice(-1);
    expect((await sent()).at(-1)).toMatch(/^karim .*\[#\d+\] P3 laptop : Volume presque plein \/$/);
    expect(mail?.text).toContain("Léa a écrit :");
    expect(mail?.text).toContain("Il est **très** lent.");
    expect(mail?.html).toContain("<strong>très</strong>");
  });

  test("is not told of what they wrote themselves", async () => {
    const before = (await sent()).length;
    await does("laptop", { kind: "customer_message", by: " KARIM " }, "moi-même");
    expect((await sent()).length).toBe(before);
  });

  test("gets what follows fast in one mail", async () => {
    const before = (await sent()).length;
    for (const word of ["premier", "deuxième", "troisième"]) {
      await does("laptop", { kind: "customer_message", by: "Léa" }, word);
      await story.after({ seconds: 10 });
    }
    await story.after({ minutes: 10 });
    const mails = (await story.mails()).slice(before).filter(({ to }) => to === TECHNICIAN.email);
    expect(mails.map(({ mail }) => mail.text?.match(/^(?:premier|deuxième|troisième)$/gm))).toEqual(
      [["premier"], ["deuxième", "troisième"]],
    );
  });
});

describe("quiet hours", () => {
  const hours = Object.fromEntries(
    ["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "18:00"]]]),
  );
  const wish = {
    name: "À Karim",
    to: { audience: "staff", staffId: TECHNICIAN.id },
    kinds: ["ticket_opened"],
    channels: ["mail"],
    hours,
  } satisfies NoticeRuleWish;

  test("what happens at night waits for the morning", async () => {
    expect(await addRule(wish)).toHaveProperty("id");
    await story.at(paris("23T21:00:00"));
    await story.reportsFor(6, "laptop", FULL);
    await story.at(paris("24T08:59:59"));
    expect(
      (await sent()).filter((line) => line.startsWith("karim") && line.includes("laptop")),
    ).toEqual([]);
    await story.at(paris("24T09:00:01"));
    expect((await sent()).filter((line) => line.startsWith("karim 09:00:00"))).toHaveLength(1);
  });

  test("what breaks through does not", async () => {
    await addRule({ ...wish, breakThrough: [1] });
    await story.at(paris("23T20:00:00"));
    await story.agent("server").greets();
    // After half an hour without it, it is another ticket.
    await story.reportsFor(32, "server", FINE);
    await story.after({ minutes: 10 });
    expect((await sent()).filter((line) => line.startsWith("karim 20:37:15"))).toHaveLength(1);
  });
});
