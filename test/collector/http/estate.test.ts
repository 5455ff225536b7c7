import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { CUSTOMER, idOf, MACHINE } from "../../support/office.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { send, add, change, names } = jsonOf(() => server);

const ZINC = { name: "Zinc SARL", kind: "business", language: "fr" };
const SITE = { name: "Dépôt", timeZone: "Europe/Paris", holidaySet: "FR" };
const ADDRESS = { lines: ["1 rue des Fours"], postalCode: "75012", city: "Paris", country: "FR" };

describe("a customer", () => {
  test("is added, found by its name, and changed by whoever saw it last", async () => {
    const added = await add("/api/customers", { ...ZINC, reference: "411" });
    expect(added).toMatchObject({ status: 201, body: { ...ZINC, reference: "411", version: 1 } });
    const path = String(added.headers["location"]);
    expect(path).toBe(`/api/customers/${added.body.id}`);
    expect(added.headers["etag"]).toBe('"v1"');
    expect(await names("/api/customers?search=zinc")).toEqual(["Zinc SARL"]);

    const mine = await change(path, { kind: "public" });
    expect(mine).toMatchObject({
      status: 200,
      body: { kind: "public", name: ZINC.name, version: 2 },
    });
    expect(await change(path, { kind: "business" })).toMatchObject({
      status: 412,
      body: { code: "version_conflict" },
    });
    const unsaid = await send("PATCH", path, { body: { kind: "business" } });
    expect(unsaid.body).toMatchObject({ code: "version_required" });
  });

  test("has a reference of its own", async () => {
    const first = await add("/api/customers", { ...ZINC, reference: "411" });
    const second = await add("/api/customers", { ...ZINC, reference: "411" });
    expect(second).toMatchObject({ status: 409, body: { code: "reference_taken" } });
    const path = String(first.headers["location"]);
    expect((await change(path, { reference: "411" })).status).toBe(200);
    expect((await change(path, { reference: null }, '"v2"')).body.reference).toBeNull();
    expect((await add("/api/customers", { ...ZINC, reference: "411" })).status).toBe(201);
  });

  test.for([
    [{ ...ZINC, name: "  " }, "request_malformed", "body/name must be one line of text, not blank"],
    [{ ...ZINC, name: "Zinc\0" }, "request_malformed", "body/name must be one line of text"],
    [{ ...ZINC, kind: "club" }, "request_malformed", "kind"],
    [{ ...ZINC, colour: "red" }, "request_malformed", "colour"],
    [{ name: "Zinc" }, "request_malformed", "kind"],
  ] as const)("%j is refused", async ([body, code, words]) => {
    const { body: problem } = await add("/api/customers", body);
    expect(problem).toMatchObject({ code, detail: expect.stringContaining(words) });
  });

  test("is one of many, by pages", async () => {
    for (const name of ["Ardoise", "Élan", "elan", "Zinc"])
      await add("/api/customers", { ...ZINC, name });
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await send("GET", `/api/customers?limit=2${cursor}`);
      seen.push(...page.body.items.map(({ name }: { name: string }) => name));
      cursor = page.body.nextCursor === null ? "" : `&cursor=${page.body.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toEqual(["Ardoise", "Boulangerie Émile", "Élan", "elan", "Zinc"]);
    const { body } = await send("GET", "/api/customers?limit=2");
    const other = await send("GET", `/api/customers?search=z&cursor=${body.nextCursor}`);
    expect(other.body).toMatchObject({ code: "cursor_invalid" });
  });
});

describe("a site", () => {
  const path = `/api/customers/${CUSTOMER}/sites`;

  test("has an address and a position, or none", async () => {
    const position = { latitude: 48.84, longitude: 2.39 };
    const full = await add(path, { ...SITE, address: ADDRESS, position, reference: "S1" });
    expect(full.body).toMatchObject({ customerId: CUSTOMER, address: ADDRESS, position });
    const bare = await change(`/api/sites/${full.body.id}`, { address: null, position: null });
    expect(bare.body).toMatchObject({ address: null, position: null, reference: "S1", version: 2 });
    expect(await names(path)).toEqual(["Atelier", "Dépôt"]);
  });

  test.for([
    [{ timeZone: "Paris" }, "estate_invalid", "timeZone: Paris is not the name of a time zone"],
    [{ timeZone: "+02:00" }, "estate_invalid", "timeZone"],
    [{ holidaySet: "DE" }, "request_malformed", "holidaySet"],
    [{ address: { ...ADDRESS, country: "France" } }, "request_malformed", "country"],
    [{ position: { latitude: 91, longitude: 0 } }, "request_malformed", "latitude"],
  ] as const)("with %j is refused in words", async ([given, code, words]) => {
    expect((await add(path, { ...SITE, ...given })).body).toMatchObject({
      code,
      detail: expect.stringContaining(words),
    });
    expect(await names(path)).toEqual(["Atelier"]);
  });

  test("whose holidays are of a set that there is no longer has none, and keeps its row", async () => {
    const id = idOf("sit", 1);
    await server.registry.commit(async ({ estate }) => {
      const [row] = await estate.siteList({ sort: "id", limit: 1 });
      if (row === undefined) throw new Error("no site");
      await estate.saveSites([{ ...row, holidaySet: "FR-SAVOIE", version: row.version + 1 }]);
    });
    expect((await send("GET", `/api/sites/${id}`)).body).toMatchObject({ holidaySet: null });
    await change(`/api/sites/${id}`, { name: "Four" }, '"v2"');
    const [kept] = await server.registry.read.estate.siteList({ sort: "id", limit: 1 });
    expect(kept).toMatchObject({ name: "Four", holidaySet: "FR-SAVOIE" });
  });

  test("of another customer is nowhere to put a contact, a machine or equipment", async () => {
    const other = await add("/api/customers", ZINC);
    const site = await add(`/api/customers/${other.body.id}/sites`, SITE);
    const siteId = site.body.id;
    const refused = { status: 422, body: { code: "estate_invalid" } };
    const contact = { name: "Léa", siteId };
    expect(await add(`/api/customers/${CUSTOMER}/contacts`, contact)).toMatchObject(refused);
    const printer = { name: "HP", kind: "printer", siteId };
    expect(await add(`/api/customers/${CUSTOMER}/equipment`, printer)).toMatchObject(refused);
    expect(await change(`/api/machines/${MACHINE}`, { siteId })).toMatchObject(refused);
    const nowhere = await change(`/api/machines/${MACHINE}`, { siteId: idOf("sit", 999) });
    expect(nowhere).toMatchObject(refused);
  });
});

describe("a contact", () => {
  const path = `/api/customers/${CUSTOMER}/contacts`;

  test("may be only a name, grows, and is removed by its version", async () => {
    const { body } = await add(path, { name: "Noé" });
    expect(body).toMatchObject({ email: null, phone: null, siteId: null, language: null });
    const own = `/api/contacts/${body.id}`;
    const grown = {
      email: "noe@example.fr",
      phone: "+33 1",
      siteId: idOf("sit", 1),
      language: "en",
    };
    expect((await change(own, grown)).body).toMatchObject(grown);
    expect((await send("DELETE", own, { ifMatch: '"v1"' })).status).toBe(412);
    expect((await send("DELETE", own, { ifMatch: '"v2"' })).status).toBe(204);
    expect((await send("GET", own)).status).toBe(404);
  });

  test.for([[{ email: "no address" }], [{ language: "de" }], [{ name: "" }]] as const)(
    "with %j is refused",
    async ([given]) => {
      expect((await add(path, { name: "Noé", ...given })).status).toBe(400);
    },
  );
});

describe("equipment", () => {
  test("has tags in order, each once, a warranty and a day on which it was retired", async () => {
    const path = `/api/customers/${CUSTOMER}/equipment`;
    const wish = { name: "HP", kind: "printer", tags: ["b", "a"], warrantyEndsOn: "2027-02-28" };
    const { body } = await add(path, wish);
    expect(body).toMatchObject({ tags: ["a", "b"], warrantyEndsOn: "2027-02-28", retiredAt: null });
    const own = `/api/equipment/${body.id}`;
    const retiredAt = "2026-11-23T09:00:00.000Z";
    expect((await change(own, { retired: true })).body).toMatchObject({ retiredAt });
    expect((await change(own, { retired: true, name: "HP 2" }, '"v2"')).body).toMatchObject({
      retiredAt,
    });
    expect((await change(own, { retired: false }, '"v3"')).body).toMatchObject({ retiredAt: null });
    const wrong = await change(own, { warrantyEndsOn: "2027-02-31" }, '"v4"');
    expect(wrong.body).toMatchObject({ code: "estate_invalid" });
  });
});
