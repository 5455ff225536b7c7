import { beforeEach, expect, test } from "vitest";
import { BEGUN_AT_ONCE } from "../../collector/flow/queue.ts";
import { agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";
import { instant, paris } from "../support/ticket-story.ts";

/**
 * One request is worked on at a time. What had begun is not put back in line by being merged; when the
 * limit is lifted all begin, but not in one go.
 */

const story = useJourney({ m1: {} });

beforeEach(() => agreeOn(story, { simultaneous: { limit: 1, per: "contract" } }));

async function asks(title: string): Promise<string> {
  const opened = await story.requests().open({
    by: "Nadia",
    customerId: await customerOf(story),
    title,
    type: "request",
    impact: "medium",
    urgency: "medium",
    channel: "phone",
  });
  if ("problem" in opened) throw new Error(`${opened.problem}: ${opened.detail}`);
  return opened.id;
}

async function merge(from: string, into: string): Promise<void> {
  const version = (await story.ticket(from))?.version ?? 0;
  const wish = { by: "Nadia", into };
  expect(await story.hands().merge(from, wish, version)).toEqual({ done: true });
}

const positions = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await story.ticket(id))?.queue?.position ?? null));

test("merged into one that waits, that one begins in its place, before who came earlier", async () => {
  const [one, two, three] = [await asks("one"), await asks("two"), await asks("three")];
  await story.at(paris("23T12:00"));
  await merge(one, three);
  expect(await positions([two, three])).toEqual([1, null]);
  const begun = await story.ticket(three);
  expect(linesOf(begun)).toEqual(["opened", "queued", "took_in", "started"]);
  expect(begun?.targets.map(({ dueAt }) => dueAt)).toContain(instant("25T12:00"));
});

test("who waits and is merged into another that waits passes nothing on", async () => {
  const [, two, three] = [await asks("one"), await asks("two"), await asks("three")];
  await merge(two, three);
  expect(await positions([two, three])).toEqual([null, 1]);
});

test("merged into one that began above the limit, it leaves the limit full and no more", async () => {
  const [one, two, three] = [await asks("one"), await asks("two"), await asks("three")];
  const version = (await story.ticket(two))?.version ?? 0;
  await story.hands().act(two, { kind: "start", by: "Nadia" }, { version });
  await merge(one, two);
  expect(await positions([two, three])).toEqual([null, 1]);
});

test("lifted where very many wait, it lets them begin some at a time, second by second", async () => {
  const ids: string[] = [];
  for (let place = 0; place < 2 * BEGUN_AT_ONCE + 11; place += 1) ids.push(await asks("many"));
  const waiting = async () => (await positions(ids)).filter((position) => position !== null).length;
  expect(await waiting()).toBe(2 * BEGUN_AT_ONCE + 10);
  await agreeOn(story, { simultaneous: null });
  expect(await positions(ids.slice(BEGUN_AT_ONCE, BEGUN_AT_ONCE + 3))).toEqual([null, 1, 2]);
  expect(await waiting()).toBe(BEGUN_AT_ONCE + 10);
  // That there are more to let in is known after a restart as well.
  await story.collectorRestarts();
  await story.sweep();
  expect(await waiting()).toBe(10);
  await story.sweep();
  expect(await waiting()).toBe(0);
});
