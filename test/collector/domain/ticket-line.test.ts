import { TARGET_KINDS, TRANSITION_KINDS, type TransitionKind } from "@vigie/shared/ticket.ts";
import { describe, expect, test } from "vitest";
import { type ClockEvent, replay, targetsOf } from "../../../collector/domain/course.ts";
import {
  CLOCK_KINDS,
  type ClockLine,
  toClockEvents,
} from "../../../collector/domain/ticket-line.ts";
import { alwaysOpen } from "../../support/calendars.ts";

/** A minute of the ticket's life. */
const at = (minute: number) => minute * 60_000;

function line(kind: TransitionKind, minute: number, change: Partial<ClockLine> = {}): ClockLine {
  return {
    kind,
    effectiveAtMs: at(minute),
    toState: "in_progress",
    parameters: {},
    promises: null,
    ...change,
  };
}

/** An hour for everything, at any time of any day. */
const opened = line("opened", 0, {
  promises: TARGET_KINDS.map((kind) => ({
    kind,
    budget: { ms: at(60) },
    calendar: alwaysOpen,
    pausable: true,
  })),
});

const toThird = { toState: "waiting_third_party" } as const;
const toCustomer = { toState: "waiting_customer" } as const;

/** Events as a row of a table: "fulfilled restoration 10". */
function summed(events: readonly ClockEvent[]): string[] {
  return events.map((event) => {
    const what = "target" in event ? ` ${event.target}` : "";
    const how = "as" in event ? ` ${event.as}` : "";
    const mode = "mode" in event ? ` ${event.mode}` : "";
    return `${event.kind}${what}${how}${mode} ${event.atMs / 60_000}`;
  });
}

describe("what a line means to the clocks", () => {
  test.for<[string, readonly ClockLine[], readonly string[]]>([
    ["whoever takes it", [line("acknowledged", 5)], ["fulfilled acknowledgement 5"]],
    [
      "a public reply is the first response, and whoever replies has taken it",
      [line("replied", 5)],
      ["fulfilled acknowledgement 5", "fulfilled first_response 5"],
    ],
    [
      "an outgoing call is a first response too",
      [line("called", 5)],
      ["fulfilled acknowledgement 5", "fulfilled first_response 5"],
    ],
    ["a message of the customer is none", [line("customer_wrote", 5)], []],
    [
      "a reply saved together with waiting still counts",
      [line("replied", 5), line("waiting", 5, toCustomer)],
      ["fulfilled acknowledgement 5", "fulfilled first_response 5", "paused 5"],
    ],
    [
      "what was done once is done",
      [line("replied", 5), line("replied", 7), line("acknowledged", 8)],
      ["fulfilled acknowledgement 5", "fulfilled first_response 5"],
    ],
    [
      "going on ends the pause",
      [line("waiting", 5, toCustomer), line("went_on", 9)],
      ["fulfilled acknowledgement 5", "paused 5", "resumed 9"],
    ],
    [
      "the customer's message ends the wait for the customer",
      [line("waiting", 5, toCustomer), line("customer_wrote", 9)],
      ["fulfilled acknowledgement 5", "paused 5", "resumed 9"],
    ],
    [
      "but not the one for a third party",
      [line("waiting", 5, toThird), line("customer_wrote", 9)],
      ["fulfilled acknowledgement 5", "paused 5"],
    ],
    [
      "waiting for somebody else instead is one pause",
      [line("waiting", 5, toCustomer), line("waiting", 7, toThird), line("customer_wrote", 9)],
      ["fulfilled acknowledgement 5", "paused 5"],
    ],
    [
      "arriving on site",
      [line("arrived", 5)],
      ["fulfilled acknowledgement 5", "fulfilled on_site_arrival 5"],
    ],
    [
      "a workaround restores nothing",
      [line("worked_around", 5)],
      ["fulfilled acknowledgement 5", "fulfilled workaround 5"],
    ],
    [
      "what is restored needs no workaround",
      [line("restored", 5)],
      ["fulfilled acknowledgement 5", "fulfilled workaround 5", "fulfilled restoration 5"],
    ],
    [
      "resolved by a person: all is judged, and it was taken",
      [line("resolved", 5, { toState: "resolved" })],
      ["fulfilled acknowledgement 5", "closed judged 5"],
    ],
    [
      "resolved by itself: nothing was needed",
      [line("resolved", 5, { toState: "resolved", parameters: { as: "not_needed" } })],
      ["closed not_needed 5"],
    ],
    [
      "resolved while it waits: the wait ends with it",
      [line("waiting", 5, toThird), line("resolved", 9, { toState: "resolved" })],
      ["fulfilled acknowledgement 5", "paused 5", "resumed 9", "closed judged 9"],
    ],
    [
      "back by itself, it is new",
      [line("reopened", 5, { toState: "new", parameters: { mode: "resume" } })],
      ["reopened resume 5"],
    ],
    [
      "histories of before name no mode",
      [line("reopened", 5, { toState: "new" })],
      ["reopened resume 5"],
    ],
    [
      "a person who reopens it has it in hand",
      [line("reopened", 5, { parameters: { mode: "restart" } })],
      ["reopened restart 5", "fulfilled acknowledgement 5"],
    ],
    ["cancelled", [line("cancelled", 5)], ["cancelled 5"]],
    ["merged stops the clock for good, as a cancellation", [line("merged", 5)], ["cancelled 5"]],
    [
      "a change of priority carries what was consumed",
      [line("priority_changed", 5, { parameters: { mode: "carry_elapsed" }, promises: [] })],
      ["changed carry_elapsed 5"],
    ],
    [
      "a change of contract in its own mode",
      [line("contract_changed", 5, { parameters: { mode: "from_start" }, promises: [] })],
      ["changed from_start 5"],
    ],
    ["a closing after the resolution", [line("closed", 5)], []],
  ])("%s", ([, lines, events]) => {
    expect(summed(toClockEvents(lines))).toEqual(events);
  });
});

