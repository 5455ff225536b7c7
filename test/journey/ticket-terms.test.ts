import type { Penalties } from "@vigie/shared/contract-terms.ts";
import { describe, expect, test } from "vitest";
import { penaltyMonths } from "../../collector/domain/penalty.ts";
import { mondayToFriday } from "../support/calendars.ts";
import { hours, openOffice, promise } from "../support/promises.ts";
import { instant, RESTORE, useTicketStory } from "../support/ticket-story.ts";

/** A promise is judged by the terms that gave it, whatever the ticket comes under later. */

const { story, ticket, opens, does, target } = useTicketStory();

const contractVersionOf = async (id: string) =>
  (await story.read().tickets.find(id))?.contractVersionId ?? "";

async function outcome(kind: "acknowledgement" | "restoration") {
  const outcomes = await story.read().tickets.outcomesOf((await ticket()).id);
  return outcomes.find((ended) => ended.target === kind);
}

/** 5 % of 1,000.00 for each started hour of an acknowledgement that was late. */
const PENALTIES: Penalties = {
  rateBasisPoints: 500,
  base: { amountCents: 100_000 },
  capBasisPoints: 2_000,
  targets: ["acknowledgement"],
  priorities: [3],
  exclusions: [],
};

/** What is owed in cents, where these priorities have penalties. */
async function owed(...priorities: number[]): Promise<number[]> {
  const outcomes = await story.read().tickets.outcomesOf((await ticket()).id);
  const penalties = { ...PENALTIES, priorities };
  const terms = { penalties, pricing: { currency: "EUR" }, feeCount: 1 } as const;
  const months = penaltyMonths(outcomes, { timeZone: "Europe/Paris", termsOf: () => terms });
  return months.flatMap(({ lines }) => lines.map(({ amountCents }) => amountCents));
}

describe("acknowledged too late under priority 3", () => {
  test("stays broken under it, and owes what that priority owes, through priorities 2 and 4", async () => {
    await opens();
    const ended = { state: "breached", priority: 3, budgetMs: hours(4) * 1_000 };
    await does("23T16:00", { kind: "acknowledge" });
    await does("23T16:10", { kind: "set_priority", priority: 2, mode: "carry_elapsed" });
    await does("23T16:20", { kind: "resolve" });
    expect(await outcome("acknowledgement")).toMatchObject(ended);
    expect([await owed(3), await owed(1, 2)]).toEqual([[5_000], []]);
    await does("23T16:30", { kind: "reopen", mode: "resume" });
    await does("23T16:40", { kind: "set_priority", priority: 4, mode: "carry_elapsed" });
    await does("23T16:50", { kind: "resolve" });
    expect(await outcome("acknowledgement")).toMatchObject(ended);
    expect([await owed(3), await owed(4)]).toEqual([[5_000], []]);
  });

  test("what still runs is judged by the priority that it runs under", async () => {
    await opens();
    await does("23T12:00", { kind: "set_priority", priority: 1, mode: "carry_elapsed" });
    await does("23T13:00", { kind: "resolve" });
    expect(await outcome("restoration")).toMatchObject({ state: "met", priority: 1 });
  });

  test("stays that of its contract version, when the ticket comes under another", async () => {
    const { id } = await opens();
    const first = await contractVersionOf(id);
    await does("23T16:00", { kind: "acknowledge" });
    const second = await promise(story, { 3: [{ ...RESTORE, budgetSeconds: hours(4) }] });
    const moves = { kind: "set_contract", contractVersionId: second, mode: "restart" } as const;
    await does("23T16:10", moves);
    await does("23T16:20", { kind: "resolve" });
    expect(await outcome("acknowledgement")).toMatchObject({
      state: "breached",
      contractVersionId: first,
    });
    expect(await outcome("restoration")).toMatchObject({ contractVersionId: second });
  });
});

describe("another contract version", () => {
  async function movesTo(at: string, contractVersionId: string): Promise<void> {
    await does(at, { kind: "set_contract", contractVersionId, mode: "from_start" });
  }

  test("back to the one that it had: with the calendars that it had, for each priority", async () => {
    const { id } = await opens();
    const first = await contractVersionOf(id);
    const second = await promise(story, { 3: [{ ...RESTORE, budgetSeconds: hours(4) }] });
    await movesTo("23T12:00", second);
    await openOffice(story, mondayToFriday("09:00-12:00"));
    await movesTo("23T12:10", first);
    expect(await target("restoration")).toMatchObject({ dueAt: instant("25T11:00") });
    await does("23T12:20", { kind: "set_priority", priority: 1, mode: "from_start" });
    expect(await target("restoration")).toMatchObject({ dueAt: instant("23T23:00") });
    const changed = (await ticket()).transitions.filter(({ kind }) => kind === "contract_changed");
    expect(changed.map(({ parameters }) => parameters)).toMatchObject([
      { from: first, to: second, fromVersion: 2, toVersion: 3 },
      { from: second, to: first, fromVersion: 3, toVersion: 2 },
    ]);
  });

  test("that was in force once, and that it never had, is refused", async () => {
    const between = await promise(story, { 3: [{ ...RESTORE, budgetSeconds: hours(90) }] });
    await promise(story, { 3: [{ ...RESTORE, budgetSeconds: hours(18) }] });
    const { id, version } = await opens();
    const act = {
      kind: "set_contract",
      by: "Nadia",
      contractVersionId: between,
      mode: "restart",
    } as const;
    expect(await story.hands().act(id, act, { version })).toEqual({
      problem: "ticket_change_invalid",
      detail:
        "contractVersionId: name a version that is in force today for this customer, or one that the ticket had before",
    });
  });
});
