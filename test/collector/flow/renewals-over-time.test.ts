import { expect, test } from "vitest";
import { done, useContractStory } from "../../support/contract-story.ts";

/** Express renewals are taken back only while the term that each is for lies ahead. */

const story = useContractStory();

const startExpress = () =>
  story.start("A", "2026-01-01", ({ term }) => ({
    term: { ...term, startsOn: "2026-01-01", initialMonths: 12, renewal: "express" },
  }));
const undo = (on: string) => ({ on, undo: true });

test.for([
  ["on the last day of the term before, in its zone", "2026-12-31T23:59:59+01:00", true],
  ["no longer on the first day of its own", "2027-01-01T00:00:00+01:00", false],
] as const)("%s", async ([, at, isTaken]) => {
  const id = await startExpress();
  done(await story.keeper().renew(id, { on: "2026-11-20" }, 1));
  story.setTime(at);
  const outcome = await story.keeper().renew(id, undo("2026-11-20"), 2);
  expect("done" in outcome).toBe(isTaken);
  const { renewedOn } = (await story.contracts().findContract(id)) ?? {};
  expect(renewedOn).toEqual(isTaken ? [] : ["2026-11-20"]);
  if (isTaken) return;
  expect(outcome).toEqual({
    problem: "contract_state",
    detail:
      "on: the term of the renewal of 2026-11-20 began after 2026-12-31, it can no longer be taken back",
  });
});

test("the later of two goes in the first's term, the first stays", async () => {
  const id = await startExpress();
  done(await story.keeper().renew(id, { on: "2026-11-20" }, 1));
  done(await story.keeper().renew(id, { on: "2026-11-21" }, 2));
  story.setTime("2027-06-01T12:00:00Z");
  expect(await story.keeper().renew(id, undo("2026-11-20"), 3)).toMatchObject({
    problem: "contract_state",
  });
  expect(await story.keeper().renew(id, undo("2026-11-21"), 3)).toEqual({ done: true });
  const { renewedOn } = (await story.contracts().findContract(id)) ?? {};
  expect(renewedOn).toEqual(["2026-11-20"]);
});
