import type { Ticket, TicketAct } from "../../collector/domain/ticket.ts";

/** Tickets in the states that matter, and an act of each kind; Lea has them, Tom acts. */

const by = "tom";
export const untouched: Ticket = { state: "new", takenBy: null };
export const taken: Ticket = { state: "acknowledged", takenBy: "lea" };
export const worked: Ticket = { state: "in_progress", takenBy: "lea" };
export const waiting: Ticket = { state: "waiting_customer", takenBy: "lea" };
export const autoResolved: Ticket = { state: "resolved", takenBy: null };
export const resolvedByLea: Ticket = { state: "resolved", takenBy: "lea" };
export const closedByLea: Ticket = { state: "closed", takenBy: "lea" };

export const repeat: TicketAct = { kind: "repeat" };
export const recover: TicketAct = { kind: "recover", resolves: true };
export const recoverOnly: TicketAct = { kind: "recover", resolves: false };
export const acknowledge: TicketAct = { kind: "acknowledge", by };
export const comment: TicketAct = { kind: "comment", by };
export const reply: TicketAct = { kind: "reply", by };
export const replyAndWait: TicketAct = { kind: "reply", by, waits: "customer" };
export const call: TicketAct = { kind: "log_call", by };
export const message: TicketAct = { kind: "customer_message", by: "Camille", endsWait: false };
export const answer: TicketAct = { kind: "customer_message", by: "Camille", endsWait: true };
export const wait: TicketAct = { kind: "wait", by, waits: "customer" };
export const waitForThird: TicketAct = { kind: "wait", by, waits: "third_party" };
export const goOn: TicketAct = { kind: "go_on", by };
export const arrive: TicketAct = { kind: "arrive", by };
export const workAround: TicketAct = { kind: "work_around", by };
export const restore: TicketAct = { kind: "restore", by };
export const resolve: TicketAct = { kind: "resolve", by };
export const close: TicketAct = { kind: "close", by };
export const cancel: TicketAct = { kind: "cancel", by };
export const reopen: TicketAct = { kind: "reopen", by, mode: "resume" };
export const fireAgain: TicketAct = { kind: "fire_again" };
export const merge: TicketAct = { kind: "merge", by, into: { id: "tic_7", number: 7 } };
export const takeIn: TicketAct = { kind: "take_in", by, from: 8 };
export const raise: TicketAct = { kind: "set_priority", by, priority: 1, mode: "carry_elapsed" };
export const moveContract: TicketAct = {
  kind: "set_contract",
  by,
  contractVersionId: "cov_2",
  mode: "restart",
};
const weigh: TicketAct = {
  kind: "set_weight",
  by,
  impact: "high",
  urgency: "low",
  mode: "restart",
};
const retype: TicketAct = { kind: "set_type", by, type: "evolutive", mode: "restart" };
const becomePart: TicketAct = { kind: "become_part", by, of: { id: "tic_9", number: 9 } };
const standAlone: TicketAct = { kind: "stand_alone", by, from: 9 };

/** Acts that any open ticket takes, whatever its state. */
export const ANYTIME = [
  repeat,
  recover,
  recoverOnly,
  comment,
  reply,
  replyAndWait,
  call,
  message,
  answer,
  waitForThird,
  arrive,
  workAround,
  restore,
  resolve,
  cancel,
  merge,
  takeIn,
  raise,
  moveContract,
  weigh,
  retype,
  becomePart,
  standAlone,
];
export const ACTS = [...ANYTIME, acknowledge, wait, goOn, close, reopen, fireAgain];
