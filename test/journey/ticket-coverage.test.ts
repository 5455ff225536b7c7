import { beforeEach, describe, expect, test } from "vitest";
import type { HandAct } from "../../collector/flow/acts.ts";
import { agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";
import { instant, paris } from "../support/ticket-story.ts";

/**
 * What a ticket is and how heavy may turn out otherwise, and what is promised follows. Opened on Monday at
 * 10 with priority 3: taken within 4 hours, restored within 18, from 9 to 18.
 */

const story = useJourney({ m1: {}, loose: { covered: false } });
let id: string;

async function opens(name: string, type: "incident" | "evolutive" = "incident"): Promise<void> {
  const opened = await story.requests().open({
    by: "Nadia",
    customerId: await customerOf(story),
    machineId: story.agent(name).machineId,
    title: "It hums",
    type,
    impact: "medium",
    urgency: "medium",
    channel: "phone",
  });
  if ("problem" in opened) throw new Error(opened.detail);
  id = opened.id;
}

async function ticket() {
  const found = await story.ticket(id);
  if (found === undefined) throw new Error("no ticket was opened");
  return found;
}

type Unsigned<Act> = Act extends HandAct ? Omit<Act, "by"> : never;

async function does(at: string, act: Unsigned<HandAct>) {
  await story.at(paris(at));
  return story.hands().act(id, { ...act, by: "Nadia" }, { version: (await ticket()).version });
}

const targets = async () =>
  (await ticket()).targets.map(({ kind, state, dueAt }) => [kind, state, dueAt]);
const restoration = async () => (await targets()).find(([kind]) => kind === "restoration");
const lastLines = async (count: number) => (await ticket()).transitions.slice(-count);

const becomes = (type: "incident" | "evolutive") =>
  ({ kind: "set_type", type, mode: "carry_elapsed" }) as const;

describe("another type", () => {
  test("that the contract leaves out: the promises end unbroken, and both lines say so", async () => {
    await opens("m1");
    expect(await does("23T12:00", becomes("evolutive"))).toEqual({ done: true });
    expect(await ticket()).toMatchObject({
      type: "evolutive",
      coverage: "type_not_included",
      coverageReason: { code: "type_left_out", consequence: "intervention" },
      contract: { name: "Maintenance" },
      breaksAt: null,
    });
    expect((await targets()).map(([, state]) => state)).toEqual(["cancelled", "cancelled"]);
    expect(await lastLines(2)).toMatchObject([
      { kind: "changed", parameters: { field: "type", from: "incident", to: "evolutive" } },
      { kind: "coverage_changed", parameters: { from: "covered", to: "type_not_included" } },
    ]);
    await story.at(paris("30T10:00"));
    expect(linesOf(await ticket())).toEqual(["opened", "changed", "coverage_changed"]);
  });

  test("and back: what was consumed before counts, what lay between does not", async () => {
    await opens("m1");
    await does("23T12:00", becomes("evolutive"));
    await does("24T10:00", becomes("incident"));
    expect(await ticket()).toMatchObject({ coverage: "covered" });
    // Two of eighteen hours on Monday, eight on Tuesday, eight on Wednesday.
    expect(await restoration()).toEqual(["restoration", "running", instant("25T17:00")]);
  });

  test("that it includes where it did not: promised from then on", async () => {
    await opens("m1", "evolutive");
    expect(await targets()).toEqual([]);
    await does("23T14:00", becomes("incident"));
    expect(await restoration()).toEqual(["restoration", "running", instant("25T14:00")]);
  });

  test("on a machine outside the perimeter nothing is promised, whatever it is", async () => {
    await opens("loose");
    await does("23T12:00", becomes("evolutive"));
    expect(await ticket()).toMatchObject({ coverage: "outside_perimeter", targets: [] });
    expect(linesOf(await ticket())).toEqual(["opened", "changed"]);
  });

  test("the type that it has is refused", async () => {
    await opens("m1");
    expect(await does("23T12:00", becomes("incident"))).toEqual({
      problem: "ticket_change_invalid",
      detail: "type: it is incident already",
    });
  });
});

describe("another weight", () => {
  const weighs = (impact: "high" | "low", urgency: "high" | "medium") =>
    ({ kind: "set_weight", impact, urgency, mode: "carry_elapsed" }) as const;

  beforeEach(() => opens("m1"));

  test("gives the priority of the contract's matrix, with its promises", async () => {
    expect(await does("23T12:00", weighs("high", "high"))).toEqual({ done: true });
    expect(await ticket()).toMatchObject({ impact: "high", urgency: "high", priority: 1 });
    // Restored within 4 hours, of which two are consumed.
    expect(await restoration()).toEqual(["restoration", "running", instant("23T14:00")]);
    expect(await lastLines(3)).toMatchObject([
      {
        kind: "changed",
        parameters: {
          field: "weight",
          fromImpact: "medium",
          fromUrgency: "medium",
          impact: "high",
          urgency: "high",
        },
      },
      { kind: "priority_changed", parameters: { from: 3, to: 1 } },
      { kind: "breached", parameters: { target: "acknowledgement" } },
    ]);
  });

  test("of the same priority moves no clock", async () => {
    const before = await targets();
    await agreeOn(story, {});
    await does("23T10:00", { kind: "set_weight", impact: "high", urgency: "low", mode: "restart" });
    expect(await ticket()).toMatchObject({ impact: "high", urgency: "low", priority: 3 });
    expect(await targets()).toEqual(before);
    expect(linesOf(await ticket())).toEqual(["opened", "changed"]);
  });

  test("that it has already is refused", async () => {
    const same = {
      kind: "set_weight",
      impact: "medium",
      urgency: "medium",
      mode: "restart",
    } as const;
    expect(await does("23T12:00", same)).toMatchObject({
      detail: "impact, urgency: they are medium and medium already",
    });
  });
});

describe("a ticket without a contract", () => {
  test("is put under one by hand: covered by a person's word, with its promises", async () => {
    await opens("loose");
    const [version] = await story.read().contracts.versions();
    const contractVersionId = version?.id ?? "";
    const moves = { kind: "set_contract", contractVersionId, mode: "from_start" } as const;
    expect(await does("23T12:00", moves)).toEqual({ done: true });
    expect(await ticket()).toMatchObject({
      coverage: "covered",
      coverageReason: { code: "moved_by_hand", parameters: { contract: "Maintenance" } },
      contract: { name: "Maintenance" },
    });
    expect(await restoration()).toEqual(["restoration", "running", instant("25T10:00")]);
    expect(await lastLines(2)).toMatchObject([
      { kind: "contract_changed", parameters: { toContract: "Maintenance", toVersion: 1 } },
      { kind: "coverage_changed", parameters: { from: "outside_perimeter", to: "covered" } },
    ]);
    await does("23T13:00", { kind: "resolve" });
    const outcomes = await story.read().tickets.outcomesOf(id);
    expect(outcomes.map(({ contractVersionId: under }) => under)).toContain(contractVersionId);
  });

  test("stays off the clocks where that contract leaves out its type", async () => {
    await opens("loose", "evolutive");
    const [version] = await story.read().contracts.versions();
    const contractVersionId = version?.id ?? "";
    await does("23T12:00", { kind: "set_contract", contractVersionId, mode: "from_start" });
    expect(await ticket()).toMatchObject({
      coverage: "type_not_included",
      contract: { name: "Maintenance" },
      targets: [],
    });
  });
});
