import { expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL } from "../support/journey-reading.ts";

/** A ticket is found by what was written of it, a second after it was written, whatever happens in between. */

const story = useJourney({ m1: {} });
const comment = { kind: "comment", by: "Nadia" } as const;

async function find(search: string): Promise<number[]> {
  const found = await story.read().tickets.list({ search, limit: 10 });
  return found.map(({ number }) => number);
}

async function fills(): Promise<string> {
  await story.agent("m1").greets();
  await story.agent("m1").reports(FULL);
  await story.reportsFor(5, "m1", FULL);
  const [ticket] = await story.tickets("m1");
  if (ticket === undefined) throw new Error("no ticket opened");
  return ticket.id;
}

test("what opens by itself is found by its rule, what people say by their words", async () => {
  const id = await fills();
  await story.sweep();
  expect(await find("volume presque plein")).toEqual([1]);
  await story.hands().act(id, comment, { text: "Les sauvegardes débordent" });
  expect(await find("debordent")).toEqual([]);
  await story.sweep();
  expect(await find("debordent")).toEqual([1]);
});

test("a commit that fails and a restart lose no word", async () => {
  const id = await fills();
  await story.sweep();
  await story.hands().act(id, comment, { text: "Voir le fournisseur" });
  story.failNextCommit(new Error("the disk went away"));
  await expect(story.sweep()).rejects.toThrow("the disk went away");
  expect(await find("fournisseur")).toEqual([]);
  await story.collectorRestarts();
  await story.sweep();
  expect(await find("fournisseur")).toEqual([1]);
});

test("a sweep with nothing to find anew writes nothing", async () => {
  await fills();
  await story.sweep();
  expect(await story.read().search.hasStale()).toBe(false);
  story.failNextCommit(new Error("something was written"));
  await story.sweep();
});
