import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDataFolder } from "../../collector/lock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("one collector a folder: the second is told, and may come when the first is gone", () => {
  const first = openDataFolder(folder);
  expect(() => openDataFolder(folder)).toThrow(
    expect.objectContaining({ code: "data_folder_locked" }),
  );
  first.close();
  openDataFolder(folder).close();
});

test("two folders are two collectors", () => {
  const first = openDataFolder(join(folder, "a"));
  const second = openDataFolder(join(folder, "b"));
  first.close();
  second.close();
});

test("a folder that is not there is made, for its owner alone", () => {
  const path = join(folder, "deep", "down");
  const opened = openDataFolder(path);
  expect(opened.path).toBe(path);
  if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o700);
  opened.close();
});

test("a path that is a file cannot be used", () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  expect(() => openDataFolder(path)).toThrow(
    expect.objectContaining({
      code: "data_folder_unusable",
      parameters: expect.objectContaining({ path, name: "VIGIE_DATA" }),
    }),
  );
});

test("a lock file that is none of ours is refused by its name, and left as it is", () => {
  const lock = join(folder, "collector.lock");
  writeFileSync(lock, "not a database, but a letter that is long enough to be read".repeat(20));
  expect(() => openDataFolder(folder)).toThrow(
    expect.objectContaining({ code: "data_folder_unusable" }),
  );
  expect(statSync(lock).size).toBe(1_180);
});

test("a collector that was killed leaves no lock behind", async () => {
  const lock = fileURLToPath(new URL("../../collector/lock.ts", import.meta.url));
  const holder = `
    const { openDataFolder } = await import(process.argv[1]);
    globalThis.held = openDataFolder(process.argv[2]);
    console.log("held");
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", holder, lock, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect(() => openDataFolder(folder)).toThrow(
    expect.objectContaining({ code: "data_folder_locked" }),
  );
  child.kill("SIGKILL");
  await once(child, "exit");
  openDataFolder(folder).close();
});
