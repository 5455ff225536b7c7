import { expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, refusalsOf, reportsOf, samplesOf } from "../support/journey-reading.ts";

/** The registry cannot keep a batch: nothing is receipted, nothing is lost, nothing is done twice. */

const story = useJourney({ m1: { class: "laptop" }, m2: {} });

const HOUR_MS = 3_600_000;

test.for([
  ["the disk is full", "storage_full"],
  ["the file does not answer", "storage_failed"],
] as const)(
  "%s: no receipt; what comes again is taken once, and all is right",
  async ([, code]) => {
    const m1 = story.agent("m1");
    await m1.greets();
    await story.reportsFor(5, "m1", FULL);
    await story.after({ minutes: 1 });
    const receipts = m1.receipts().length;
    story.failNextCommitWith(code);
    const report = await m1.reports(FULL);
    expect(story.failures).toMatchObject([{ code }]);
    expect(m1.receipts()).toHaveLength(receipts);
    expect(await story.tickets("m1")).toEqual([]);

    await story.after({ seconds: 30 });
    await m1.sends([report]);
    expect(m1.receipts()).toHaveLength(receipts + 1);
    expect(await story.tickets("m1")).toMatchObject([{ number: 1, state: "new" }]);
    expect(await reportsOf(story)).toEqual([6]);
  },
);

test("the boots of machines are not forgotten with it: a wrong clock does no harm", async () => {
  const m1 = story.agent("m1");
  m1.clockIsWrongBy(-10 * 365 * 24 * HOUR_MS);
  await m1.greets();
  story.failNextCommitWith("storage_full");
  const report = await m1.reports({ load_1m: 1 });
  await m1.sends([report]);
  expect(m1.receipts()).toMatchObject([{ received: [[1, 1]], rejected: [] }]);
  expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
});

test("a person's act that was not kept is not done, and can be done again", async () => {
  await story.reportsFor(6, "m1", FULL);
  const [ticket] = await story.tickets("m1");
  const { id = "", version = 0 } = ticket ?? {};
  const acknowledge = () =>
    story.hands().act(id, { kind: "acknowledge", by: "Nadia" }, { version });
  story.failNextCommitWith("storage_failed");
  await expect(acknowledge()).rejects.toMatchObject({
    code: "storage_failed",
  });
  expect(await story.tickets("m1")).toMatchObject([{ state: "new", version }]);
  expect(await acknowledge()).toEqual({ done: true });
});

test("a fault of ours in a batch stops nobody: each message is tried by itself", async () => {
  const [m1, m2] = [story.agent("m1"), story.agent("m2")];
  await m1.greets();
  await m2.greets();
  story.failNextCommit(new Error("a mistake"));
  m1.posts([m1.takes({ load_1m: 1 })]);
  m2.posts([m2.takes({ load_1m: 2 })]);
  await story.flush();
  expect(m1.receipts()).toMatchObject([{ received: [[1, 1]] }]);
  expect(m2.receipts()).toMatchObject([{ received: [[1, 1]] }]);
  expect((await samplesOf(story)).map(([, , value]) => value).sort((a, b) => a - b)).toEqual([
    1, 2,
  ]);
  expect(await story.deadLetters()).toEqual([]);
});

test("a message on which we fail each time is put aside with its reason, and its agent is told", async () => {
  const [m1, m2] = [story.agent("m1"), story.agent("m2")];
  await m1.greets();
  story.failCommitsOf(m1.machineId, new Error("a mistake"));
  m1.posts([m1.takes({ load_1m: 1 }), m1.takes({ load_1m: 2 })]);
  m2.posts([m2.takes({ load_1m: 2 })]);
  await story.flush();
  expect(await refusalsOf(story)).toEqual(["internal"]);
  expect(m1.receipts()).toMatchObject([
    {
      received: [],
      rejected: [
        { seq: 1, code: "internal" },
        { seq: 2, code: "internal" },
      ],
    },
  ]);
  expect(m2.receipts()).toMatchObject([{ received: [[1, 1]] }]);
  story.failCommitsOf(undefined);
  await m1.reports({ load_1m: 3 });
  expect(m1.receipts().at(-1)).toMatchObject({ received: [[3, 3]] });
});
