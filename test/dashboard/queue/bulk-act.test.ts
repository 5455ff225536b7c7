import { expect, test } from "vitest";
import { toBulkAct } from "../../../dashboard/queue/bulk-act.ts";
import { ticket } from "../live/samples.ts";

const tickets = [ticket({ id: "tic_1", number: 1 }), ticket({ id: "tic_2", number: 2 })];

test.for([
  ["resolve", "", { kind: "resolve" }, "needs nothing more"],
  ["assign", "", undefined, "to whom is not said yet"],
  ["assign", "none", { kind: "assign", assigneeId: null }, "nobody is somebody to choose"],
  ["assign", "stf_1", { kind: "assign", assigneeId: "stf_1" }, "a person"],
  ["assign_team", "tem_1", { kind: "assign", teamId: "tem_1" }, "a team leaves the person"],
  ["add_tags", " vip, urgent,, vip ", { kind: "add_tags", tags: ["vip", "urgent"] }, "each once"],
  ["macro", "mcr_1", { kind: "macro", macroId: "mcr_1" }, "by its id"],
  ["merge", "n° 2", { kind: "merge", into: "tic_2" }, "by the number of one of them"],
  ["merge", "3", undefined, "one that is not chosen is no place to end in"],
] as const)("%s %j: %s", ([kind, argument, act]) => {
  expect(toBulkAct(kind, { argument, tickets })).toEqual(act);
});
