import { describe, expect, test } from "vitest";
import { useContracts } from "../../support/contract-calls.ts";
import { CONTRACT, CUSTOMER, idOf, MACHINE } from "../../support/office.ts";

/** Contracts in force: amended and looked at. */

const { server, call, read, create, putInForce } = useContracts();

describe("an amendment", () => {
  const pathOf = (id: string, number: number) => `/api/contracts/${id}/versions/${number}`;

  test("is a draft of what holds; only what it changes is reviewed again, and told", async () => {
    const id = await create();
    await putInForce(id, { startsOn: "2026-11-23" });
    const { status, body: draft } = await call("POST", `/api/contracts/${id}/versions`);
    expect(status).toBe(201);
    expect(draft).toMatchObject({ number: 2, state: "draft", missing: { clauses: [] } });

    const { clauses, texts, variables } = draft;
    clauses.levels[0].targets[1].budgetSeconds = 7_200;
    const wish = { clauses, texts, variables, reviewed: [] };
    const edited = await call("PUT", pathOf(id, 2), { body: wish, ifMatch: '"v1"' });
    expect(edited.body.missing.clauses).toEqual(["levels"]);
    expect(await read(`/api/contracts/${id}/diff?from=1&to=2`)).toEqual({
      changes: [
        {
          clause: "levels",
          path: "levels.P1.restoration.budgetSeconds",
          before: 14_400,
          after: 7_200,
        },
      ],
    });

    const reviewed = { body: { ...wish, reviewed: ["levels"] }, ifMatch: edited.etag };
    const read2 = await call("PUT", pathOf(id, 2), reviewed);
    expect(read2.status).toBe(200);
    const early = { body: { effectiveOn: "2026-11-22" }, ifMatch: read2.etag };
    const refused = await call("POST", `${pathOf(id, 2)}/in-force`, early);
    expect(refused.body).toMatchObject({
      code: "contract_invalid",
      detail: "effectiveOn: 2026-11-22 is before 2026-11-23, from which version 1 holds",
    });
    const today = { body: { effectiveOn: "2026-11-23" }, ifMatch: read2.etag };
    expect((await call("POST", `${pathOf(id, 2)}/in-force`, today)).status).toBe(200);
    expect(await read(`/api/contracts/${id}`)).toMatchObject({
      version: { number: 2 },
      versions: [{ number: 2 }, { number: 1 }],
      covered: { machines: 3 },
    });
  });

  test("is one at a time, and may be discarded", async () => {
    const id = await create();
    const early = await call("POST", `/api/contracts/${id}/versions`);
    expect(early.body).toMatchObject({ code: "contract_state", status: 409 });
    await putInForce(id, {});
    expect((await call("POST", `/api/contracts/${id}/versions`)).status).toBe(201);
    expect((await call("POST", `/api/contracts/${id}/versions`)).status).toBe(409);
    expect((await call("DELETE", pathOf(id, 2), { ifMatch: '"v1"' })).status).toBe(204);
    expect((await read(`/api/contracts/${id}`)).versions).toHaveLength(1);
  });
});

