import { describe, expect, test } from "vitest";
import { linesOf } from "../support/journey-reading.ts";
import { paris, useTicketStory } from "../support/ticket-story.ts";

/**
 * Acts on a ticket come in the order in which they are done, whatever a clock says that was set back
 * meanwhile, and whatever is told late: its state and its clocks never part.
 */

const { story, ticket, opens, does, target } = useTicketStory();

const BACK_MS = -2 * 3_600_000;

test("what ends a ticket is not told to have been before what was done since", async () => {
  const { id } = await opens();
  await does("23T12:00", { kind: "wait", waits: "customer" });
  await story.at(paris("23T13:00"));
  const resolve = { kind: "resolve", by: "Nadia" } as const;
  const atMs = Temporal.Instant.from(paris("23T11:30")).epochMilliseconds;
  expect(await story.hands().act(id, resolve, { atMs })).toMatchObject({
    problem: "ticket_change_invalid",
    detail: expect.stringMatching(/^at: /),
  });
  await does("23T13:00", { kind: "resolve" }, { atMs: atMs + 3_600_000 });
  expect(await target("restoration")).toMatchObject({ state: "met", elapsedSeconds: 3_600 });
});

describe("the clock is set back two hours after a ticket opened", () => {
  test("resolved then, its clocks are over", async () => {
    await opens();
    await story.clockIsSetBy(BACK_MS);
    await does("23T09:30", { kind: "resolve" });
    expect(await ticket()).toMatchObject({ state: "resolved", breaksAt: null });
    expect(await target("restoration")).toMatchObject({ state: "met", elapsedSeconds: 0 });
    await story.at(paris("27T18:00"));
    expect(linesOf(await ticket())).toEqual(["opened", "resolved"]);
  });

  test("waiting then, and gone on with, its clock runs again", async () => {
    await opens();
    await does("23T12:00", { kind: "wait", waits: "customer" });
    await story.clockIsSetBy(BACK_MS);
    await does("23T10:30", { kind: "go_on" });
    expect(await target("restoration")).toMatchObject({ state: "running" });
    await does("23T11:30", { kind: "restore" });
    expect(await target("restoration")).toMatchObject({ state: "met", elapsedSeconds: 3_600 });
  });
});
