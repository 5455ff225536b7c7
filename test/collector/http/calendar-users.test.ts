import { expect, test } from "vitest";
import { useContracts } from "../../support/contract-calls.ts";
import { CUSTOMER } from "../../support/office.ts";

/** Whoever changes a calendar sees whose hours it is, and the contracts tell it. */

const { call, read, create, fill, putInForce } = useContracts();

/** The calendar that the contract names, as it is kept. */
async function calendarOf(id: string, place = 0) {
  const contract = await read(`/api/contracts/${id}`);
  return contract.calendars[place];
}

/** Closes 24 December. Answers what `PUT` answered. */
async function close(calendarId: string) {
  const path = `/api/calendars/${calendarId}`;
  const { body, etag } = await call("GET", path);
  const wish = { name: body.name, document: { ...body.document, holidays: ["2026-12-24"] } };
  return call("PUT", path, { body: wish, ifMatch: etag });
}

async function tellingsOf(id: string) {
  const { items } = await read(`/api/contracts/${id}/events`);
  return items
    .filter(({ kind }: { kind: string }) => kind === "calendar_changed")
    .map(({ parameters }: { parameters: object }) => parameters);
}

test("a draft and what is in force tell of a new version; what is put as it is says nothing", async () => {
  const inForce = await create();
  await putInForce(inForce, {});
  const draft = await create({ number: "C-3" });
  const calendar = await calendarOf(inForce);
  const used = await read(`/api/calendars/${calendar.id}`);
  expect(used.contractCount).toBe(2);
  expect(used.contracts).toContainEqual({
    id: draft,
    number: "C-3",
    name: "Heures ouvrées",
    customer: { id: CUSTOMER, name: "Boulangerie Émile" },
  });

  expect((await close(calendar.id)).body).toMatchObject({
    version: { number: 2 },
    contractCount: 2,
  });
  expect((await close(calendar.id)).body.version.number).toBe(2);
  const told = { calendarId: calendar.id, name: calendar.name, version: 2 };
  expect(await tellingsOf(inForce)).toEqual([told]);
  expect(await tellingsOf(draft)).toEqual([told]);
});

test("a complement's contracts are its base's too, and are told of both", async () => {
  const id = await create({ template: "critical_servers" });
  const { calendars } = await read(`/api/contracts/${id}`);
  const complement = calendars.find(
    ({ document }: { document: { complementOf?: string } }) => document.complementOf !== undefined,
  );
  const base = complement.document.complementOf;
  const used = await read(`/api/calendars/${base}`);
  expect(used.contracts.map((contract: { id: string }) => contract.id)).toEqual([id]);
  await close(base);
  expect(await tellingsOf(id)).toContainEqual({
    calendarId: complement.id,
    name: complement.name,
    version: 2,
  });
});

test("a version that was followed by another names it no more", async () => {
  const id = await create();
  await putInForce(id, { startsOn: "2026-11-23" });
  const calendar = await calendarOf(id);
  const { name: _name, ...rest } = calendar;
  const other = await call("POST", "/api/calendars", {
    body: { name: "Autre", document: rest.document },
  });
  await call("POST", `/api/contracts/${id}/versions`);
  const path = `/api/contracts/${id}/versions/2`;
  const amended = await read(path);
  const clauses = JSON.parse(
    JSON.stringify(amended.clauses).replaceAll(calendar.id, other.body.id),
  );
  const { etag } = await fill(path, { clauses, variables: amended.variables });
  expect(await read(`/api/calendars/${calendar.id}`)).toMatchObject({ contractCount: 1 });
  const today = { body: { effectiveOn: "2026-11-23" }, ifMatch: etag };
  expect((await call("POST", `${path}/in-force`, today)).status).toBe(200);

  expect(await read(`/api/calendars/${calendar.id}`)).toMatchObject({
    contracts: [],
    contractCount: 0,
  });
  expect(await read(`/api/calendars/${other.body.id}`)).toMatchObject({ contractCount: 1 });
  await close(calendar.id);
  expect(await tellingsOf(id)).toEqual([]);
});

test("a contract that has ended is nobody's to be told of", async () => {
  const id = await create();
  await putInForce(id, { startsOn: "2026-01-01" });
  const { etag } = await call("GET", `/api/contracts/${id}`);
  const over = { body: { endsOn: "2026-11-22" }, ifMatch: etag };
  expect((await call("POST", `/api/contracts/${id}/early-end`, over)).status).toBe(200);
  const calendar = await calendarOf(id);
  expect(await read(`/api/calendars/${calendar.id}`)).toMatchObject({ contractCount: 0 });
});
