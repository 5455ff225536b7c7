import { describe, expect, test } from "vitest";
import type { TicketLinkRow } from "../../../collector/registry/registry.ts";
import { link, person } from "./desk-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, ticket } from "./rows.ts";

describe.for(ENGINES)("what people put to tickets: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.staff.addStaff(person());
    await unit.staff.addStaff(person({ id: "stf_2", name: "Élise" }));
    await unit.tickets.add(ticket(), []);
    await unit.tickets.add(
      ticket({ id: "tic_2", number: 2, object: "/home", title: "Lent", state: "resolved" }),
      [],
    );
  });
  const addLink = (change: Partial<TicketLinkRow>) =>
    registry.commit(({ conversation }) => conversation.addLink(link(change)));

  test("a person follows a ticket once, and is named by name", async () => {
    const watch = (staffId: string) =>
      registry.commit(({ conversation }) => conversation.watch("tic_1", staffId));
    expect([await watch("stf_2"), await watch("stf_1"), await watch("stf_1")]).toEqual([
      true,
      true,
      false,
    ]);
    const { conversation } = registry.read;
    expect(await conversation.watchers("tic_1")).toEqual([
      { id: "stf_1", name: "Ana" },
      { id: "stf_2", name: "Élise" },
    ]);
    expect(await conversation.watchers("tic_2")).toEqual([]);
    await expect(watch("stf_9")).rejects.toThrow();
    const unwatch = () => registry.commit((unit) => unit.conversation.unwatch("tic_1", "stf_1"));
    expect([await unwatch(), await unwatch()]).toEqual([true, false]);
  });

  test("a link of two tickets is seen from both, each from its own end", async () => {
    await addLink({ kind: "causes", otherTicketId: "tic_2" });
    const { conversation } = registry.read;
    const far = { machine: null, alertId: null };
    expect(await conversation.links("tic_1")).toEqual([
      {
        ...far,
        id: "lnk_1",
        kind: "causes",
        ticket: { id: "tic_2", number: 2, state: "resolved", title: "Lent" },
      },
    ]);
    expect(await conversation.links("tic_2")).toEqual([
      {
        ...far,
        id: "lnk_1",
        kind: "caused_by",
        ticket: { id: "tic_1", number: 1, state: "new", title: null },
      },
    ]);
    const end = { machineId: null, alertId: null };
    expect(await conversation.linkWith("tic_2", { ...end, otherTicketId: "tic_1" })).toEqual(
      link({ kind: "causes", otherTicketId: "tic_2" }),
    );
    expect(
      await conversation.linkWith("tic_1", { ...end, otherTicketId: "tic_1" }),
    ).toBeUndefined();
    await expect(addLink({ id: "lnk_2", otherTicketId: "tic_2" })).rejects.toThrow();
  });

  test("machines, and alerts with theirs, come in the order in which they were linked", async () => {
    await addLink({ id: "lnk_2", alertId: "alr_1", atMs: 300 });
    await addLink({ id: "lnk_3", machineId: "mac_1", atMs: 200 });
    const { conversation } = registry.read;
    const machine = { id: "mac_1", name: "Caisse" };
    expect(await conversation.links("tic_1")).toEqual([
      { id: "lnk_3", kind: "related", ticket: null, machine, alertId: null },
      { id: "lnk_2", kind: "related", ticket: null, machine, alertId: "alr_1" },
    ]);
    expect(await conversation.linkCount("tic_1")).toBe(2);
    const end = { otherTicketId: null, machineId: null, alertId: null };
    expect(await conversation.linkWith("tic_1", { ...end, machineId: "mac_1" })).toMatchObject({
      id: "lnk_3",
    });
    expect(await conversation.linkWith("tic_1", { ...end, alertId: "alr_1" })).toMatchObject({
      id: "lnk_2",
    });
    expect(await conversation.linkWith("tic_2", { ...end, alertId: "alr_1" })).toBeUndefined();
    await expect(addLink({ id: "lnk_4", machineId: "mac_1" })).rejects.toThrow();
  });

  test("a link that is undone is gone for both", async () => {
    await addLink({ otherTicketId: "tic_2" });
    await registry.commit(({ conversation }) => conversation.removeLink("lnk_1"));
    const { conversation } = registry.read;
    expect(await conversation.findLink("lnk_1")).toBeUndefined();
    expect([await conversation.linkCount("tic_1"), await conversation.linkCount("tic_2")]).toEqual([
      0, 0,
    ]);
  });

  test("tags are those that were set last, each once and in order", async () => {
    const set = (tags: readonly string[]) =>
      registry.commit(({ conversation }) => conversation.setTags("tic_1", tags));
    const { conversation } = registry.read;
    await set(["réseau", "Zinc", "réseau"]);
    await registry.commit((unit) => unit.conversation.setTags("tic_2", ["vip"]));
    expect(await conversation.tagsOf(["tic_1", "tic_2", "tic_9"])).toEqual(
      new Map([
        ["tic_1", ["Zinc", "réseau"]],
        ["tic_2", ["vip"]],
      ]),
    );
    await set([]);
    expect(await conversation.tagsOf(["tic_1"])).toEqual(new Map());
    expect(await conversation.tagsOf([])).toEqual(new Map());
  });
});
