import { describe, expect, test } from "vitest";
import { mondayToFriday } from "../support/calendars.ts";
import { hours, openOffice, promise } from "../support/promises.ts";
import { instant, RESTORE, useTicketStory } from "../support/ticket-story.ts";

/** A ticket keeps the versions that held when it opened, whatever is edited later. */

const { story, ticket, opens, does, target } = useTicketStory();

describe("what was promised when it opened", () => {
  test("stays, whatever becomes of the contract and its calendar", async () => {
    await opens();
    const before = await ticket();
    await openOffice(story, mondayToFriday("09:00-12:00"));
    await promise(story, { 3: [{ ...RESTORE, budgetSeconds: hours(1) }] });
    await story.collectorRestarts();
    expect((await ticket()).targets).toEqual(before.targets);
    await does("23T12:00", { kind: "wait", waits: "customer" });
    await does("24T10:00", { kind: "go_on" });
    // One hour was used; the other seventeen by the hours of its opening: 8 on Tuesday, 9 on Wednesday.
    expect(await target("restoration")).toMatchObject({ dueAt: instant("25T18:00") });
  });

  test("stays also for a promise that comes later with a change of priority", async () => {
    await opens();
    await openOffice(story, mondayToFriday("09:00-12:00"));
    await promise(story, { 3: [{ ...RESTORE, budgetSeconds: hours(1) }] });
    await does("23T12:00", { kind: "set_priority", priority: 1, mode: "carry_elapsed" });
    expect(await target("restoration")).toMatchObject({
      budgetSeconds: hours(12),
      dueAt: instant("23T23:00"),
    });
    await does("23T13:00", { kind: "set_priority", priority: 3, mode: "restart" });
    expect(await target("restoration")).toMatchObject({ dueAt: instant("25T13:00") });
  });

  test("changes by hand to another version, with its calendars as they are now", async () => {
    await opens();
    await openOffice(story, mondayToFriday("09:00-12:00"));
    const contractVersionId = await promise(story, {
      3: [{ ...RESTORE, budgetSeconds: hours(4) }],
    });
    await does("23T13:00", { kind: "set_contract", contractVersionId, mode: "carry_elapsed" });
    // Two of four hours were used by the old hours; the mornings of Tuesday hold the rest.
    expect(await target("restoration")).toMatchObject({ dueAt: instant("24T11:00") });
    expect(await target("acknowledgement")).toMatchObject({ state: "cancelled" });
  });

  test.for([
    ["no such version", "cov_nowhere"],
    ["the version that it has", undefined],
  ] as const)("is not changed to %s", async ([, wished]) => {
    const { id, version } = await opens();
    const row = await story.read().tickets.find(id);
    const contractVersionId = wished ?? row?.contractVersionId ?? "";
    const act = { kind: "set_contract", by: "Nadia", contractVersionId, mode: "restart" } as const;
    expect(await story.hands().act(id, act, { version })).toMatchObject({
      problem: "ticket_change_invalid",
    });
  });
});
