import { expect } from "vitest";
import type { Registry } from "../../../collector/registry/registry.ts";
import { holds, MS } from "./earlier-holding.ts";

/** What the rows of test/fixtures/registry/0006-desk.sql say, as the port of this version gives it. */
export async function keepsDesk(registry: Registry): Promise<void> {
  await keepsRequests(registry);
  await keepsStaff(registry);
  await keepsConversation(registry);
  await keepsWork(registry);
  await keepsSaved(registry);
  await keepsRules(registry);
  await keepsNoise(registry);
  await keepsNotices(registry);
  await keepsOnCall(registry);
  await keepsMail(registry);
  await keepsWords(registry);
}

const page = { limit: 10 } as const;

async function keepsRequests({ read: { contracts, tickets, calls } }: Registry): Promise<void> {
  const found = await contracts.contractList({ limit: 10, search: "ÉCOLES-61" });
  expect(found).toMatchObject([{ id: "con_61", number: "Écoles-61" }]);
  const [asked] = await tickets.list({ ids: ["tic_61"], limit: 1 });
  expect(asked).toMatchObject({
    title: "Où est la facture ?",
    requesterName: "Léa Martin",
    siteName: "Atelier",
    machineId: null,
    coverage: "no_contract",
    impact: "low",
    parentNumber: 1,
    updatedAtMs: MS + 1_000,
    tags: ['Facture "mai"', "état-civil"],
  });
  const queued = { id: "tic_62", number: 62, assigneeId: "stf_61", queuedAtMs: MS + 2_000 };
  expect(await tickets.nextQueued("con_31 request")).toMatchObject(queued);
  const names = { assigneeName: "Zoé D'Arc", teamName: "Réseau", equipmentName: "Copieur" };
  expect(await tickets.list({ assigneeId: "stf_61", limit: 10 })).toMatchObject([names]);
  expect(await calls.callList(page)).toMatchObject([
    { id: "cll_62", direction: "out", minutes: null, ticketNumber: null },
    { id: "cll_61", direction: "in", minutes: 4, contactName: "Léa Martin", ticketNumber: 61 },
  ]);
}

async function keepsStaff({ read: { staff } }: Registry): Promise<void> {
  const zoe = { id: "stf_61", name: "Zoé D'Arc" };
  const oneil = { id: "stf_62", name: "O\\Neil 100%" };
  const [network, nobody] = [{ id: "tem_61", name: "Réseau" }, { id: "tem_62" }];
  expect(await staff.staff(page)).toMatchObject([
    {
      ...oneil,
      email: null,
      role: "administrator",
      timeZone: "Pacific/Chatham",
      active: false,
      teams: [network],
    },
    { ...zoe, email: "Zoe@Example.org", phone: "+33 4 67", active: true, version: 3 },
  ]);
  expect(await staff.staff({ limit: 10, search: "l 100%" })).toMatchObject([oneil]);
  expect(await staff.staffNamed("ZOE d'arc")).toEqual(zoe);
  expect(await staff.teams(page)).toMatchObject([
    { ...nobody, members: [] },
    { ...network, members: [oneil, zoe], version: 2 },
  ]);
}

async function keepsConversation({ read }: Registry): Promise<void> {
  const { conversation, attachments, tickets } = read;
  const watchers = await conversation.watchers("tic_61");
  expect(watchers.map(({ id }) => id)).toEqual(["stf_62", "stf_61"]);
  expect(await conversation.links("tic_61")).toMatchObject([
    { id: "lnk_61", kind: "caused_by", ticket: { id: "tic_01", number: 1 }, machine: null },
    { id: "lnk_62", kind: "related", ticket: null, machine: { name: "Caisse" }, alertId: null },
    { id: "lnk_63", machine: { name: "Caisse" }, alertId: "alr_01" },
  ]);
  const [opened] = await tickets.transitions("tic_61");
  const said = { name: "mai '26/…é.pdf", bytes: 2 ** 32, public: true, transitionId: opened?.id };
  expect(await attachments.shown("tic_61")).toMatchObject([{ id: "att_61", ...said }]);
  const waiting = await attachments.waiting("tic_61", ["att_61", "att_62"]);
  expect(waiting).toMatchObject([{ id: "att_62", mediaType: "", bytes: 0, transitionId: null }]);
}

async function keepsWork({ read: { timeEntries } }: Registry): Promise<void> {
  expect(await timeEntries.running("ZOE")).toMatchObject({
    id: "tme_62",
    kind: "travel",
    note: "",
    ticketNumber: 61,
    outOfHoursMs: null,
  });
  const worked = { workMinutes: 60, travelMinutes: 0, outOfHoursMinutes: 30 };
  expect(await timeEntries.worked("tic_61")).toEqual(worked);
  expect(await timeEntries.find("tme_61")).toMatchObject({ note: "Sur place, « rien »" });
}

