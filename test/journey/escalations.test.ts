import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf } from "../support/journey-reading.ts";
import { hours, promise } from "../support/promises.ts";

/**
 * Steps of escalations, each fired once. The office works from Monday to Friday, 9 to 18; a ticket
 * opens on Monday at 11:00 with eighteen hours to restore: half of them are used on Tuesday at 11:00,
 * an hour is left on Wednesday at 10:00, and it is due on Wednesday at 11:00.
 */

const story = useJourney({ m1: { class: "laptop" } });

const RESTORE = { kind: "restoration", pausable: true } as const;
const STEPS = [{ percent: 50 }, { offsetSeconds: -3_600 }, { offsetSeconds: 3_600 }];

beforeEach(async () => {
  await promise(story, {
    1: [{ ...RESTORE, budgetSeconds: hours(40), escalations: STEPS }],
    3: [{ ...RESTORE, budgetSeconds: hours(18), escalations: STEPS }],
  });
  await story.agent("m1").greets();
  await story.at("2026-11-23T10:54:00+01:00");
  await story.reportsFor(6, "m1", FULL);
});

const paris = (text: string) => `2026-11-${text}:00+01:00`;
const instant = (text: string) =>
  Temporal.Instant.from(paris(text)).toString({ smallestUnit: "millisecond" });

async function ticket(): Promise<TicketDetail> {
  const [found] = await story.tickets("m1");
  if (found === undefined) throw new Error("no ticket was opened");
  return found;
}

/** What fired: the step, when it was to fire, and when it did. */
async function fired(): Promise<unknown[]> {
  return (await ticket()).transitions
    .filter(({ kind }) => kind === "escalated")
    .map(({ at, parameters }) => [parameters["step"], parameters["originalAt"], at]);
}

/** A sweep comes by within a second. */
const swept = (text: string) => instant(text).replace("00.000Z", "01.000Z");

async function states(): Promise<string[]> {
  const rows = await story.read().tickets.escalations((await ticket()).id);
  return rows.map(({ cycle, step, state }) => `${cycle} ${step} ${state}`);
}

type Act = Parameters<ReturnType<typeof story.hands>["act"]>[1];

async function does(at: string, act: Act): Promise<void> {
  await story.at(paris(at));
  const { id, version } = await ticket();
  expect(await story.hands().act(id, act, { version })).toEqual({ done: true });
}

const by = "Nadia";

test("each fires at its working time, once, and says of which promise", async () => {
  await story.at(paris("27T18:00"));
  expect(await fired()).toEqual([
    ["50%", instant("24T11:00"), swept("24T11:00")],
    ["-3600s", instant("25T10:00"), swept("25T10:00")],
    ["+3600s", instant("25T12:00"), swept("25T12:00")],
  ]);
  const line = (await ticket()).transitions.find(({ kind }) => kind === "escalated");
  expect(line).toMatchObject({ actor: "vigie", parameters: { target: "restoration" } });
  expect(await states()).toEqual(["1 +3600s fired", "1 -3600s fired", "1 50% fired"]);
});

test("after a downtime each that was missed fires once, with when it should have", async () => {
  await story.at(paris("23T17:00"));
  await story.standsStill({ hours: 42 });
  const back = instant("25T11:00");
  expect(await fired()).toEqual([
    ["50%", instant("24T11:00"), back],
    ["-3600s", instant("25T10:00"), back],
  ]);
  await story.collectorRestarts();
  await story.sweep();
  await story.after({ minutes: 30 });
  expect(await fired()).toHaveLength(2);
});

test("an act that comes before the sweep finds what is due, and says it first", async () => {
  await story.at(paris("23T17:00"));
  const { id, version } = await ticket();
  // A second after it was reached, between two sweeps.
  await story.at("2026-11-24T11:00:00+01:00");
  await story.after({ milliseconds: 500 });
  await story.hands().act(id, { kind: "wait", by, waits: "customer" }, { version });
  expect(linesOf(await ticket())).toEqual(["opened", "escalated", "waiting"]);
});

describe("what is no longer justified", () => {
  test("a wait puts the steps off", async () => {
    await does("23T18:00", { kind: "wait", by, waits: "third_party" });
    await story.at(paris("26T09:00"));
    expect(await fired()).toEqual([]);
    await does("26T09:00", { kind: "go_on", by });
    await story.at(paris("26T18:00"));
    // Seven hours were used on Monday; two more are by 11:00.
    expect(await fired()).toEqual([["50%", instant("26T11:00"), swept("26T11:00")]]);
  });

  test.for([
    ["met", { kind: "restore", by }],
    ["resolved", { kind: "resolve", by }],
    ["cancelled", { kind: "cancel", by }],
  ] as const)("once it is %s, nothing fires", async ([, act]) => {
    await does("24T10:00", act);
    await story.at(paris("27T18:00"));
    expect(await fired()).toEqual([]);
    expect(await states()).toEqual(["1 +3600s cancelled", "1 -3600s cancelled", "1 50% cancelled"]);
  });

  test("a due time that moves later arms again what had fired", async () => {
    await story.at(paris("24T12:00"));
    expect(await fired()).toHaveLength(1);
    await does("24T12:00", { kind: "set_priority", by, priority: 1, mode: "carry_elapsed" });
    expect(await states()).toContain("1 50% planned");
    await story.at(paris("30T18:00"));
    // Twenty of forty hours: ten until Tuesday at 12:00, six on Tuesday, four on Wednesday.
    expect(await fired()).toEqual([
      ["50%", instant("24T11:00"), swept("24T11:00")],
      ["50%", instant("25T13:00"), swept("25T13:00")],
      ["-3600s", expect.any(String), expect.any(String)],
      ["+3600s", expect.any(String), expect.any(String)],
    ]);
  });

  test("a due time that moves earlier fires at once what it passes, once", async () => {
    await does("23T13:00", { kind: "set_priority", by, priority: 1, mode: "carry_elapsed" });
    await does("26T10:00", { kind: "set_priority", by, priority: 3, mode: "carry_elapsed" });
    await story.after({ hours: 3 });
    expect(await fired()).toEqual([
      // Half of forty hours came in the meantime; of eighteen it is justified still.
      ["50%", instant("25T13:00"), swept("25T13:00")],
      ["+3600s", instant("26T10:00"), swept("26T10:00")],
      ["-3600s", instant("26T10:00"), swept("26T10:00")],
    ]);
  });

  test("a reopening that resumes arms them again, one that begins anew has steps of its own", async () => {
    await does("24T10:00", { kind: "resolve", by });
    await does("24T10:30", { kind: "reopen", by, mode: "resume" });
    expect(await states()).toEqual(["1 +3600s planned", "1 -3600s planned", "1 50% planned"]);
    await story.at(paris("24T12:00"));
    expect(await fired()).toEqual([["50%", instant("24T11:30"), swept("24T11:30")]]);
    await does("24T12:00", { kind: "resolve", by });
    await does("24T13:00", { kind: "reopen", by, mode: "restart" });
    expect((await states()).toSorted()).toEqual([
      "1 +3600s cancelled",
      "1 -3600s cancelled",
      "1 50% fired",
      "2 +3600s planned",
      "2 -3600s planned",
      "2 50% planned",
    ]);
    await story.at(paris("25T18:00"));
    expect((await fired()).at(-1)).toEqual(["50%", instant("25T13:00"), swept("25T13:00")]);
  });
});
