import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { person } from "../../contract/registry/desk-rows.ts";
import { customer, machine, ticket, transition } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { ALERT, CUSTOMER, idOf, MACHINE, TICKET } from "../../support/office.ts";

/** Beside the office's ticket: a second one of its customer, and one of another customer. */

const OTHER = idOf("tic", 2);
const STRANGE = idOf("tic", 3);
const ANA = idOf("stf", 1);
const LEO = idOf("stf", 2);
const GONE = idOf("stf", 3);
const DAY = idOf("tem", 1);

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
  await server.registry.commit(async ({ estate, staff, tickets }) => {
    await staff.addStaff(person({ id: LEO, name: "Léo" }));
    await staff.addStaff(person({ id: GONE, name: "Max", active: false }));
    const bare = { ruleId: null, alertId: null, contractVersionId: null, calendarVersionIds: [] };
    const own = { ...bare, customerId: CUSTOMER, machineId: null };
    await tickets.add(ticket({ ...own, id: OTHER, number: 2, title: "Lent" }), []);
    await estate.addCustomer(customer({ id: idOf("cus", 2), name: "Autre" }));
    const strange = { customerId: idOf("cus", 2), siteId: null };
    await estate.addMachine(machine({ ...strange, id: idOf("mac", 9) }));
    await tickets.add(
      ticket({ ...bare, ...strange, machineId: null, id: STRANGE, number: 3, title: "Secret" }),
      [],
    );
  });
});
afterEach(() => server.close());

const { send, add } = jsonOf(() => server);
const path = `/api/tickets/${TICKET}`;

const read = async (id = TICKET) => (await send("GET", `/api/tickets/${id}`)).body;
const etag = async () => String((await send("GET", path)).headers["etag"]);
async function act(name: string, body: object) {
  return send("POST", `${path}/${name}`, { body: { by: "Ana", ...body }, ifMatch: await etag() });
}
const lineOf = async (id = TICKET) => (await read(id)).transitions.at(-1);

describe("a ticket is given", () => {
  test("to a person and a team, with their names in the history", async () => {
    const given = (await act("assign", { assigneeId: LEO, teamId: DAY })).body;
    expect(given).toMatchObject({
      state: "new",
      assignee: { id: LEO, name: "Léo" },
      team: { id: DAY, name: "Jour" },
      version: 2,
    });
    expect(given.transitions.at(-1)).toMatchObject({
      kind: "assigned",
      actor: "Ana",
      parameters: { to: "Léo", toTeam: "Jour" },
    });
    const moved = (await act("assign", { assigneeId: ANA })).body;
    expect(moved).toMatchObject({ assignee: { name: "Ana" }, team: { name: "Jour" } });
    expect(moved.transitions.at(-1).parameters).toEqual({ from: "Léo", to: "Ana" });
    const freed = (await act("assign", { assigneeId: null, teamId: null })).body;
    expect(freed).toMatchObject({ assignee: null, team: null });
    expect(freed.transitions.at(-1).parameters).toEqual({ from: "Ana", fromTeam: "Jour" });
  });

  test("without keeping any promise by it", async () => {
    const before = (await read()).targets;
    expect((await act("assign", { assigneeId: LEO })).body.targets).toEqual(before);
  });

  test("by whoever saw it last", async () => {
    const seen = await etag();
    await act("assign", { assigneeId: LEO });
    const body = { by: "Léo", assigneeId: ANA };
    expect((await send("POST", `${path}/assign`, { body, ifMatch: seen })).status).toBe(412);
    expect((await send("POST", `${path}/assign`, { body })).status).toBe(428);
  });

  test.for([
    [{ assigneeId: GONE }, "Max has left", "to who left"],
    [{ assigneeId: idOf("stf", 9) }, "assigneeId: nobody", "to nobody"],
    [{ teamId: idOf("tem", 9) }, "teamId: no team", "to a team that there is not"],
    [{ assigneeId: null }, "theirs already", "from nobody to nobody"],
  ] as const)("%j is refused: %s (%s)", async ([body, words]) => {
    expect(await act("assign", body)).toMatchObject({
      status: 422,
      body: { code: "ticket_change_invalid", detail: expect.stringContaining(words) },
    });
  });

  test("from who left to somebody else", async () => {
    await act("assign", { assigneeId: LEO });
    await send("PATCH", `/api/staff/${LEO}`, { body: { active: false }, ifMatch: '"v1"' });
    expect((await act("assign", { teamId: DAY })).body.assignee).toMatchObject({ name: "Léo" });
    expect((await act("assign", { assigneeId: ANA })).body.assignee).toMatchObject({ id: ANA });
  });

  test("no more once it is over", async () => {
    await act("cancel", {});
    expect((await act("assign", { assigneeId: LEO })).body).toMatchObject({
      code: "ticket_state",
      parameters: { state: "cancelled" },
    });
  });

  test("a thousand times and no more", async () => {
    await server.registry.commit(async ({ tickets }) => {
      for (let n = 0; n < 1_000; n += 1) {
        await tickets.addTransition(transition({ ticketId: TICKET, kind: "assigned" }));
      }
    });
    expect((await act("assign", { assigneeId: LEO })).body.code).toBe("ticket_full");
  });
});

