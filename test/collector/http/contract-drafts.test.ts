import { CLAUSES } from "@vigie/shared/contract.ts";
import type { VersionDocument } from "@vigie/shared/contract-version.ts";
import { describe, expect, test } from "vitest";
import { ANSWERS, filledIn, useContracts, WISH } from "../../support/contract-calls.ts";
import { CONTRACT, CUSTOMER, idOf } from "../../support/office.ts";

/** A contract from its template to the day on which it is put in force. */

const { call, read, create, fill, putInForce } = useContracts();

describe("a contract that starts from a template", () => {
  test("is a draft at its customer's place, with the calendar that it needs", async () => {
    const id = await create();
    const contract = await read(`/api/contracts/${id}`);
    expect(contract).toMatchObject({
      number: "C-2026-2",
      kind: "maintenance",
      language: "fr",
      customer: { id: CUSTOMER },
      version: { number: 1, state: "draft", effectiveOn: null },
      covered: { machines: 0, equipment: 0 },
      clauses: { term: { timeZone: "Europe/Paris", startsOn: "2026-11-23" } },
      calendars: [{ name: "Lundi-vendredi 9 h-18 h", document: { holidaySet: "FR" } }],
    });
    const draft: VersionDocument = await read(`/api/contracts/${id}/versions/1`);
    expect(draft.missing).toMatchObject({
      variables: Object.keys(ANSWERS),
      effectiveOn: true,
      problem: null,
    });
    expect(draft.wording.term).toContain("[Nom du prestataire]");
    expect(draft.wording.term).toContain("Boulangerie Émile");
  });

  test("takes a calendar of the customer's that says the same, and makes no second one", async () => {
    const first = await read(`/api/contracts/${await create()}`);
    const second = await read(`/api/contracts/${await create({ number: "C-2026-3" })}`);
    expect(second.calendars).toEqual(first.calendars);
    const own = await read(`/api/contracts/${await create({ number: "C-4", language: "en" })}`);
    expect(own.calendars[0].name).toBe("Monday-Friday 9-18");
  });

  test("takes no calendar of another customer: who changes that would change both", async () => {
    const first = await read(`/api/contracts/${await create()}`);
    const other = await call("POST", "/api/customers", {
      body: { name: "Garage Noël", kind: "business", language: "fr" },
    });
    expect(other.status, JSON.stringify(other.body)).toBe(201);
    const customerId = other.body.id;
    const theirs = await read(`/api/contracts/${await create({ customerId })}`);
    expect(theirs.calendars).toMatchObject([{ name: "Lundi-vendredi 9 h-18 h (Garage Noël)" }]);
    expect(theirs.calendars[0].id).not.toBe(first.calendars[0].id);
    const again = await read(`/api/contracts/${await create({ customerId, number: "C-3" })}`);
    expect(again.calendars).toEqual(theirs.calendars);

    const [calendar] = again.calendars;
    const path = `/api/calendars/${calendar.id}`;
    const document = { ...calendar.document, holidays: ["2026-12-24"] };
    const changed = { name: calendar.name, document };
    await call("PUT", path, { body: changed, ifMatch: '"v1"' });
    const third = await read(`/api/contracts/${await create({ customerId, number: "C-4" })}`);
    expect(third.calendars[0].name).toBe("Lundi-vendredi 9 h-18 h (Garage Noël) 2");
  });

  test("takes its customer's complement again with its base", async () => {
    const critical = { template: "critical_servers" };
    const first = await read(`/api/contracts/${await create(critical)}`);
    const second = await read(`/api/contracts/${await create({ ...critical, number: "C-3" })}`);
    expect(second.calendars).toEqual(first.calendars);
  });

  test("freezes a complement by the calendar that it complements", async () => {
    const { calendars } = await read(
      `/api/contracts/${await create({ template: "critical_servers" })}`,
    );
    const named = (name: string) =>
      calendars.find((calendar: { name: string }) => calendar.name === name);
    const base = named("Lundi-vendredi 9 h-18 h");
    expect(named("Hors heures ouvrées")).toMatchObject({
      document: { complementOf: base.id },
      version: { baseVersionId: base.version.id },
    });
  });

  test("may leave out what is optional", async () => {
    const id = await create({ without: ["penalties"] });
    const draft = await read(`/api/contracts/${id}/versions/1`);
    expect(draft.clauses.penalties).toBeNull();
    expect(draft.texts).not.toHaveProperty("penalties");
  });

  test.for<readonly [why: string, change: object, status: number, detail: string]>([
    [
      "a template that is not there",
      { template: "free" },
      422,
      "template: there is no template free",
    ],
    [
      "a clause that is needed",
      { without: ["exit"] },
      422,
      "without: the template needs its clause exit",
    ],
    [
      "a number that is taken",
      { number: "C-2026-1" },
      422,
      "number: the customer has another contract",
    ],
    ["a customer who is not there", { customerId: idOf("cus", 9) }, 404, idOf("cus", 9)],
  ])("%s is refused, and nothing is kept", async ([, change, status, detail]) => {
    const before = await read("/api/contracts");
    const answer = await call("POST", "/api/contracts", { body: { ...WISH, ...change } });
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(detail);
    expect(await read("/api/contracts")).toEqual(before);
  });

  test("without one, it is of plain defaults that promise nothing", async () => {
    const { template: _template, ...blank } = WISH;
    const { body } = await call("POST", "/api/contracts", { body: blank });
    expect(body).toMatchObject({ texts: {}, calendars: [], clauses: { penalties: null } });
    expect(body.clauses.levels.map(({ targets }: { targets: unknown[] }) => targets)).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

describe("a draft", () => {
  test("is edited by whoever saw it last", async () => {
    const path = `/api/contracts/${await create()}/versions/1`;
    const seen = await call("GET", path);
    expect(seen.etag).toBe('"v1"');
    const mine = await call("PUT", path, { body: filledIn(seen.body), ifMatch: '"v1"' });
    expect(mine).toMatchObject({ status: 200, etag: '"v2"' });
    expect(mine.body.missing).toMatchObject({ variables: [], clauses: [] });
    expect(mine.body.clauses).toMatchObject({
      term: { startsOn: "2026-12-01" },
      pricing: { flat: { amountCents: 45_000 } },
    });
    const theirs = await call("PUT", path, { body: filledIn(seen.body), ifMatch: '"v1"' });
    expect(theirs.body).toMatchObject({ code: "version_conflict", status: 412 });
    expect((await call("PUT", path, { body: filledIn(seen.body) })).status).toBe(428);
  });

  test.for<readonly [why: string, change: (draft: VersionDocument) => object, detail: string]>([
    [
      "a calendar that is not there",
      ({ clauses }) => ({
        clauses: {
          ...clauses,
          channels: [{ channel: "phone", ticket: "always", calendarId: "x" }],
        },
      }),
      "channels[0].calendarId: there is no calendar x",
    ],
    [
      "a value beyond what the clause may hold",
      ({ variables }) => ({
        variables: variables.map((variable) =>
          variable.name === "notice_months" ? { ...variable, value: 121 } : variable,
        ),
      }),
      "clauses/term.notice.months must be <= 120",
    ],
    ["a day that no calendar has", () => ({ signedOn: "2026-02-30" }), "signedOn: 2026-02-30"],
    [
      "a machine of nobody's",
      ({ clauses }) => ({
        clauses: {
          ...clauses,
          perimeter: { include: [{ by: "machine", machineId: "m" }], exclude: [] },
        },
      }),
      "perimeter.include[0]: the customer has no such machine",
    ],
  ])("%s is refused in words", async ([, change, detail]) => {
    const path = `/api/contracts/${await create()}/versions/1`;
    const { body: draft } = await call("GET", path);
    const { status, body } = await fill(path, change({ ...draft, ...filledIn(draft) }));
    expect([status, body.code]).toEqual([422, "contract_invalid"]);
    expect(body.detail).toContain(detail);
    expect((await call("GET", path)).etag).toBe('"v1"');
  });

  test("that is discarded as the first one takes its contract with it", async () => {
    const id = await create();
    const path = `/api/contracts/${id}/versions/1`;
    expect((await call("DELETE", path)).status).toBe(428);
    expect((await call("DELETE", path, { ifMatch: '"v1"' })).status).toBe(204);
    expect((await call("GET", `/api/contracts/${id}`)).status).toBe(404);
    expect(await create(), "its number is free again").not.toBe(id);
  });
});

describe("putting in force", () => {
  test("is refused while anything is missing, and says what", async () => {
    const id = await create();
    const path = `/api/contracts/${id}/versions/1`;
    const wish = { effectiveOn: "2026-12-01" };
    const { etag } = await call("GET", path);
    const blank = await call("POST", `${path}/in-force`, { body: wish, ifMatch: etag });
    expect([blank.status, blank.body.code]).toEqual([409, "contract_incomplete"]);
    expect(blank.body.detail).toContain("variables without a value: provider_name");
    expect(blank.body.detail).toContain("clauses not reviewed: term, perimeter");

    const reviewed = CLAUSES.filter((clause) => clause !== "exit");
    const partly = await fill(path, { reviewed });
    const unread = await call("POST", `${path}/in-force`, { body: wish, ifMatch: partly.etag });
    expect(unread.body.detail).toBe("clauses not reviewed: exit");

    const { etag: ifMatch } = await fill(path);
    const undated = await call("POST", `${path}/in-force`, { body: {}, ifMatch });
    expect(undated.body.detail).toBe("effectiveOn: say the first day on which it holds");
    expect((await call("POST", `${path}/in-force`, { body: wish, ifMatch })).status).toBe(200);
  });

  test("is refused for a draft that somebody edited since it was read", async () => {
    const path = `/api/contracts/${await create()}/versions/1`;
    const { etag: ifMatch } = await fill(path, { effectiveOn: "2026-12-01" });
    await fill(path, { effectiveOn: "2027-01-01" });
    const late = await call("POST", `${path}/in-force`, { body: {}, ifMatch });
    expect([late.status, late.body.code]).toEqual([412, "version_conflict"]);
    expect(await read(path)).toMatchObject({ state: "draft", effectiveOn: "2027-01-01" });
  });

  test("takes the days that the draft has, where none are said", async () => {
    const path = `/api/contracts/${await create()}/versions/1`;
    const days = { effectiveOn: "2026-12-01", signedOn: "2026-11-20" };
    const filled = await fill(path, days);
    expect(filled.body).toMatchObject({ ...days, missing: { effectiveOn: false } });
    const { body } = await call("POST", `${path}/in-force`, { body: {}, ifMatch: filled.etag });
    expect(body).toMatchObject({ ...days, state: "in_force" });
  });

  test("is for good: what is in force can be neither edited nor discarded nor put in force", async () => {
    const id = await create();
    await putInForce(id, {});
    const path = `/api/contracts/${id}/versions/1`;
    const kept = await call("GET", path);
    const discarded = await call("DELETE", path, { ifMatch: kept.etag });
    const again = await call("POST", `${path}/in-force`, {
      body: { effectiveOn: "2027-01-01" },
      ifMatch: kept.etag,
    });
    for (const answer of [await fill(path), discarded, again]) {
      expect([answer.status, answer.body.code]).toEqual([409, "contract_state"]);
    }
    expect(await call("GET", path)).toEqual(kept);
  });

  test("today, it covers what its perimeter holds, also what an older contract covered", async () => {
    const id = await create();
    await putInForce(id, { startsOn: "2026-11-23" });
    expect(await read(`/api/contracts/${id}`)).toMatchObject({
      version: { state: "in_force", effectiveOn: "2026-11-23" },
      standing: { state: "in_force", on: "2026-11-23", current: { endsOn: "2027-11-22" } },
      covered: { machines: 3, equipment: 1 },
      machines: [{ name: "Bureau" }, { name: "Caisse" }, { name: "Étiquettes" }],
      equipment: [{ name: "Imprimante" }],
    });
    expect(await read(`/api/contracts/${CONTRACT}`)).toMatchObject({ covered: { machines: 0 } });
    const { items } = await read("/api/machines");
    expect(items.every(({ covered }: { covered: boolean }) => covered)).toBe(true);
  });

  test("is refused from a day before the contract's first", async () => {
    const path = `/api/contracts/${await create()}/versions/1`;
    const { etag } = await fill(path);
    const early = { body: { effectiveOn: "2026-11-30" }, ifMatch: etag };
    const { status, body } = await call("POST", `${path}/in-force`, early);
    expect([status, body.code]).toEqual([422, "contract_invalid"]);
    expect(body.detail).toBe(
      "effectiveOn: 2026-11-30 is before the contract's first day 2026-12-01: no version can hold before that day",
    );
  });

  test("of a term that has not begun, it covers nothing yet", async () => {
    const id = await create();
    await putInForce(id, { startsOn: "2026-12-01" });
    expect(await read(`/api/contracts/${id}`)).toMatchObject({
      standing: { state: "not_started" },
      covered: { machines: 0 },
    });
    expect(await read(`/api/contracts/${CONTRACT}`)).toMatchObject({ covered: { machines: 1 } });
  });
});
