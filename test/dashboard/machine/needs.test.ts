import { expect, test } from "vitest";
import { ApiProblem } from "../../../dashboard/api/problem.ts";
import { NOTHING_LIVE } from "../../../dashboard/live/machine-live.ts";
import { toReading } from "../../../dashboard/machine/needs.tsx";

/** Whether a page that shows no alert and no open ticket may say that there is none. */

const ALL = { ...NOTHING_LIVE, knowsAlerts: true, knowsTickets: true };
const NO_ANSWER = new ApiProblem({ code: "no_answer", status: 0, title: "" });

test.for([
  ["all was read", ALL, null, "done"],
  ["what was read or fed holds, though it could not be read again", ALL, NO_ANSWER, "done"],
  ["nothing was read yet", NOTHING_LIVE, null, "under_way"],
  ["half of it is not all", { ...ALL, knowsTickets: false }, null, "under_way"],
  ["the other half could not be read", { ...ALL, knowsAlerts: false }, NO_ANSWER, "failed"],
  ["nothing could be read", NOTHING_LIVE, NO_ANSWER, "failed"],
] as const)("%s", ([, live, error, reading]) => {
  expect(toReading(live, error)).toBe(reading);
});