async function keepsSaved({ read: { views, macros } }: Registry): Promise<void> {
  expect(await views.list({ ...page, owner: "zoé" })).toEqual([
    { id: "vew_62", name: "100 %", owner: null, version: 1, ...viewed({}, "number", "desc") },
    {
      id: "vew_61",
      name: "À moi",
      owner: "Zoé",
      version: 2,
      ...viewed({ q: "l'été", state: ["open"] }, "breaks", "asc"),
    },
  ]);
  const reply = "Bonjour {{requester.name}},\nc'est réglé.";
  const acts = { assigneeId: null, reply, state: "closed" };
  const macro = { id: "mcr_61", name: "Clôturer", acts, version: 4 };
  expect(await macros.named("cloturer")).toEqual(macro);
}

const viewed = (filter: object, sort: string, order: string) => ({ filter, sort, order });

async function keepsRules({ read: { rules, alerts } }: Registry): Promise<void> {
  expect(await rules.find("rul_61")).toMatchObject({
    key: "own_61",
    condition: { kind: "absence", absentForSeconds: 86_400 },
    words: { label: { fr: "Pas de sauvegarde d'hier", en: 'No "backup"' } },
    version: 2,
  });
  expect(await rules.find("rul_62"), "it was removed").toBeUndefined();
  expect(await rules.hasKey("own_62")).toBe(true);
  expect(await rules.overridesOf("rul_01")).toMatchObject([
    { scope: { kind: "class", class: "server" }, change: { enabled: false } },
    {
      scope: { kind: "machine", machineId: "mac_21" },
      change: { fireAt: 97.5, clearAt: 95 },
      machineName: "srv-mairie",
      version: 3,
    },
  ]);
  const held = {
    id: "alr_61",
    noTicket: "maintenance",
    hold: { byId: "mtw_61", untilMs: MS + 4_200_000 },
    acknowledged: { by: "Zoé", atMs: MS, untilMs: MS + 86_400_000, text: null },
    flapping: { isFiring: true, sinceMs: MS, steadyAtMs: null },
    forecast: { earliestMs: MS + 86_400_000, latestMs: MS + 172_800_000 },
  };
  expect(await alerts.heldUntil(MS * 2, 10)).toMatchObject([held]);
  expect(await alerts.calm(MS + 1_800_000, 10)).toMatchObject([{ id: "alr_61" }]);
  expect(await alerts.list({ ...page, ids: ["alr_61"] })).toMatchObject([
    { holdName: "Mises à jour" },
  ]);
}

async function keepsNoise({ read: { noise } }: Registry): Promise<void> {
  const { windows, dependencies, outages } = noise;
  expect(await windows.list({ ...page, nowMs: MS })).toMatchObject([
    { id: "mtw_62", scope: {}, rrule: null, except: [], cutAtMs: MS + 60_000, cutBy: "Zoé" },
    {
      id: "mtw_61",
      customerName: "Mairie de Sète",
      scope: { classes: ["server"], tags: ["état-civil"] },
      rrule: "FREQ=WEEKLY;BYDAY=TH",
      except: ["2026-01-08"],
      version: 5,
    },
  ]);
  const due = await windows.due(MS + 4_200_000, 10);
  expect(due.map(({ id }) => id)).toEqual(["mtw_61"]);
  const behind = { behindName: "srv-mairie", machineName: "srv-ancien", actor: "Zoé" };
  expect(await dependencies.list(page)).toMatchObject([{ id: "dep_61", ...behind }]);
  const open = { id: "otg_62", noTicket: "not_covered", endedAtMs: null };
  expect(await outages.find("otg_62")).toMatchObject({ ...open, machines: 2, away: 1 });
  expect(await outages.openAt("sit_21")).toMatchObject(open);
  expect(await outages.lastEnded("sit_01")).toMatchObject({ id: "otg_61", ticketId: "tic_01" });
  expect(await outages.machines("otg_62")).toMatchObject([
    { id: "mac_22", away: false },
    { id: "mac_21", away: true },
  ]);
}

async function keepsNotices({ read: { notices } }: Registry): Promise<void> {
  expect(await notices.list(page)).toMatchObject([
    { id: "ntc_63", channel: "screen", customerId: null, ticket: null, readAtMs: null },
    { id: "ntc_62", recipientName: "Léa Martin", state: "sent", sentAtMs: MS + 1_000 },
    {
      id: "ntc_61",
      recipientName: "Zoé D'Arc",
      parameters: { actor: "Léa", count: 2 },
      count: 2,
      attempts: 3,
      errorDetail: "451 « plus tard »",
      ticket: { number: 61, customerName: "Boulangerie Émile" },
    },
  ]);
  expect(await notices.nextDueMs("mail")).toBe(MS + 300_000);
  expect(await notices.ticketOfMessage("<ntc_62@example.org>")).toBe("tic_61");
  expect(await notices.unreadCount("stf_61", 10)).toBe(1);
  expect(await notices.rules(), "one was removed").toMatchObject([
    {
      id: "ntr_61",
      name: "P1 l'été",
      to: { audience: "team", teamId: "tem_61" },
      hours: { mon: [["09:00", "24:00"]] },
      version: 2,
    },
  ]);
  const url = "https://hooks.example.org/é?a=%27";
  const webhook = { id: "whk_61", url, enabled: false, priorities: [1, 2] };
  expect(await notices.webhooks()).toMatchObject([{ ...webhook, letGo: 7, secretNumber: 2 }]);
}

