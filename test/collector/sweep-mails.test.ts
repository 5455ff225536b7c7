import { afterEach, beforeEach, expect, test } from "vitest";
import { sweepMails } from "../../collector/sweep-mails.ts";
import { type MailStory, startMailStory } from "../support/mail-story.ts";

const DAY_MS = 86_400_000;

let story: MailStory;
beforeEach(async () => void (story = await startMailStory()));
afterEach(() => story.close());

const sweep = (days: number) => {
  const { registry, support, clock } = story.server;
  const nowMs = clock.now.epochMilliseconds + days * DAY_MS;
  return sweepMails({ registry, sources: support.sources, sourceDays: 90 }, nowMs);
};

test("mails as they came are kept for their days, and their words longer", async () => {
  const { id, sourceHash } = await story.writes();
  if (sourceHash === null) throw new Error("it was not kept");
  await sweep(89);
  expect(await story.read.mail.find(id)).toMatchObject({ sourceHash });
  await sweep(91);
  expect(await story.read.mail.find(id)).toMatchObject({
    sourceHash: null,
    subject: "Caisse en panne",
  });
});

test("bytes that no row names go, once nobody can be about to name them", async () => {
  const { support } = story.server;
  const { sourceHash } = await story.writes();
  const parts = async function* () {
    yield Buffer.from("left behind by a crash");
  };
  const stray = await support.sources.put(parts(), 1_000);
  const now = Date.now();
  const { registry } = story.server;
  await sweepMails({ registry, sources: support.sources, sourceDays: 90 }, now);
  expect(await support.sources.open(stray.sha256)).toBeDefined();
  await sweepMails({ registry, sources: support.sources, sourceDays: 9_000 }, now + 2 * DAY_MS);
  expect(await support.sources.open(stray.sha256)).toBeUndefined();
  expect(await support.sources.open(sourceHash ?? "")).toBeDefined();
});

test("what was ignored is forgotten after a month", async () => {
  await story.writes({ headers: [["Precedence", "bulk"]] });
  await story.server.registry.commit(async ({ mail }) => {
    const [row] = await mail.list({ limit: 1 });
    if (row === undefined) throw new Error("no mail");
    await mail.setFiled([row.id]);
  });
  await sweep(29);
  expect(await story.mails()).toHaveLength(1);
  await sweep(31);
  expect(await story.mails()).toEqual([]);
});
