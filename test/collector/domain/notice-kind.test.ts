import { describe, expect, test } from "vitest";
import {
  type NoticedLine,
  type NoticedTicket,
  noticedIn,
  stillHolds,
} from "../../../collector/domain/notice-kind.ts";

const line = (change: Partial<NoticedLine>): NoticedLine => ({
  kind: "commented",
  fromState: "in_progress",
  toState: "in_progress",
  parameters: {},
  ...change,
});
const opened = line({ kind: "opened", fromState: null, toState: "new" });
const P1: NoticedTicket = { priority: 1, parentId: null, assigneeId: null };
const P3 = { ...P1, priority: 3 };
const given = { ...P3, assigneeId: "stf_1" };
const child = { ...P1, parentId: "tic_9" };

const told = (one: NoticedLine, ticket: NoticedTicket) =>
  noticedIn(one, ticket).map(({ kind, isUrgent, afterMs }) =>
    [
      kind,
      ...(isUrgent ? ["urgent"] : []),
      ...(afterMs > 0 ? [`after ${afterMs / 60_000}`] : []),
    ].join(" "),
  );

describe("what a line gives to tell", () => {
  test.for<[string, NoticedLine, NoticedTicket, string[]]>([
    ["a new P3", opened, P3, ["ticket_opened"]],
    [
      "a new P1 is urgent, and somebody must take it",
      opened,
      P1,
      ["ticket_opened urgent", "ticket_unassigned urgent after 10"],
    ],
    ["one that somebody was given with its opening", opened, given, ["ticket_opened", "assigned"]],
    [
      "an outage stands for its machines",
      { ...opened, parameters: { machines: 40 } },
      P3,
      ["outage_opened urgent"],
    ],
    ["a part of an outage says nothing by itself", opened, child, []],
    [
      "but what a customer writes on it is told",
      line({ kind: "customer_wrote" }),
      child,
      ["customer_replied"],
    ],
    ["assigned to somebody", line({ kind: "assigned" }), given, ["assigned"]],
    ["assigned to nobody", line({ kind: "assigned" }), P3, []],
    ["a private note is nobody else's", line({ kind: "commented" }), P1, []],
    ["a reply", line({ kind: "replied" }), P3, ["staff_replied"]],
    [
      "the first act on a new ticket takes it",
      line({ kind: "replied", fromState: "new", toState: "acknowledged" }),
      P3,
      ["staff_replied", "ticket_taken"],
    ],
    [
      "a step before due",
      line({ kind: "escalated", parameters: { step: "75%" } }),
      P3,
      ["breach_near"],
    ],
    ["a step at due", line({ kind: "escalated", parameters: { step: "100%" } }), P3, ["escalated"]],
    [
      "time before due",
      line({ kind: "escalated", parameters: { step: "-1800s" } }),
      P3,
      ["breach_near"],
    ],
    [
      "time after due",
      line({ kind: "escalated", parameters: { step: "+3600s" } }),
      P3,
      ["escalated"],
    ],
    ["an escalation without a step", line({ kind: "escalated" }), P3, ["escalated"]],
    [
      "a step of a policy, which woke somebody",
      line({ kind: "escalated", parameters: { step: 1, told: "Karim" } }),
      P1,
      ["ticket_unacknowledged"],
    ],
    [
      "one that found nobody",
      line({ kind: "escalated", parameters: { step: 1, told: "" } }),
      P1,
      [],
    ],
    ["a promise broken", line({ kind: "breached" }), P3, ["breached"]],
    ["a P1 that came back", line({ kind: "reopened" }), P1, ["ticket_reopened urgent"]],
    ["recovery alone", line({ kind: "recovered" }), P1, []],
    ["resolved", line({ kind: "resolved", toState: "resolved" }), P3, ["ticket_resolved"]],
  ])("%s", ([, one, ticket, expected]) => {
    expect(told(one, ticket)).toEqual(expected);
  });
});

describe("whether what was told later still holds", () => {
  test.for<[string, Parameters<typeof stillHolds>[1], boolean]>([
    ["nobody has it", { state: "new", assigneeId: null, parentId: null }, true],
    ["somebody was given it", { state: "new", assigneeId: "stf_1", parentId: null }, false],
    ["somebody took it", { state: "acknowledged", assigneeId: null, parentId: null }, false],
    ["it is over", { state: "resolved", assigneeId: null, parentId: null }, false],
    ["it became a part of an outage", { state: "new", assigneeId: null, parentId: "tic_9" }, false],
  ])("%s", ([, ticket, expected]) => {
    expect(stillHolds("ticket_unassigned", ticket)).toBe(expected);
    expect(stillHolds("ticket_opened", ticket)).toBe(true);
  });
});
