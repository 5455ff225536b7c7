import { OPEN_TICKET_STATES, TICKET_STATES, type TicketState } from "@vigie/shared/ticket.ts";
import { describe, expect, test } from "vitest";
import {
  type Decision,
  decide,
  isOpen,
  REOPEN_WITHIN_MS,
  type Ticket,
  type TicketAct,
} from "../../../collector/domain/ticket.ts";
import {
  ACTS,
  ANYTIME,
  acknowledge,
  answer,
  arrive,
  autoResolved,
  call,
  cancel,
  close,
  closedByLea,
  comment,
  fireAgain,
  goOn,
  merge,
  message,
  moveContract,
  raise,
  recover,
  recoverOnly,
  reopen,
  repeat,
  reply,
  replyAndWait,
  resolve,
  resolvedByLea,
  restore,
  takeIn,
  taken,
  untouched,
  wait,
  waitForThird,
  waiting,
  workAround,
  worked,
} from "../../support/ticket-acts.ts";

type Ended = readonly [TicketState, string | null, ...(readonly string[])];

/** A decision as a row of a table: state, who has it, and its lines. */
function summed(outcome: ReturnType<typeof decide>): Ended {
  if ("problem" in outcome) throw new Error(`refused: ${outcome.detail}`);
  return [outcome.state, outcome.takenBy, ...outcome.lines.map(({ kind }) => kind)];
}

