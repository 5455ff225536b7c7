import { afterAll, beforeAll, expect, test } from "vitest";
import { startTrial, type Trial } from "../support/vigie-try.ts";

/** The sample of `npm start`, removed in one act while its agent reports. */

/** More than one cadence of the local agent: it would have reported again. */
const MORE_THAN_A_CADENCE_MS = 12_000;

let trial: Trial;

beforeAll(async () => {
  trial = await startTrial();
});
afterAll(() => trial.close());

test("nothing of it is left, and its agent is shut out instead of filling the dead letters", async () => {
  await expect.poll(connections, { timeout: 15_000 }).toBe(1);
  const { status } = await fetch(`${trial.url}/api/sample`, { method: "DELETE" });
  expect(status).toBe(204);
  expect(await connections()).toBe(0);
  for (const list of ["machines", "tickets", "alerts", "contracts"]) {
    expect(await read(`/api/${list}`)).toMatchObject({ items: [] });
  }
  const before = await read("/api/dead-letters");
  await new Promise((resolve) => setTimeout(resolve, MORE_THAN_A_CADENCE_MS));
  expect(await read("/api/dead-letters")).toEqual(before);
  expect((await fetch(`${trial.url}/api/sample`, { method: "DELETE" })).status).toBe(404);
});

async function connections(): Promise<number> {
  const text = await (await fetch(`${trial.url}/metrics`)).text();
  return Number(/^vigie_broker_connections (\d+)/m.exec(text)?.[1]);
}

async function read(path: string): Promise<unknown> {
  return (await fetch(`${trial.url}${path}`)).json();
}