describe("a ticket is followed", () => {
  const watcher = (staffId: string) => `${path}/watchers/${staffId}`;
  const put = (staffId: string) => send("PUT", watcher(staffId), { body: { by: "Ana" } });

  test("by people of the staff, as long as they wish, without a line", async () => {
    const before = (await read()).transitions.length;
    await put(LEO);
    expect((await put(LEO)).status).toBe(200);
    expect((await put(ANA)).body.watchers).toEqual([
      { id: ANA, name: "Ana" },
      { id: LEO, name: "Léo" },
    ]);
    const left = await send("DELETE", watcher(ANA));
    expect(left.body.watchers).toEqual([{ id: LEO, name: "Léo" }]);
    expect((await send("DELETE", watcher(ANA))).status).toBe(404);
    expect(left.body.transitions).toHaveLength(before);
  });

  test("by nobody who left or is not there", async () => {
    expect((await put(GONE)).body.code).toBe("ticket_change_invalid");
    expect((await put(idOf("stf", 9))).status).toBe(404);
  });

  test("by fifty of them, and no more", async () => {
    await server.registry.commit(async ({ staff, conversation }) => {
      for (let n = 10; n < 60; n += 1) {
        await staff.addStaff(person({ id: idOf("stf", n), name: `P${n}` }));
        await conversation.watch(TICKET, idOf("stf", n));
      }
    });
    expect((await put(LEO)).body.detail).toContain("50");
    expect((await put(idOf("stf", 10))).status).toBe(200);
  });
});

describe("a link", () => {
  test("of two tickets is seen and told on both sides, each from its own", async () => {
    const linked = await add(`${path}/links`, { by: "Ana", kind: "causes", ticketId: OTHER });
    expect(linked.body.links).toMatchObject([
      { to: "ticket", kind: "causes", ticket: { id: OTHER, number: 2, title: "Lent" } },
    ]);
    expect(await lineOf()).toMatchObject({
      kind: "linked",
      parameters: { ticket: 2, kind: "causes" },
    });
    expect((await read(OTHER)).links).toMatchObject([
      { to: "ticket", kind: "caused_by", ticket: { id: TICKET, number: 1 } },
    ]);
    expect(await lineOf(OTHER)).toMatchObject({ parameters: { ticket: 1, kind: "caused_by" } });

    const [link] = (await read(OTHER)).links;
    const undone = await send("DELETE", `/api/tickets/${OTHER}/links/${link.id}?by=L%C3%A9o`);
    expect(undone.body.links).toEqual([]);
    expect((await read()).links).toEqual([]);
    expect(await lineOf()).toMatchObject({
      kind: "unlinked",
      actor: "Léo",
      parameters: { ticket: 2, kind: "causes" },
    });
    expect((await send("DELETE", `${path}/links/${link.id}?by=Ana`)).status).toBe(404);
  });

  test("with a machine or an alert names the machine", async () => {
    await add(`${path}/links`, { by: "Ana", machineId: MACHINE });
    const { body } = await add(`${path}/links`, { by: "Ana", alertId: ALERT });
    const named = { id: MACHINE, name: "Caisse" };
    expect(body.links).toMatchObject([
      { to: "machine", machine: named },
      { to: "alert", alertId: ALERT, machine: named },
    ]);
    expect(await lineOf()).toMatchObject({ parameters: { alert: ALERT, machine: "Caisse" } });
  });

  test.for([
    [{ ticketId: TICKET }, "another ticket", "with itself"],
    [{ ticketId: STRANGE }, "same customer", "with another customer's ticket"],
    [{ machineId: idOf("mac", 9) }, "same customer", "with another customer's machine"],
    [{ alertId: idOf("alr", 9) }, "same customer", "with an alert that is not there"],
    [{ ticketId: OTHER, machineId: MACHINE }, "exactly one", "with two things"],
    [{ kind: "related" }, "exactly one", "with nothing"],
    [{ machineId: MACHINE, kind: "causes" }, "kind:", "of a machine that causes"],
  ] as const)("%j is refused: %s (%s)", async ([body, words]) => {
    const refused = await add(`${path}/links`, { by: "Ana", ...body });
    expect(refused).toMatchObject({ status: 422, body: { code: "ticket_change_invalid" } });
    expect(refused.body.detail).toContain(words);
    expect(refused.body.detail).not.toContain("Secret");
    expect((await read()).links).toEqual([]);
  });

  test("is made once, from whichever side", async () => {
    await add(`${path}/links`, { by: "Ana", ticketId: OTHER });
    const again = await add(`/api/tickets/${OTHER}/links`, { by: "Ana", ticketId: TICKET });
    expect(again.body.detail).toContain("linked already");
  });

  test("of another ticket is not undone from here", async () => {
    const { body } = await add(`/api/tickets/${OTHER}/links`, { by: "Ana", machineId: MACHINE });
    expect((await send("DELETE", `${path}/links/${body.links[0].id}?by=Ana`)).status).toBe(404);
  });

  test("is one of a hundred at most, on either side", async () => {
    await server.registry.commit(async ({ tickets, conversation }) => {
      for (let n = 10; n < 110; n += 1) {
        const bare = { ruleId: null, machineId: null, alertId: null };
        const none = { contractVersionId: null, calendarVersionIds: [] };
        await tickets.add(
          ticket({ ...bare, ...none, customerId: CUSTOMER, id: idOf("tic", n), number: n }),
          [],
        );
        await conversation.addLink({
          id: idOf("lnk", n),
          ticketId: idOf("tic", n),
          kind: "related",
          otherTicketId: OTHER,
          machineId: null,
          alertId: null,
          atMs: n,
          actor: "Ana",
        });
      }
    });
    const refused = await add(`${path}/links`, { by: "Ana", ticketId: OTHER });
    expect(refused.body.detail).toContain("ticket 2 has 100 links");
  });
});
