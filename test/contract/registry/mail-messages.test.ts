import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MailRow, Registry, Unit } from "../../../collector/registry/registry.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { ENGINES } from "./engines.ts";
import { mail } from "./mail-rows.ts";
import { customer, ticket } from "./rows.ts";

const contact = { id: "ctc_1", customerId: "cus_1", name: "Marie", email: "Marie@Bakery.example" };

async function addPeople({ estate, staff, tickets }: Unit): Promise<void> {
  await estate.addCustomer(customer());
  await estate.addCustomer(customer({ id: "cus_2", name: "Garage" }));
  await estate.addContact(contact);
  const nina = { id: "stf_1", name: "Nina", email: "Nina@provider.example", phone: null };
  const settled = { language: "fr", role: "technician", timeZone: "UTC", version: 1 } as const;
  await staff.addStaff({ ...nina, ...settled, active: true });
  await staff.addStaff({ ...nina, ...settled, id: "stf_2", name: "Anna", active: false });
  const asked = { machineId: null, ruleId: null, alertId: null, contractVersionId: null };
  await tickets.add(ticket({ ...asked, id: "tic_1", number: 1 }), []);
  await tickets.add(ticket({ ...asked, id: "tic_2", number: 2 }), []);
}

describe.for(ENGINES)("mails, %s", ([, engine]) => {
  let folder: ReturnType<typeof freshFolder>;
  let registry: Registry;
  beforeEach(async () => {
    folder = freshFolder();
    registry = await engine.open(folder.path);
    await registry.commit(addPeople);
  });
  afterEach(async () => {
    await registry.close();
    await engine.remove(folder.path);
  });
  const add = (...rows: MailRow[]) =>
    registry.commit(async (unit) => {
      for (const row of rows) await unit.mail.add(row);
    });
  const read = () => registry.read.mail;

  test("a mail is read as it was kept, with the names that a list shows", async () => {
    const place = { mailbox: "m", validity: 4_294_967_295, uid: 4_294_967_295 };
    const row = mail({
      place,
      isFiled: false,
      customerId: "cus_1",
      contactId: "ctc_1",
      ticketId: "tic_1",
    });
    await add(row);
    expect(await read().find("eml_1")).toEqual({
      ...row,
      ticketNumber: 1,
      customerName: "Boulangerie Émile",
      contactName: "Marie",
    });
    expect(await read().idOf("hash of eml_1")).toBe("eml_1");
    expect(await read().idOf("another")).toBeUndefined();
  });

  test("the same content is not kept twice", async () => {
    await add(mail());
    await expect(add(mail({ id: "eml_2", contentHash: "hash of eml_1" }))).rejects.toThrow();
  });

  test("the list is by state, newest first, in pages", async () => {
    await add(
      mail(),
      mail({ id: "eml_2", state: "ignored", reason: "bulk" }),
      mail({ id: "eml_3" }),
    );
    const ids = async (query: Parameters<ReturnType<typeof read>["list"]>[0]) =>
      (await read().list(query)).map(({ id }) => id);
    expect(await ids({ limit: 9 })).toEqual(["eml_3", "eml_2", "eml_1"]);
    expect(await ids({ limit: 9, states: ["triage"] })).toEqual(["eml_3", "eml_1"]);
    expect(await ids({ limit: 1, states: ["triage"], after: { id: "eml_3" } })).toEqual(["eml_1"]);
  });

  test("of two who decide at once one is told", async () => {
    await add(mail());
    const row = await read().find("eml_1");
    if (row === undefined) throw new Error("no mail");
    const change = (by: string) =>
      registry.commit((unit) => unit.mail.change({ ...row, state: "ignored", decidedBy: by }));
    expect(await change("Nina")).toBe(true);
    expect(await change("Anna")).toBe(false);
    expect(await read().find("eml_1")).toMatchObject({ decidedBy: "Nina", version: 2 });
  });

  test("who writes is found in any case; who left is not", async () => {
    await registry.commit(({ estate }) =>
      estate.addContact({ ...contact, id: "ctc_2", customerId: "cus_2" }),
    );
    const found = await read().correspondents("marie@bakery.example");
    expect(found.map(({ id, customerId }) => [id, customerId])).toEqual([
      ["ctc_1", "cus_1"],
      ["ctc_2", "cus_2"],
    ]);
    expect(await read().correspondents("nobody@bakery.example")).toEqual([]);
    expect(await read().staffOf("nina@provider.example")).toEqual([{ id: "stf_1", name: "Nina" }]);
  });

  test("threads are those of mails that stand on tickets", async () => {
    await add(
      mail({ state: "ticket", ticketId: "tic_1", contactId: "ctc_1" }),
      mail({ id: "eml_2", state: "ticket", ticketId: "tic_2" }),
      // A mail that only seems to mean a ticket leads nobody there.
      mail({ id: "eml_3", ticketId: "tic_1" }),
    );
    const ids = ["eml_1", "eml_2", "eml_3"].map((id) => `<${id}@bakery.example>`);
    expect(await read().ticketsOf(ids)).toEqual(["tic_2", "tic_1"]);
    expect(await read().ticketsOf(ids.slice(2))).toEqual([]);
    expect(await read().ticketsOf([])).toEqual([]);
    expect(await read().wroteOn("tic_1", "ctc_1")).toBe(true);
    expect(await read().wroteOn("tic_2", "ctc_1")).toBe(false);
    expect(await read().lastFrom("tic_1", "ctc_1")).toBe("<eml_1@bakery.example>");
    expect(await read().lastFrom("tic_2", "ctc_1")).toBeUndefined();
  });

  test.for([
    [2, "tic_2"],
    [3, undefined],
    [9_999_999_999, undefined],
  ] as const)("ticket %d is %s", async ([number, id]) => {
    expect(await read().ticketNumbered(number)).toBe(id);
  });

  test("counts what an address opened, and the notes of a ticket", async () => {
    const opened = { state: "ticket", route: "new", ticketId: "tic_1" } as const;
    await add(
      mail({ ...opened, receivedAtMs: 100 }),
      mail({ id: "eml_2", ...opened, receivedAtMs: 200 }),
      mail({ id: "eml_3", ...opened, route: "thread", receivedAtMs: 200 }),
      mail({ id: "eml_4", state: "ignored", ticketId: "tic_1" }),
    );
    expect(await read().openedBy("marie@bakery.example", 101)).toBe(1);
    expect(await read().openedBy("paul@bakery.example", 0)).toBe(0);
    expect(await read().notesOn("tic_1")).toBe(1);
  });

  test("how far a mailbox was read is kept for each validity of its numbers", async () => {
    const mark = { mailbox: "m", validity: 1, lastUid: 5, firstUid: 3 };
    await registry.commit((unit) => unit.mail.saveMark(mark));
    await registry.commit((unit) => unit.mail.saveMark({ ...mark, lastUid: 9 }));
    await registry.commit((unit) => unit.mail.saveMark({ ...mark, validity: 2, lastUid: 1 }));
    expect(await read().mark("m", 1)).toEqual({ ...mark, lastUid: 9 });
    expect(await read().mark("m", 2)).toMatchObject({ lastUid: 1 });
    expect(await read().mark("other", 1)).toBeUndefined();
  });

  test("what the server was not told yet is told in order", async () => {
    const at = (uid: number) => ({ isFiled: false, place: { mailbox: "m", validity: 1, uid } });
    await add(mail(at(2)), mail({ id: "eml_2", ...at(1) }), mail({ id: "eml_3", ...at(3) }));
    expect(await read().unfiled("m", 1, 2)).toEqual([
      { id: "eml_2", uid: 1 },
      { id: "eml_1", uid: 2 },
    ]);
    await registry.commit((unit) => unit.mail.setFiled(["eml_1", "eml_2"]));
    expect(await read().unfiled("m", 1, 9)).toEqual([{ id: "eml_3", uid: 3 }]);
    expect(await read().unfiled("m", 2, 9)).toEqual([]);
  });

  test("sources are counted, named and dropped, the oldest first", async () => {
    await add(
      mail({ sourceHash: "aa", takenAtMs: 30 }),
      mail({ id: "eml_2", sourceHash: "bb", takenAtMs: 10 }),
      mail({ id: "eml_3" }),
    );
    expect(await read().sourceBytes()).toBe(200);
    expect(await read().namedSources(["aa", "cc"])).toEqual(new Set(["aa"]));
    expect(await read().sources({ beforeMs: 30, limit: 9 })).toEqual([{ id: "eml_2", bytes: 100 }]);
    await registry.commit((unit) => unit.mail.dropSources(["eml_2"]));
    expect(await read().sourceBytes()).toBe(100);
    expect(await read().find("eml_2")).toMatchObject({ sourceHash: null, text: "Bonjour" });
  });

  test("what was ignored is forgotten, but for what stands on a ticket or waits to be filed", async () => {
    const ignored = { state: "ignored", reason: "bulk" } as const;
    await add(
      mail(ignored),
      mail({ id: "eml_2", ...ignored, ticketId: "tic_1" }),
      mail({ id: "eml_3", ...ignored, isFiled: false }),
      mail({ id: "eml_4", ...ignored, takenAtMs: 9_000 }),
      mail({ id: "eml_5" }),
    );
    expect(await registry.commit((unit) => unit.mail.forgetIgnored(5_000, 10))).toBe(1);
    expect((await read().list({ limit: 9 })).map(({ id }) => id)).not.toContain("eml_1");
  });

  test("of those that wait the newest are kept", async () => {
    await add(mail(), mail({ id: "eml_2" }), mail({ id: "eml_3" }));
    const bound = () => registry.commit((unit) => unit.mail.boundTriage(2, 10));
    expect(await bound()).toBe(1);
    expect(await read().find("eml_1")).toMatchObject({ state: "ignored", reason: "overflow" });
    expect(await bound()).toBe(0);
  });

  test("of those that wait, a flood of forged ones pushes out itself, then strangers, last a customer's", async () => {
    await add(
      mail({ customerId: "cus_1", authentication: "pass" }),
      mail({ id: "eml_2", authentication: "pass" }),
      mail({ id: "eml_3", authentication: "none" }),
      mail({ id: "eml_4", authentication: "fail" }),
      mail({ id: "eml_5", state: "ticket", reason: null, authentication: "none" }),
    );
    const leftOf = async (rows: number) => {
      await registry.commit((unit) => unit.mail.boundTriage(rows, 1));
      return (await read().list({ states: ["triage"], limit: 9 })).map(({ id }) => id);
    };
    expect(await leftOf(3)).toEqual(["eml_4", "eml_2", "eml_1"]);
    expect(await leftOf(2)).toEqual(["eml_2", "eml_1"]);
    expect(await leftOf(1)).toEqual(["eml_1"]);
    expect(await read().find("eml_5")).toMatchObject({ state: "ticket" });
  });
});
