import { SEVERITIES } from "@vigie/shared/rule.ts";
import { OPEN_TICKET_STATES, TICKET_STATES } from "@vigie/shared/ticket.ts";
import { describe, expect, test } from "vitest";
import {
  type Decision,
  decide,
  endOf,
  PRIORITY_MATRIX,
  priorityOf,
  REOPEN_WITHIN_MS,
  type Ticket,
  type TicketAct,
} from "../../../collector/domain/ticket.ts";

const untouched: Ticket = { state: "new", takenBy: null };
const taken: Ticket = { state: "acknowledged", takenBy: "lea" };
const autoResolved: Ticket = { state: "resolved", takenBy: null };
const resolvedByLea: Ticket = { state: "resolved", takenBy: "lea" };

const repeat: TicketAct = { kind: "repeat" };
const recover: TicketAct = { kind: "recover", resolves: true };
const recoverOnly: TicketAct = { kind: "recover", resolves: false };
const acknowledge: TicketAct = { kind: "acknowledge", by: "tom" };
const comment: TicketAct = { kind: "comment", by: "tom" };
const resolve: TicketAct = { kind: "resolve", by: "tom" };
const reopen: TicketAct = { kind: "reopen" };
const breach: TicketAct = { kind: "breach", target: "restoration" };
const ACTS = [repeat, recover, recoverOnly, acknowledge, comment, resolve, reopen, breach];

const KEEP = { kind: "keep" } as const;
const ALL_JUDGED = { kind: "end", targets: "all", as: "judged" } as const;
const ALL_NOT_NEEDED = { kind: "end", targets: "all", as: "not_needed" } as const;

describe("what an act does", () => {
  test.for<[string, Ticket, TicketAct, Decision]>([
    [
      "whoever acknowledges takes it, which ends the acknowledgement target alone",
      untouched,
      acknowledge,
      {
        state: "acknowledged",
        takenBy: "tom",
        lines: ["acknowledged"],
        targets: { kind: "end", targets: "acknowledgement", as: "judged" },
      },
    ],
    [
      "a repetition is a line",
      untouched,
      repeat,
      { ...untouched, lines: ["repeated"], targets: KEEP },
    ],
    [
      "a repetition on a taken one too",
      taken,
      repeat,
      { ...taken, lines: ["repeated"], targets: KEEP },
    ],
    [
      "recovered before anybody took it, it resolves itself and its targets were not needed",
      untouched,
      recover,
      { ...autoResolved, lines: ["recovered", "resolved"], targets: ALL_NOT_NEEDED },
    ],
    [
      "a rule may leave that to people",
      untouched,
      recoverOnly,
      { ...untouched, lines: ["recovered"], targets: KEEP },
    ],
    [
      "a ticket that a person took is only annotated",
      taken,
      recover,
      { ...taken, lines: ["recovered"], targets: KEEP },
    ],
    [
      "a recovery after a person resolved it is annotated",
      resolvedByLea,
      recover,
      { ...resolvedByLea, lines: ["recovered"], targets: KEEP },
    ],
    [
      "a comment changes nothing",
      untouched,
      comment,
      { ...untouched, lines: ["commented"], targets: KEEP },
    ],
    [
      "a resolved ticket can be commented",
      resolvedByLea,
      comment,
      { ...resolvedByLea, lines: ["commented"], targets: KEEP },
    ],
    [
      "resolving ends all that runs, by its clock; it stays with whoever took it",
      taken,
      resolve,
      { ...resolvedByLea, lines: ["resolved"], targets: ALL_JUDGED },
    ],
    [
      "resolving what nobody took is taking it",
      untouched,
      resolve,
      { state: "resolved", takenBy: "tom", lines: ["resolved"], targets: ALL_JUDGED },
    ],
    [
      "firing again after it resolved itself makes it new, and its targets run on",
      autoResolved,
      reopen,
      { ...untouched, lines: ["reopened"], targets: { kind: "resume" } },
    ],
    [
      "a breach is a line and that target's",
      taken,
      breach,
      { ...taken, lines: ["breached"], targets: { kind: "breach", target: "restoration" } },
    ],
  ])("%s", ([, ticket, act, decision]) => {
    expect(decide(ticket, act)).toEqual(decision);
  });
});

