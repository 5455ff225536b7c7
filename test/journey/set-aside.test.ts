import { ProblemError } from "@vigie/shared/problems.ts";
import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/** One whose deadline cannot be dealt with holds up nobody behind it. */

const story = useJourney({ first: {}, second: {} });

async function ticketOf(name: string) {
  const [ticket] = await story.tickets(name);
  if (ticket === undefined) throw new Error(`${name} has no ticket`);
  return ticket;
}

const lines = async (name: string) => linesOf(await ticketOf(name));

/** Both are offline, and each has an hour until its ticket must be acknowledged. */
async function bothGo(): Promise<void> {
  await story.after({ seconds: 1 });
  for (const name of ["first", "second"]) await story.agent(name).greets();
  await story.after({ minutes: 10 });
}

test("a ticket that fails is set aside for longer each time, and the others are told in time", async () => {
  await bothGo();
  story.failTicket((await ticketOf("first")).id);
  await story.after({ hours: 1 });
  expect(await lines("second")).toEqual(["opened", "breached"]);
  expect(await lines("first")).toEqual(["opened"]);
  const waits = story.setAside().map(({ failures, againAtMs, id }, place, all) => ({
    failures,
    what: id,
    waitedMs: againAtMs - (all[place - 1]?.againAtMs ?? againAtMs),
  }));
  const { id } = await ticketOf("first");
  expect(waits.slice(0, 4)).toMatchObject([
    { failures: 1, what: id },
    { failures: 2, waitedMs: 2_000 },
    { failures: 3, waitedMs: 4_000 },
    { failures: 4, waitedMs: 8_000 },
  ]);
  expect(waits.at(-1)?.waitedMs).toBeGreaterThanOrEqual(256_000);
  expect(story.stepper().setAside()).toMatchObject([{ what: "ticket", id }]);
});

test("once it is mended what was due is told, once, and nothing is set aside any more", async () => {
  await bothGo();
  story.failTicket((await ticketOf("first")).id);
  await story.after({ hours: 1 });
  story.failTicket(undefined);
  await story.after({ minutes: 10 });
  expect(await lines("first")).toEqual(["opened", "breached"]);
  expect(story.stepper().setAside()).toEqual([]);
});

describe("steps, one by one", () => {
  const nowMs = 1_000_000;
  const rows = ["a", "b", "c"];

  /** Takes the step of each, of which one fails; returns what was done for good. */
  async function take(failing: string | undefined, atMs: number, error = new Error("a mistake")) {
    const done: string[] = [];
    const step = ({ draft }: Parameters<Parameters<typeof story.write>[0]>[0], row: string) => {
      draft.acts.push(async () => {
        if (row === failing) throw error;
        done.push(row);
      });
    };
    await story.stepper().each({ what: "row", rows, idOf: (row) => row, step }, atMs);
    return done;
  }

  test("all in one unit while nothing fails", async () => {
    expect(await take(undefined, nowMs)).toEqual(["a", "b", "c"]);
    expect(story.stepper().rowsFor(10)).toBe(10);
  });

  test("the one that fails is left out until its turn comes again", async () => {
    // The first try, together, is undone: a was done in it for nothing.
    expect(await take("b", nowMs)).toEqual(["a", "a", "c"]);
    expect(await take("b", nowMs + 999)).toEqual(["a", "c"]);
    expect(await take("b", nowMs + 1_000)).toEqual(["a", "c"]);
    expect(story.setAside().map(({ failures }) => failures)).toEqual([1, 2]);
    expect(story.stepper().rowsFor(10)).toBe(90);
  });

  test("what is due no more is forgotten when its turn comes", async () => {
    await take("b", nowMs);
    const gone = { what: "row", rows: [], idOf: String, step: () => {} };
    await story.stepper().each(gone, nowMs + 500);
    expect(story.stepper().setAside()).toHaveLength(1);
    await story.stepper().each(gone, nowMs + 1_000);
    expect(story.stepper().setAside()).toEqual([]);
  });

  test("a full disk is no row's fault: it is told, and nothing is set aside", async () => {
    const full = new ProblemError("storage_full", {}, { retryable: true });
    await expect(take("b", nowMs, full)).rejects.toThrow(full);
    expect(story.stepper().setAside()).toEqual([]);
  });

  test("of very many that fail, some at a time are tried, and each sweep goes further", async () => {
    const many = Array.from({ length: 25 }, (_, place) => `row ${place}`);
    const step = (): void => {
      throw new Error("a mistake");
    };
    for (const count of [10, 20, 25]) {
      await story.stepper().each({ what: "many", rows: many, idOf: String, step }, nowMs);
      expect(story.stepper().setAside()).toHaveLength(count);
    }
  });
});
