import { describe, expect, test } from "vitest";
import { decide, type Ticket, type TicketAct } from "../../../collector/domain/ticket.ts";
import {
  ACTS,
  acknowledge,
  autoResolved,
  cancel,
  close,
  fireAgain,
  goOn,
  merge,
  moveContract,
  raise,
  reopen,
  repeat,
  replyAndWait,
  resolve,
  resolvedByLea,
  restore,
  taken,
  untouched,
  wait,
  waiting,
  worked,
} from "../../support/ticket-acts.ts";

describe("what cannot be done is refused with the state", () => {
  test.for<[string, Ticket, TicketAct]>([
    ["it was taken already", taken, acknowledge],
    ["work has begun", worked, acknowledge],
    ["it is resolved", resolvedByLea, acknowledge],
    ["it waits for the customer already", waiting, wait],
    ["it is in progress already", worked, goOn],
    ["it is resolved already", resolvedByLea, resolve],
    ["it resolved itself already", autoResolved, resolve],
    ["a repetition needs an open ticket", autoResolved, repeat],
    ["nothing runs any more that could wait", resolvedByLea, wait],
    ["a last word waits for nothing", resolvedByLea, replyAndWait],
    ["work is over", resolvedByLea, restore],
    ["its promises are judged", resolvedByLea, raise],
    ["its contract is judged by", resolvedByLea, moveContract],
    ["what is resolved is not cancelled", resolvedByLea, cancel],
    ["what is resolved is not merged", resolvedByLea, merge],
    ["only what is resolved is closed", worked, close],
    ["only what is over reopens", worked, reopen],
    ["only what is over fires again", untouched, fireAgain],
    ["what a person resolved does not reopen by itself", resolvedByLea, fireAgain],
    ["what is closed does not reopen by itself", { state: "closed", takenBy: null }, fireAgain],
  ])("%s", ([, ticket, act]) => {
    expect(decide(ticket, act)).toEqual({ problem: "ticket_state", detail: ticket.state });
  });

  const ends = (["closed", "cancelled", "merged"] as const).flatMap((state) =>
    ACTS.filter(({ kind }) => state !== "closed" || kind !== "reopen").map(
      (act) => [state, act.kind, act] as const,
    ),
  );
  test.for(ends)("%s is an end: no %s", ([state, , act]) => {
    expect(decide({ state, takenBy: null }, act)).toEqual({
      problem: "ticket_state",
      detail: state,
    });
  });
});
