import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { describe, expect, test } from "vitest";
import { openSecrets } from "../../collector/secrets.ts";
import { freshFolder } from "../support/fresh-folder.ts";

/** The key of an installation: made once, read by its owner alone, another one for each purpose. */

function problemOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error instanceof ProblemError ? [error.code, error.parameters["detail"]] : error;
  }
}

test("it is made once, and the same after a restart", () => {
  using folder = freshFolder();
  const first = openSecrets(folder.path).derive("webhook whk_1 1");
  expect(first.byteLength).toBe(32);
  expect(openSecrets(folder.path).derive("webhook whk_1 1")).toEqual(first);
});

test("each purpose and each installation has another key, and none is that of the file", () => {
  using folder = freshFolder();
  using other = freshFolder();
  const secrets = openSecrets(folder.path);
  const keys = [
    secrets.derive("a"),
    secrets.derive("b"),
    openSecrets(other.path).derive("a"),
    readFileSync(join(folder.path, "secrets", "key")),
  ].map((key) => key.toString("hex"));
  expect(new Set(keys).size).toBe(keys.length);
});

describe("the file", () => {
  test("is its owner's alone, in a folder that is", () => {
    using folder = freshFolder();
    openSecrets(folder.path);
    const modeOf = (...path: string[]) => statSync(join(folder.path, ...path)).mode & 0o777;
    expect(modeOf("secrets")).toBe(0o700);
    expect(modeOf("secrets", "key")).toBe(0o600);
  });

  test("that others may read is refused", () => {
    using folder = freshFolder();
    openSecrets(folder.path);
    const path = join(folder.path, "secrets", "key");
    chmodSync(path, 0o640);
    const refused = ["secrets_unusable", `others may read ${path}; set its mode to 600`];
    expect(problemOf(() => openSecrets(folder.path))).toEqual(refused);
  });
});

test("a key that was cut is refused, and not made anew: all that was signed would be lost", () => {
  using folder = freshFolder();
  const path = join(folder.path, "secrets", "key");
  mkdirSync(join(folder.path, "secrets"));
  writeFileSync(path, "short", { mode: 0o600 });
  const refused = ["secrets_unusable", `${path} holds 5 bytes instead of 32`];
  expect(problemOf(() => openSecrets(folder.path))).toEqual(refused);
  expect(readFileSync(path, "utf8")).toBe("short");
});
