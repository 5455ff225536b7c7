import { describe, expect, test } from "vitest";
import type { TicketRow, Unit } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import {
  addCoveredOffice,
  batch,
  customer,
  equipment,
  machine,
  rule,
  stream,
  ticket,
  transition,
} from "./rows.ts";

const BY_HAND = {
  machineId: null,
  ruleId: null,
  alertId: null,
  object: "",
  channel: "phone",
} as const satisfies Partial<TicketRow>;

async function addTickets(unit: Unit): Promise<void> {
  await addCoveredOffice(unit);
  await unit.deliveries.addStream(stream());
  const { estate, tickets, conversation } = unit;
  await estate.addContact({
    id: "ctc_1",
    customerId: "cus_1",
    name: "Léa Cœur",
    email: "lea@cœur.fr",
  });
  await estate.saveEquipment([equipment()]);
  await tickets.add(ticket({ siteId: "sit_1", object: "/srv/données" }), []);
  await tickets.addTransition(
    transition({ text: "On a vidé le cache d'ESXi-07, puis redémarré (voir KB5034441)." }),
  );
  await tickets.add(
    ticket({
      ...BY_HAND,
      id: "tic_2",
      number: 1_204,
      title: "L'imprimante ne répond plus",
      equipmentId: "eqp_1",
      requesterId: "ctc_1",
    }),
    [],
  );
  await conversation.setTags("tic_2", ["Étage 3"]);
  await tickets.addTransition(transition({ ticketId: "tic_2", text: "Straße, naïve, 東京" }));
  await tickets.add(ticket({ ...BY_HAND, id: "tic_3", number: 7, title: "Un mot de passe" }), []);
}

