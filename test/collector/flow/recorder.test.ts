import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  BATCH_BYTES_MAX,
  BATCH_MESSAGES_MAX,
  WAITING_BYTES_MAX,
} from "../../../collector/flow/recorder.ts";
import { eventually } from "../../support/eventually.ts";
import { useJourney } from "../../support/journey.ts";

/** What came in becomes batches, each within its limits; what cannot wait is let go and counted. */

const story = useJourney({ m1: {} });

const LARGE_BYTES = 240 * 1024;

/** One report with a document that nearly fills a packet. */
function largeReport() {
  const document = "x".repeat(LARGE_BYTES);
  return story.agent("m1").takes({ facts: { inventory: { hash: "h", document } } });
}

test("a single message is committed by itself, soon after it came", async () => {
  const m1 = story.agent("m1");
  m1.posts([m1.takes({ load_1m: 1 })]);
  expect(story.counts()).toMatchObject({ batches: 0, waiting: 1 });
  await eventually("the batch is committed", () => story.counts().batches === 1);
  expect(m1.receipts()).toHaveLength(1);
});

test("no batch has more messages than it may", async () => {
  const m1 = story.agent("m1");
  const report = m1.takes({ load_1m: 1 });
  for (let n = 0; n < BATCH_MESSAGES_MAX * 2 + 1; n += 1) m1.posts([report]);
  await story.flush();
  expect(story.counts()).toMatchObject({
    batches: 3,
    messages: BATCH_MESSAGES_MAX * 2 + 1,
    reports: 1,
    repeated: BATCH_MESSAGES_MAX * 2,
    waiting: 0,
  });
});

test("no batch has more bytes than it may", async () => {
  const m1 = story.agent("m1");
  const report = largeReport();
  const perBatch = Math.floor(BATCH_BYTES_MAX / LARGE_BYTES);
  for (let n = 0; n < perBatch + 2; n += 1) m1.posts([report]);
  await story.flush();
  expect(story.counts()).toMatchObject({ batches: 2, messages: perBatch + 2, waiting: 0 });
});

test("while the registry stands still, what waits is bounded; agents send the rest again", async () => {
  const m1 = story.agent("m1");
  const report = largeReport();
  const release = story.holdRegistry();
  const posted = Math.ceil(WAITING_BYTES_MAX / LARGE_BYTES) + 20;
  for (let n = 0; n < posted; n += 1) m1.posts([report]);
  const { letGo, waiting } = story.counts();
  expect(letGo).toBeGreaterThan(0);
  expect(waiting + letGo).toBe(posted);
  release();
  await story.flush();
  expect(story.counts()).toMatchObject({ waiting: 0, messages: posted - letGo });
  // There is room again.
  m1.posts([report]);
  expect(story.counts()).toMatchObject({ letGo, waiting: 1 });
});

test("closing commits what came, and takes nothing more", async () => {
  const m1 = story.agent("m1");
  m1.posts([m1.takes({ load_1m: 1 })]);
  await story.closeRecorder();
  expect(m1.receipts()).toHaveLength(1);
  m1.posts([m1.takes({ load_1m: 2 })]);
  await wait(30);
  expect(story.counts()).toMatchObject({ letGo: 1, reports: 1, waiting: 0 });
});

test("after a batch that could not be kept, the next one waits a while and is taken", async () => {
  const m1 = story.agent("m1");
  story.failNextCommitWith("storage_full");
  const startedMs = performance.now();
  await m1.reports({ load_1m: 1 });
  expect(performance.now() - startedMs).toBeGreaterThan(900);
  expect(story.counts()).toMatchObject({
    failed: 1,
    batches: 0,
    problem: { code: "storage_full" },
  });
  await m1.reports({ load_1m: 2 });
  expect(story.counts()).toMatchObject({ failed: 1, batches: 1, problem: undefined });
});