describe("what an act does", () => {
  test.for<[string, Ticket, TicketAct, Ended]>([
    [
      "whoever acknowledges takes it",
      untouched,
      acknowledge,
      ["acknowledged", "tom", "acknowledged"],
    ],
    ["a repetition is a line", untouched, repeat, ["new", null, "repeated"]],
    ["a repetition on a taken one too", taken, repeat, ["acknowledged", "lea", "repeated"]],
    [
      "recovered before anybody took it, it resolves itself",
      untouched,
      recover,
      ["resolved", null, "recovered", "resolved"],
    ],
    ["a rule may leave that to people", untouched, recoverOnly, ["new", null, "recovered"]],
    [
      "a ticket that a person took is only annotated",
      taken,
      recover,
      ["acknowledged", "lea", "recovered"],
    ],
    [
      "a recovery after the end is annotated",
      resolvedByLea,
      recover,
      ["resolved", "lea", "recovered"],
    ],
    ["a private note takes nothing", untouched, comment, ["new", null, "commented"]],
    [
      "a resolved ticket can be commented",
      resolvedByLea,
      comment,
      ["resolved", "lea", "commented"],
    ],
    ["whoever replies has taken it", untouched, reply, ["acknowledged", "tom", "replied"]],
    ["it stays with whoever has it", worked, reply, ["in_progress", "lea", "replied"]],
    [
      "a reply that waits is one act and two lines, the reply first",
      untouched,
      replyAndWait,
      ["waiting_customer", "tom", "replied", "waiting"],
    ],
    ["a last word after the end", resolvedByLea, reply, ["resolved", "lea", "replied"]],
    ["whoever calls has taken it", untouched, call, ["acknowledged", "tom", "called"]],
    ["a message is a line", untouched, message, ["new", null, "customer_wrote"]],
    [
      "the awaited message ends the wait",
      waiting,
      answer,
      ["in_progress", "lea", "customer_wrote"],
    ],
    [
      "one that was told late does not",
      waiting,
      message,
      ["waiting_customer", "lea", "customer_wrote"],
    ],
    ["waiting", taken, wait, ["waiting_customer", "lea", "waiting"]],
    ["whoever waits has taken it", untouched, wait, ["waiting_customer", "tom", "waiting"]],
    [
      "waiting for somebody else instead",
      waiting,
      waitForThird,
      ["waiting_third_party", "lea", "waiting"],
    ],
    ["going on ends the wait", waiting, goOn, ["in_progress", "lea", "went_on"]],
    ["going on begins the work", taken, goOn, ["in_progress", "lea", "went_on"]],
    ["arriving begins it too", untouched, arrive, ["in_progress", "tom", "arrived"]],
    [
      "what is done while it waits leaves it waiting",
      waiting,
      arrive,
      ["waiting_customer", "lea", "arrived"],
    ],
    ["a workaround", taken, workAround, ["in_progress", "lea", "worked_around"]],
    ["a restoration", worked, restore, ["in_progress", "lea", "restored"]],
    ["it stays with whoever took it", taken, resolve, ["resolved", "lea", "resolved"]],
    [
      "resolving what nobody took is taking it",
      untouched,
      resolve,
      ["resolved", "tom", "resolved"],
    ],
    ["resolving ends a wait", waiting, resolve, ["resolved", "lea", "resolved"]],
    ["what is resolved is closed", resolvedByLea, close, ["closed", "lea", "closed"]],
    [
      "a person reopens it and has it in hand",
      autoResolved,
      reopen,
      ["in_progress", "tom", "reopened"],
    ],
    ["a closed one too", closedByLea, reopen, ["in_progress", "lea", "reopened"]],
    ["firing again makes it new", autoResolved, fireAgain, ["new", null, "reopened"]],
    ["cancelled", taken, cancel, ["cancelled", "lea", "cancelled"]],
    ["merged", taken, merge, ["merged", "lea", "merged"]],
    ["another one was merged into it", taken, takeIn, ["acknowledged", "lea", "took_in"]],
    ["and after its end", resolvedByLea, takeIn, ["resolved", "lea", "took_in"]],
    ["priority", waiting, raise, ["waiting_customer", "lea", "priority_changed"]],
    ["contract", untouched, moveContract, ["new", null, "contract_changed"]],
  ])("%s", ([, ticket, act, ended]) => {
    expect(summed(decide(ticket, act))).toEqual(ended);
  });

  test.for<[string, Ticket, TicketAct, Decision["lines"]]>([
    [
      "a recovery resolves as not needed, and only the last line changes the state",
      untouched,
      recover,
      [
        { kind: "recovered", toState: "new" },
        { kind: "resolved", toState: "resolved", parameters: { as: "not_needed" } },
      ],
    ],
    [
      "a reply comes before its wait",
      untouched,
      replyAndWait,
      [
        { kind: "replied", toState: "acknowledged" },
        { kind: "waiting", toState: "waiting_customer" },
      ],
    ],
    [
      "a reopening says its mode",
      resolvedByLea,
      reopen,
      [{ kind: "reopened", toState: "in_progress", parameters: { mode: "resume" } }],
    ],
    [
      "one by itself resumes",
      autoResolved,
      fireAgain,
      [{ kind: "reopened", toState: "new", parameters: { mode: "resume" } }],
    ],
    [
      "where it goes on",
      taken,
      merge,
      [{ kind: "merged", toState: "merged", parameters: { into: 7 } }],
    ],
    [
      "and from where it came",
      taken,
      takeIn,
      [{ kind: "took_in", toState: "acknowledged", parameters: { from: 8 } }],
    ],
    [
      "the new priority, and what becomes of time",
      taken,
      raise,
      [
        {
          kind: "priority_changed",
          toState: "acknowledged",
          parameters: { to: 1, mode: "carry_elapsed" },
        },
      ],
    ],
    [
      "the new contract version",
      taken,
      moveContract,
      [
        {
          kind: "contract_changed",
          toState: "acknowledged",
          parameters: { to: "cov_2", mode: "restart" },
        },
      ],
    ],
  ])("its lines say: %s", ([, ticket, act, lines]) => {
    expect(decide(ticket, act)).toMatchObject({ lines });
  });
});

describe.for(OPEN_TICKET_STATES)("while %s", (state) => {
  test.for(ANYTIME.filter((act) => act !== waitForThird || state !== "waiting_third_party"))(
    "$kind is possible",
    (act) => {
      expect(decide({ state, takenBy: "lea" }, act)).toHaveProperty("lines");
    },
  );
});

const SITUATIONS = TICKET_STATES.flatMap((state) =>
  [null, "lea"].map((takenBy) => ({ state, takenBy })),
);

test.for(SITUATIONS)("every act on %o is refused, or ends where its last line does", (ticket) => {
  for (const act of ACTS) {
    const outcome = decide(ticket, act);
    if ("problem" in outcome) expect(outcome.detail).toBe(ticket.state);
    else expect(outcome.lines.at(-1)?.toState, act.kind).toBe(outcome.state);
  }
});

test("open is every state in which somebody still has to do something", () => {
  expect(TICKET_STATES.filter((state) => isOpen({ state }))).toEqual([...OPEN_TICKET_STATES]);
});

test("a ticket that resolved itself is taken up again within half an hour", () => {
  expect(REOPEN_WITHIN_MS).toBe(30 * 60 * 1_000);
});