describe.for(ENGINES)("finding tickets by words: %s", ([, engine]) => {
  const registry = useRegistry(engine, addTickets);

  async function find(search: string): Promise<number[]> {
    const found = await registry.read.tickets.list({ search, order: "asc", limit: 20 });
    const count = await registry.read.tickets.count({ search, max: 20 });
    expect(count).toBe(found.length);
    return found.map(({ number }) => number);
  }
  const index = (limit = 100) => registry.commit(({ search }) => search.indexStale(limit));
  async function findNow(search: string): Promise<number[]> {
    await index();
    return find(search);
  }

  test.for<[search: string, wanted: readonly number[], why: string]>([
    ["", [1, 7, 1_204], "nothing narrows nothing"],
    ["   ", [1, 7, 1_204], "blanks are nothing"],
    ["imprimante", [1_204], "a word of the title"],
    ["IMPRIMANTE", [1_204], "case"],
    ["repond", [1_204], "accents that were not typed"],
    ["vidé", [1], "a word of the history, with its accent"],
    ["vide", [1], "and without"],
    ["imprimante répond", [1_204], "all of several words"],
    ["répond imprimante", [1_204], "in any order"],
    ["imprimante cache", [], "words of two tickets"],
    ["imprim", [1_204], "the beginning of the last word"],
    ["imprim répond", [], "only the last word may be begun"],
    ["boulangerie", [1, 7, 1_204], "the customer"],
    ["atelier", [1], "the site"],
    ["caisse", [1], "the machine"],
    ["imprimante lea", [1_204], "the equipment, and who asked"],
    ["lea@coeur.fr", [1_204], "their address"],
    ["coeur", [1_204], "a letter that stands for two"],
    ["volume_almost_full", [1], "the rule's key"],
    ["volume presque plein", [1], "the rule in French"],
    ["volume almost full", [1], "the rule in English"],
    ["/srv/donnees", [1], "the object"],
    ["etage", [1_204], "a tag"],
    ["esxi-07", [1], "a name with a dash"],
    ["esxi", [1], "a part of it"],
    ["kb5034441", [1], "letters and digits together"],
    ["strasse", [1_204], "a German word, as keyboards have it"],
    ["naïve", [1_204], "two dots"],
    ["東京", [1_204], "letters that have no case"],
    ["1204", [1_204], "the number"],
    ["120", [1_204], "its beginning"],
    ["#1204", [1_204], "the very number"],
    ["#120", [], "which is not its beginning"],
    [" # 7 ", [7], "with blanks about it"],
    ["plein", [1], "one word of a label"],
    ["absent", [], "a word that nobody said"],
    ["l", [1_204], "one letter is a word, not the beginning of each"],
  ])("%j finds %j: %s", async ([search, wanted]) => {
    expect(await findNow(search)).toEqual(wanted);
  });

  test.for([
    ['"', "an open quote"],
    ['""" OR ""', "quotes and an operator"],
    ["'", "a quote of SQL"],
    ["imprimante*)", "brackets"],
    ["AND", "an operator alone"],
    ["imprimante AND OR NOT", "operators between"],
    ["NEAR(imprimante, 2)", "a function"],
    ["words:imprimante", "a column"],
    ["{words} : a", "a set of columns"],
    ["^imprimante", "an anchor"],
    ["-imprimante", "a minus"],
    ["!imprimante & (a | b) <-> c:*", "all of another engine's signs"],
    ["\\", "a backslash"],
    ["%", "a wildcard"],
    ["a\u0000b", "a null"],
    ["\ud800", "half of a character"],
    ["😀", "a picture"],
    ["#99999999999999999999", "a number that no ticket has"],
    ["#999999999999999", "a number that no column of numbers has"],
    ["é".repeat(200), "a word without end"],
    [Array.from({ length: 60 }, (_, place) => `w${place}`).join(" "), "many words"],
  ] as const)("%j is never a mistake: %s", async ([search]) => {
    await index();
    await expect(find(search)).resolves.toBeInstanceOf(Array);
  });

  test("signs alone find nothing, and operators are words", async () => {
    expect(await findNow("?!")).toEqual([]);
    expect(await find("imprimante OR cache")).toEqual([]);
  });

  test("words narrow together with everything else, in every order", async () => {
    await index();
    const { tickets } = registry.read;
    const narrowed = { search: "boulangerie", channels: ["phone"], limit: 1 } as const;
    const [first] = await tickets.list({ ...narrowed, sort: "priority", order: "asc" });
    expect(first?.number).toBe(7);
    expect(await tickets.count({ search: "boulangerie", channels: ["phone"], max: 9 })).toBe(2);
  });

  test("a ticket is found once its words were made, a few at a time, the newest first", async () => {
    expect(await registry.read.search.hasStale()).toBe(true);
    expect(await find("boulangerie")).toEqual([]);
    expect(await index(2)).toBe(2);
    expect(await find("boulangerie")).toEqual([7, 1_204]);
    expect(await index(2)).toBe(1);
    expect(await index(2)).toBe(0);
    expect(await registry.read.search.hasStale()).toBe(false);
    expect(await find("boulangerie")).toEqual([1, 7, 1_204]);
  });

  test("a unit that is undone leaves neither words nor a mark", async () => {
    await index();
    const undone = registry.commit(async (unit) => {
      await unit.tickets.addTransition(transition({ text: "éphémère" }));
      await unit.search.indexStale(10);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await registry.read.search.hasStale()).toBe(false);
    expect(await find("ephemere")).toEqual([]);
  });

  test("words that were made outlive a restart, and so do marks", async () => {
    await index(2);
    await registry.reopen();
    expect(await find("boulangerie")).toEqual([7, 1_204]);
    expect(await index()).toBe(1);
  });

  test.for<
    [why: string, change: (unit: Unit) => Promise<unknown>, was: string, is: string, wanted: number]
  >([
    [
      "another line",
      ({ tickets }) => tickets.addTransition(transition({ text: "un câble débranché" })),
      "absent",
      "debranche",
      1,
    ],
    [
      "another title",
      async ({ tickets }) => {
        const row = await tickets.find("tic_3");
        if (row !== undefined) await tickets.change({ ...row, title: "Un badge" });
      },
      "passe",
      "badge",
      7,
    ],
    [
      "other tags",
      ({ conversation }) => conversation.setTags("tic_2", ["Sous-sol"]),
      "etage",
      "sol",
      1_204,
    ],
    [
      "a machine of another name",
      ({ estate }) => estate.saveMachines([machine({ name: "Fournil", version: 2 })]),
      "caisse",
      "fournil",
      1,
    ],
    [
      "equipment of another name",
      ({ estate }) => estate.saveEquipment([equipment({ name: "Traceur", version: 2 })]),
      "etage imprimante lea eqp",
      "traceur",
      1_204,
    ],
    [
      "a rule in other words",
      ({ rules }) =>
        rules.change(
          rule({ words: { label: { en: "Own", fr: "Maison" }, reason: { en: "", fr: "" } } }),
        ),
      "presque",
      "maison",
      1,
    ],
  ])("%s is found, and what was there before is not", async ([, change, was, is, wanted]) => {
    await index();
    await registry.commit(change);
    expect(await findNow(is)).toEqual([wanted]);
    expect(await find(was)).toEqual([]);
  });

  test("a customer of another name is found by it on each of its tickets", async () => {
    await index();
    await registry.commit(({ estate }) =>
      estate.saveCustomers([customer({ name: "Pâtisserie Zoé", version: 2 })]),
    );
    expect(await findNow("patisserie")).toEqual([1, 7, 1_204]);
    expect(await find("boulangerie")).toEqual([]);
  });

  test("what is saved under the same name marks nothing", async () => {
    await index();
    await registry.commit(({ estate }) =>
      estate.saveMachines([machine({ reference: "R-1", version: 2 })]),
    );
    expect(await registry.read.search.hasStale()).toBe(false);
  });

  test("a person who is forgotten is no longer found", async () => {
    expect(await findNow("coeur")).toEqual([1_204]);
    expect(await registry.commit(({ estate }) => estate.removeContact("ctc_1", 1))).toBe(true);
    expect(await findNow("coeur")).toEqual([]);
  });

  test("the words of a sample go with it, and what is written after that is kept", async () => {
    await registry.commit(async ({ estate, tickets }) => {
      await estate.addCustomer(customer({ id: "cus_9", name: "Exemple", sample: true }));
      const own = { id: "tic_9", number: 9, customerId: "cus_9", contractVersionId: null };
      await tickets.add(ticket({ ...BY_HAND, ...own }), []);
    });
    expect(await findNow("exemple")).toEqual([9]);
    await registry.commit(async (unit) => {
      await unit.estate.removeSample();
      await unit.recordBatch(batch({ streams: [stream({ reports: 7 })] }));
    });
    expect(await registry.read.deliveries.streams()).toEqual([stream({ reports: 7 })]);
    await registry.commit(({ tickets }) =>
      tickets.add(ticket({ ...BY_HAND, id: "tic_10", number: 9, title: "Un autre" }), []),
    );
    expect(await findNow("exemple")).toEqual([]);
    expect(await find("autre")).toEqual([9]);
  });

  test("a history without end is found by its newest lines, and by its names", async () => {
    await registry.commit(async ({ tickets }) => {
      for (let line = 0; line < 30; line += 1) {
        const text = `ligne${line} ${`mot${line}x `.repeat(1_000)}`;
        await tickets.addTransition(transition({ ticketId: "tic_3", text }));
      }
    });
    expect(await findNow("ligne29")).toEqual([7]);
    expect(await find("passe")).toEqual([7]);
    expect(await find("ligne0")).toEqual([]);
  });
});
