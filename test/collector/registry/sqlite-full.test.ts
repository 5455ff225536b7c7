import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqliteRegistry } from "../../../collector/registry/sqlite.ts";
import { customer, deadLetter } from "../../contract/registry/rows.ts";
import { freshFolder } from "../../support/fresh-folder.ts";

/** Room for some 200 KiB of letters, beside the tables. */
const ROOM_PAGES = 50;
const PAGE_BYTES = 4_096;

describe("a full disk", () => {
  test("is told as such, loses nothing, and is over once there is room again", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await (await openSqliteRegistry({ path, log: () => {} })).close();
    const pagesMax = statSync(path).size / PAGE_BYTES + ROOM_PAGES;
    const registry = await openSqliteRegistry({ path, log: () => {}, pagesMax });
    const letter = (index: number) =>
      deadLetter({ id: `dlt_${index}`, payload: new Uint8Array(50_000) });
    const add = (index: number) =>
      registry.commit(({ deliveries }) => deliveries.addDeadLetter(letter(index)));
    const kept = async () => (await registry.read.deliveries.deadLetters({ limit: 100 })).length;

    let added = 0;
    let failure: unknown;
    while (failure === undefined && added < 100) {
      failure = await add(added).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) added += 1;
    }
    expect(failure).toMatchObject({ code: "storage_full", retryable: true });
    expect(failure).toHaveProperty("cause.errcode", 13);
    expect(added).toBeGreaterThan(0);
    expect(await kept()).toBe(added);

    const half = registry.commit(async ({ estate, deliveries }) => {
      await estate.addCustomer(customer());
      await deliveries.addDeadLetter(letter(200));
    });
    await expect(half).rejects.toMatchObject({ code: "storage_full" });
    expect(await registry.read.estate.customers()).toEqual([]);

    await registry.commit(({ deliveries }) => deliveries.pruneDeadLetters({ rows: 1, bytes: 1e6 }));
    await add(300);
    expect(await kept()).toBe(2);
    await registry.close();
  });
});
