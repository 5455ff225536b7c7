import type { TimeEntryDocument } from "@vigie/shared/work.ts";
import { expect, test } from "vitest";
import { toChange } from "../../../dashboard/ticket/time-correction.tsx";
import { toTimeFilled } from "../../../dashboard/ticket/time-fields.tsx";

const PARIS = "Europe/Paris";
const entry: TimeEntryDocument = {
  id: "tme_1",
  ticketId: "tic_1",
  by: "Claire",
  kind: "work",
  startedAt: "2026-11-23T08:00:20.000Z",
  endedAt: "2026-11-23T08:30:45.000Z",
  minutes: 30,
  outOfHoursMinutes: 0,
  note: "",
  version: 1,
};
const filled = toTimeFilled(entry, PARIS);

test.for([
  [{ note: "au téléphone" }, { kind: "work", note: "au téléphone" }, "its seconds stay"],
  [{ kind: "travel" }, { kind: "travel", note: "" }, "another kind"],
  [
    { minutes: "45" },
    {
      kind: "work",
      note: "",
      startedAt: "2026-11-23T07:45:00.000Z",
      endedAt: "2026-11-23T08:30:00.000Z",
    },
    "longer, until the same minute",
  ],
  [{ minutes: "" }, undefined, "no time is said"],
  [{ until: "" }, undefined, "no end is said"],
] as const)("%o changes %o: %s", ([change, expected]) => {
  expect(toChange(entry, { ...filled, ...change }, PARIS)).toEqual(expected);
});
