import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, openLive, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { idOf, MACHINE } from "../../support/office.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { send, add, change, names } = jsonOf(() => server);

const ZINC = { name: "Zinc SARL", kind: "business", language: "fr" };

describe("a machine", () => {
  const path = `/api/machines/${MACHINE}`;

  test("is renamed, moved and tagged; memory and the live feed know at once", async () => {
    const page = await openLive(server);
    page.watch([MACHINE]);
    await expect.poll(() => page.frames.map(({ type }) => type)).toContain("snapshot");
    expect((await send("GET", path)).headers["etag"]).toBe('"v1"');
    const { body } = await change(path, {
      name: "Caisse 2",
      siteId: null,
      reference: "INV-1",
      tags: ["critique"],
      class: "server",
    });
    expect(body).toMatchObject({
      name: "Caisse 2",
      site: null,
      reference: "INV-1",
      tags: ["critique"],
      class: "server",
      classChosen: true,
      version: 2,
    });
    expect(server.memory().machines.get(MACHINE)).toMatchObject({
      name: "Caisse 2",
      class: "server",
      classChosen: true,
    });
    await expect
      .poll(() => page.frames)
      .toContainEqual(
        expect.objectContaining({
          type: "machine",
          machine: expect.objectContaining({ name: "Caisse 2" }),
        }),
      );
    page.socket.close();
  });

  test("shows the new name of its site and customer live", async () => {
    const page = await openLive(server);
    page.watch([MACHINE]);
    await expect.poll(() => page.frames.map(({ type }) => type)).toContain("snapshot");
    await change(`/api/sites/${idOf("sit", 1)}`, { name: "Fournil" });
    const site = expect.objectContaining({ name: "Fournil" });
    await expect
      .poll(() => page.frames)
      .toContainEqual(expect.objectContaining({ machine: expect.objectContaining({ site }) }));
    page.socket.close();
  });

  test("is retired, listed where it is asked for, and brought back", async () => {
    const retired = await change(path, { retired: true });
    expect(retired.body).toMatchObject({ retiredAt: "2026-11-23T09:00:00.000Z", covered: false });
    expect(server.shutOut).toEqual([idOf("agt", 1)]);
    expect(await names("/api/machines")).toEqual(["Bureau", "Étiquettes"]);
    expect(await names("/api/machines?retired=true")).toEqual(["Bureau", "Caisse", "Étiquettes"]);
    expect(
      (
        await send(
          "GET",
          `${path}/series?metric=cpu_busy_percent&from=2026-11-23T08:00:00Z&to=2026-11-23T10:00:00Z`,
        )
      ).status,
    ).toBe(200);
    const back = await change(path, { retired: false }, '"v2"');
    expect(back.body).toMatchObject({ retiredAt: null, covered: true });
    expect(server.memory().byAgent.has(idOf("agt", 1))).toBe(true);
  });

  test("is merged into another one, which answers", async () => {
    const into = idOf("mac", 2);
    const merged = await send("POST", `${path}/merge`, { body: { into }, ifMatch: '"v1"' });
    expect(merged).toMatchObject({ status: 200, body: { id: into, name: "Bureau" } });
    expect((await send("GET", path)).body).toMatchObject({ mergedInto: into });
    const again = await send("POST", `${path}/merge`, { body: { into }, ifMatch: '"v2"' });
    expect(again).toMatchObject({ status: 409, body: { code: "machine_state" } });
  });

  test("gives its reference to the one it is merged into, which has none", async () => {
    await change(path, { reference: "INV-1" });
    const into = idOf("mac", 2);
    const merged = await send("POST", `${path}/merge`, { body: { into }, ifMatch: '"v2"' });
    expect(merged.body).toMatchObject({ reference: "INV-1" });
    expect((await send("GET", path)).body).toMatchObject({ reference: null });
  });

  test("of another customer is none to be merged into", async () => {
    const other = await add("/api/customers", ZINC);
    await server.registry.commit(({ estate }) =>
      estate.addMachine({
        id: idOf("mac", 9),
        customerId: other.body.id,
        siteId: null,
        name: "Alien",
        class: "server",
        classChosen: false,
      }),
    );
    const body = { into: idOf("mac", 9) };
    const merged = await send("POST", `${path}/merge`, { body, ifMatch: '"v1"' });
    expect(merged).toMatchObject({ status: 422, body: { code: "estate_invalid" } });
  });

  test("is changed by one of two at a time", async () => {
    const attempts = ["Ana", "Léo"].map((name) => change(path, { name }));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  test("is not changed by a change that says nothing", async () => {
    expect((await change(path, {})).body).toMatchObject({ code: "request_malformed" });
  });
});