describe("what cannot be done is refused with the state", () => {
  test.for<[string, Ticket, TicketAct]>([
    ["it was taken already", taken, acknowledge],
    ["work has begun", { state: "in_progress", takenBy: "lea" }, acknowledge],
    ["it is resolved", resolvedByLea, acknowledge],
    ["it is resolved already", resolvedByLea, resolve],
    ["it resolved itself already", autoResolved, resolve],
    ["a repetition needs an open ticket", autoResolved, repeat],
    ["nothing runs any more that could be broken", resolvedByLea, breach],
    ["only a resolved ticket reopens", untouched, reopen],
    ["what a person resolved does not reopen by itself", resolvedByLea, reopen],
  ])("%s", ([, ticket, act]) => {
    expect(decide(ticket, act)).toEqual({ problem: "ticket_state", detail: ticket.state });
  });

  const ends = (["closed", "cancelled", "merged"] as const).flatMap((state) =>
    ACTS.map((act) => [state, act.kind, act] as const),
  );
  test.for(ends)("%s is an end: no %s", ([state, , act]) => {
    expect(decide({ state, takenBy: null }, act)).toEqual({
      problem: "ticket_state",
      detail: state,
    });
  });
});

describe.for(OPEN_TICKET_STATES)("while %s", (state) => {
  test.for([repeat, recover, recoverOnly, comment, resolve, breach])("$kind is possible", (act) => {
    expect(decide({ state, takenBy: "lea" }, act)).toHaveProperty("lines");
  });
});

test("every act on every state is decided or refused, and says with how many lines", () => {
  for (const state of TICKET_STATES) {
    for (const takenBy of [null, "lea"]) {
      for (const act of ACTS) {
        const outcome = decide({ state, takenBy }, act);
        const isRefused = "problem" in outcome;
        expect(isRefused ? outcome.detail : outcome.lines.length > 0).toBe(
          isRefused ? state : true,
        );
      }
    }
  }
});

test.for([
  ["judged", false, "met", "a person resolved it in time"],
  ["judged", true, "breached", "a person resolved it late"],
  ["not_needed", false, "not_needed", "it recovered by itself: neither met nor broken"],
  ["not_needed", true, "breached", "a breach already acquired stays"],
] as const)("a target ends %s, breached %s: %s, %s", ([as, isBreached, state]) => {
  expect(endOf(as, isBreached)).toBe(state);
});

describe("priority", () => {
  test.for([
    ["critical", 1],
    ["warning", 3],
  ] as const)("of %s is %i", ([severity, priority]) => {
    expect(SEVERITIES).toContain(severity);
    expect(priorityOf(severity)).toBe(priority);
  });

  test("never rises when impact or urgency falls", () => {
    const levels = ["high", "medium", "low"] as const;
    for (const level of levels) {
      const byUrgency = levels.map((urgency) => PRIORITY_MATRIX[level][urgency]);
      const byImpact = levels.map((impact) => PRIORITY_MATRIX[impact][level]);
      expect(byUrgency).toEqual(byUrgency.toSorted((a, b) => a - b));
      expect(byImpact).toEqual(byImpact.toSorted((a, b) => a - b));
    }
  });

  test("has its corners", () => {
    const { high, medium, low } = PRIORITY_MATRIX;
    expect([high.high, high.low, medium.medium, low.high, low.low]).toEqual([1, 3, 3, 3, 4]);
  });
});

test("a ticket that resolved itself is taken up again within half an hour", () => {
  expect(REOPEN_WITHIN_MS).toBe(30 * 60 * 1_000);
});