async function keepsOnCall({ read: { onCall, customerNotices, estate } }: Registry): Promise<void> {
  const zero = { active: false, calendarId: null, plans: [], nextHandoverMs: null };
  expect(await onCall.findRota("rta_62")).toMatchObject(zero);
  const [due, ...later] = await onCall.dueHandovers(MS * 2, 10);
  expect(later).toEqual([]);
  expect(due).toMatchObject({
    id: "rta_61",
    name: "Été",
    plans: [{ handover: { every: "day", turn: 2 }, memberIds: ["stf_61", "stf_62"] }],
    overrides: [{ id: "rto_61", staffId: "stf_62", reason: "Congé d'été" }],
    nextHandoverMs: MS + 3_600_000,
    version: 3,
  });
  expect(await onCall.calendarKey("rta_61")).toMatchObject({ keyHash: "00ff", madeAtMs: MS });
  expect(await onCall.policies(), "one was removed").toMatchObject([
    {
      id: "esc_61",
      name: "Nuit d'été",
      steps: [{ afterMinutes: 0, to: { tells: "rota", rotaId: "rta_61" } }],
      repeats: 1,
      version: 2,
    },
  ]);
  const watches = await onCall.dueWatches(MS * 2, 10);
  expect(watches).toMatchObject([{ ticketId: "tic_01", policyId: "esc_61", nextStep: 1 }]);
  expect(await onCall.watchOf("tic_61")).toMatchObject({ nextStep: 2, nextAtMs: null });
  const kinds = ["ticket_opened", "ticket_closed"];
  const told = { contractId: "con_61", kinds, unasked: true, version: 2 };
  expect(await customerNotices.ofContract("con_61")).toEqual(told);
  expect(await customerNotices.ofContract("con_31")).toMatchObject({ kinds: [], unasked: false });
  expect(await customerNotices.toldOfAll("cus_21", 10)).toEqual([{ id: "ctc_61" }]);
  holds(
    await estate.contactList({ sort: "id", limit: 50 }),
    { id: "ctc_61", email: "Eloise+Mairie@Example.org", notices: "all" },
    { id: "ctc_21", notices: "own" },
  );
}

async function keepsMail({ read: { mail } }: Registry): Promise<void> {
  const mailbox = "support@mail.example.org/INBOX";
  const [uid, validity] = [2 ** 32 - 2, 2 ** 32 - 1];
  expect(await mail.list(page)).toMatchObject([
    { id: "eml_62", reason: "no_sender", fromName: "", text: "", headers: "", place: null },
    {
      id: "eml_61",
      fromName: 'Léa "L" Martin',
      subject: "Où est l'été ?",
      text: "Bonjour,\n\\'\"; --",
      quoted: "> avant",
      isCut: true,
      attachments: [{ name: "…é.pdf", mediaType: "application/pdf", bytes: 4 }],
      bytes: 12_345_678_901,
      place: { mailbox, validity, uid },
      isFiled: false,
      ticketNumber: 61,
      contactName: "Léa Martin",
    },
  ]);
  expect(await mail.unfiled(mailbox, validity, 10)).toEqual([{ id: "eml_61", uid }]);
  expect(await mail.ticketsOf(["<eml_61@example.org>"])).toEqual(["tic_61"]);
  const mark = { mailbox, validity, lastUid: uid, firstUid: 1 };
  expect(await mail.mark(mailbox, validity)).toEqual(mark);
  expect(await mail.correspondents("eloise+mairie@example.org")).toMatchObject([{ id: "ctc_61" }]);
  expect(await mail.staffOf("zoe@example.org")).toMatchObject([{ id: "stf_61" }]);
}

/** Words that were made are found as they are; those that wait are made. */
async function keepsWords(registry: Registry): Promise<void> {
  const { read } = registry;
  const found = (search: string) => read.tickets.count({ search, max: 10 });
  expect(await found("rappelée")).toBe(1);
  expect(await found("étage")).toBe(0);
  await registry.commit(({ search }) => search.indexStale(1_000));
  expect(await read.search.hasStale()).toBe(false);
  expect(await found("étage")).toBe(1);
  expect(await found("rappelée")).toBe(1);
}