describe("what a perimeter covers", () => {
  test("is told for each machine, with the rule that says so", async () => {
    const perimeter = {
      include: [
        { by: "machine", machineId: MACHINE },
        { by: "class", class: "workstation" },
      ],
      exclude: [{ by: "machine", machineId: idOf("mac", 2) }],
    };
    const { body } = await call("POST", "/api/contracts/perimeter-preview", {
      body: { customerId: CUSTOMER, perimeter },
    });
    const line = { what: "machine", siteName: "Atelier" };
    expect(body).toEqual({
      covered: { machines: 2, equipment: 0 },
      outside: { machines: 1, equipment: 1 },
      unknownSoftware: 0,
      items: [
        { ...line, id: MACHINE, name: "Caisse", covered: true, because: "included", rule: 0 },
        {
          ...line,
          id: idOf("mac", 2),
          name: "Bureau",
          covered: false,
          because: "excluded",
          rule: 0,
        },
        {
          ...line,
          id: idOf("mac", 3),
          name: "Étiquettes",
          covered: true,
          because: "included",
          rule: 1,
        },
        {
          ...line,
          what: "equipment",
          id: idOf("eqp", 1),
          name: "Imprimante",
          covered: false,
          because: "no_rule",
          rule: null,
        },
      ],
      omitted: 0,
    });
  });

  test("says of how many machines nobody knows the software that a rule looks for", async () => {
    await server().registry.commit(({ estate }) =>
      estate.setFact({
        machineId: MACHINE,
        name: "inventory",
        hash: "h",
        document: JSON.stringify({ software: [{ name: "Sage 100" }] }),
        atMs: 1,
      }),
    );
    const perimeter = { include: [{ by: "software", name: "sage" }], exclude: [] };
    const { body } = await call("POST", "/api/contracts/perimeter-preview", {
      body: { customerId: CUSTOMER, perimeter },
    });
    expect(body).toMatchObject({ covered: { machines: 1 }, unknownSoftware: 2 });
  });

  test("is refused for what the customer does not have, as in a contract", async () => {
    const perimeter = {
      include: [{ by: "everything" }],
      exclude: [{ by: "machine", machineId: idOf("mac", 9) }],
    };
    const { status, body } = await call("POST", "/api/contracts/perimeter-preview", {
      body: { customerId: CUSTOMER, perimeter },
    });
    expect([status, body.code]).toEqual([422, "contract_invalid"]);
    expect(body.detail).toBe("perimeter.exclude[0]: the customer has no such machine");
  });

  test("of a version is asked by its number", async () => {
    expect(await read(`/api/contracts/${CONTRACT}/versions/1/coverage`)).toMatchObject({
      covered: { machines: 1 },
      outside: { machines: 2 },
    });
  });
});

describe("lists", () => {
  test("come by number, C-9 before C-10, by pages, and are searched", async () => {
    for (const number of ["C-10", "C-9", "B-1"]) await create({ number, name: `Offre ${number}` });
    const { items, nextCursor } = await read("/api/contracts?limit=3");
    const numbers = (rows: { number: string }[]) => rows.map(({ number }) => number);
    expect(numbers(items)).toEqual(["B-1", "C-9", "C-10"]);
    const rest = await read(`/api/contracts?limit=3&cursor=${nextCursor}`);
    expect(numbers(rest.items)).toEqual(["C-2026-1"]);
    expect(rest.nextCursor).toBeNull();
    expect(numbers((await read("/api/contracts?search=OFFRE%20b")).items)).toEqual(["B-1"]);
    expect((await read(`/api/contracts?customerId=${idOf("cus", 9)}`)).items).toEqual([]);
  });

  test("events come newest first and by pages", async () => {
    const id = await create();
    await putInForce(id, { startsOn: "2026-11-23" });
    const path = `/api/contracts/${id}/events?limit=2`;
    const { items, nextCursor } = await read(path);
    const rest = await read(`${path}&cursor=${nextCursor}`);
    const kinds = [...items, ...rest.items].map(({ kind }) => kind);
    expect(kinds).toEqual(["took_effect", "in_force", "created"]);
  });
});

test("a contract's name is changed by whoever saw it last", async () => {
  const path = `/api/contracts/${await create()}`;
  const { etag } = await call("GET", path);
  const renamed = await call("PATCH", path, { body: { name: "Atelier" }, ifMatch: etag });
  expect(renamed.body).toMatchObject({ name: "Atelier", number: "C-2026-2" });
  const late = await call("PATCH", path, { body: { name: "Magasin" }, ifMatch: etag });
  expect(late.body.code).toBe("version_conflict");
  const taken = { body: { number: "C-2026-1" }, ifMatch: renamed.etag };
  expect((await call("PATCH", path, taken)).body.code).toBe("contract_invalid");
});

test("templates are offered in both languages", async () => {
  const { items } = await read("/api/contract-templates");
  expect(items.map(({ name }: { name: { fr: string } }) => name.fr)).toEqual([
    "Postes et serveurs, heures ouvrées",
    "Serveurs critiques 24/7",
    "Infogérance",
    "À l'acte",
  ]);
  const english = await read("/api/contract-templates/managed_services?language=en");
  expect(english).toMatchObject({ language: "en", kind: "managed", key: "managed_services" });
  expect(english.content.texts.managed).toContain("The Provider operates");
  expect((await call("GET", "/api/contract-templates/free")).status).toBe(404);
});
