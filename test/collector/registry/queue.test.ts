import { describe, expect, test } from "vitest";
import { createUnitQueue } from "../../../collector/registry/queue.ts";

describe("units wait for their turn", () => {
  test("as many as have a place; one more is refused, and may come later", async () => {
    const queue = createUnitQueue();
    const gate = Promise.withResolvers<void>();
    const waiting = Array.from({ length: 1_000 }, () => queue.add(() => gate.promise));
    const refused = queue.add(async () => {});
    await expect(refused).rejects.toMatchObject({ code: "storage_failed", retryable: true });
    gate.resolve();
    await Promise.all(waiting);
    expect(await queue.add(async () => "later")).toBe("later");
  });

  test("one that fails holds nobody up", async () => {
    const queue = createUnitQueue();
    const failed = queue.add(() => Promise.reject(new Error("mine")));
    const next = queue.add(async () => "next");
    await expect(failed).rejects.toThrow("mine");
    expect(await next).toBe("next");
  });

  test("the end waits for those that came, and takes no further ones", async () => {
    const queue = createUnitQueue();
    const done: string[] = [];
    const last = queue.add(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done.push("last");
    });
    const ended = queue.end().then(() => done.push("end"));
    await expect(queue.add(async () => {})).rejects.toThrow("closed");
    await Promise.all([last, ended]);
    expect(done).toEqual(["last", "end"]);
  });
});
