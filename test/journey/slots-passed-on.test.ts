import { beforeEach, expect, test } from "vitest";
import { agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";
import { instant, paris } from "../support/ticket-story.ts";

/** One request is worked on at a time. What had begun is not put back in line by being merged. */

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