/** First response: never a private note, an assignment, a change of status or an automatic reply. */
test.for(
  TRANSITION_KINDS.filter((kind) => kind !== "replied" && kind !== "called").map((kind) => [kind]),
)("%s is no first response", ([kind]) => {
  const events = toClockEvents([line(kind ?? "opened", 5)]);
  expect(events.some((event) => "target" in event && event.target === "first_response")).toBe(
    false,
  );
});

test("an answer in the same instant as the question comes after it", () => {
  const targets = targetsOf(replay(toClockEvents([opened, line("replied", 0)])));
  expect(targets.find(({ kind }) => kind === "first_response")?.end).toMatchObject({
    atMs: 0,
    state: "met",
  });
});

describe("a ticket that is no longer covered, or is again", () => {
  const promises = opened.promises;
  const leaves = line("coverage_changed", 10, { promises: [] });
  const comes = line("coverage_changed", 30, { promises });
  const ends = (...lines: readonly ClockLine[]) =>
    targetsOf(replay(toClockEvents([opened, ...lines]))).map(({ end }) => end?.state);

  test("all its promises are taken back, and none of them can be broken", () => {
    expect(new Set(ends(leaves))).toEqual(new Set(["cancelled"]));
    expect(new Set(ends(leaves, line("resolved", 500)))).toEqual(new Set(["cancelled"]));
  });

  test("what was broken before stays so", () => {
    const late = line("coverage_changed", 70, { promises: [] });
    const [acknowledgement] = ends(line("acknowledged", 65), late);
    expect(acknowledgement).toBe("breached");
  });

  test("covered again it runs again, and the time of before is kept", () => {
    const [target] = targetsOf(replay(toClockEvents([opened, leaves, comes])));
    expect(target?.end).toBeUndefined();
    expect(target?.carriedMs).toBe(at(10));
  });

  test("a line that comes with another change of terms says the words, and moves no clock", () => {
    expect(toClockEvents([line("coverage_changed", 10, { promises: null })])).toEqual([]);
  });
});

test("of a request that waits for a slot the clocks run from its start on", () => {
  const queued = [line("opened", 0, { promises: [] }), line("queued", 0)];
  expect(targetsOf(replay(toClockEvents(queued)))).toEqual([]);
  const started = line("started", 30, { promises: opened.promises });
  const endAt = (minute: number) => {
    const lines = [...queued, started, line("resolved", minute, { toState: "resolved" })];
    const targets = targetsOf(replay(toClockEvents(lines)));
    return targets.find(({ kind }) => kind === "resolution")?.end?.state;
  };
  expect([endAt(89), endAt(91)]).toEqual(["met", "breached"]);
});

test("kinds that no clock is made from have no events", () => {
  const others = TRANSITION_KINDS.filter((kind) => !CLOCK_KINDS.some((known) => known === kind));
  expect(others).toEqual([
    "repeated",
    "recovered",
    "commented",
    "closed",
    "took_in",
    "breached",
    "breach_withdrawn",
    "escalated",
    "cause_said",
    "assigned",
    "changed",
    "linked",
    "unlinked",
    "attached",
  ]);
  for (const kind of others) expect(toClockEvents([line(kind, 1)])).toEqual([]);
});

test("a message that was told late ends the wait when it came, not when it was told", () => {
  const [waits, wrote, resolved] = [
    line("waiting", 10, toCustomer),
    line("customer_wrote", 30),
    line("resolved", 100, { toState: "resolved" }),
  ];
  const endOf = (lines: readonly ClockLine[]) =>
    targetsOf(replay(toClockEvents(lines))).find(({ kind }) => kind === "resolution")?.end?.state;
  expect(endOf([opened, waits, resolved])).toBe("met");
  // Ten minutes before the wait and seventy after it are more than the hour promised.
  expect(endOf([opened, waits, wrote, resolved])).toBe("breached");
});
