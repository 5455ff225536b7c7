import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Credential,
  credentialPath,
  deriveBootId,
  openClock,
  parseCredential,
  readCredential,
  writeCredential,
} from "../../agent/identity.ts";

const credential: Credential = {
  agentId: "agt_01JDN3Q5A0000000000000000A",
  secret: "a secret",
  partition: "3f",
  broker: "mqtt://127.0.0.1:1883",
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-identity-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a credential", () => {
  test("is read as it was written, in a folder that was not there", () => {
    const inner = join(folder, "new", "agent");
    writeCredential(inner, credential);
    expect(readCredential(inner)).toEqual(credential);
  });

  test("is for its owner's eyes only", () => {
    const inner = join(folder, "agent");
    writeCredential(inner, credential);
    expect(statSync(credentialPath(inner)).mode & 0o777).toBe(0o600);
    expect(statSync(inner).mode & 0o777).toBe(0o700);
  });

  test("replaces the one before, whose rights were too wide, and leaves nothing beside it", () => {
    writeFileSync(credentialPath(folder), "{}", { mode: 0o644 });
    writeCredential(folder, { ...credential, secret: "another" });
    expect(readCredential(folder).secret).toBe("another");
    expect(statSync(credentialPath(folder)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["credential.json"]);
  });

  test("that cannot take its place leaves the one before and no rubbish", () => {
    writeCredential(folder, credential);
    const broken = { ...credential, toJSON: () => brokenBy(new Error("cannot be written")) };
    expect(() => writeCredential(folder, broken)).toThrow("cannot be written");
    expect(readCredential(folder)).toEqual(credential);
    expect(readdirSync(folder)).toEqual(["credential.json"]);
  });

  test.for([
    [undefined, "there is none"],
    ["", "it is empty"],
    ["{", "it is cut short"],
    ["[]", "it is a list"],
    ["null", "it is nothing"],
    [JSON.stringify({ ...credential, agentId: "mac_1" }), "the id is another thing's"],
    [JSON.stringify({ ...credential, secret: "" }), "there is no secret"],
    [JSON.stringify({ ...credential, secret: 5 }), "the secret is no text"],
    [JSON.stringify({ ...credential, partition: "3F" }), "the partition is not in hex"],
    [JSON.stringify({ ...credential, broker: "127.0.0.1" }), "the broker is no address"],
    [JSON.stringify({ ...credential, padding: "x".repeat(5_000) }), "it is far too long"],
  ] as const)("%#. that is missing or wrong is told without its secret: %s", ([text, reason]) => {
    if (text !== undefined) writeFileSync(credentialPath(folder), text);
    const error = caught(() => readCredential(folder));
    expect(error, reason).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code: "credential_missing" });
    expect(String(error)).toContain(credentialPath(folder));
    expect(String(error)).not.toContain("a secret");
  });

  test("may hold what a later version adds", () => {
    expect(parseCredential(JSON.stringify({ ...credential, later: true }))).toEqual(credential);
  });
});

describe.for(["linux", "darwin"] as const)("the clocks as on %s", (platform) => {
  test("go forward, and name one boot", () => {
    const clock = openClock(platform);
    const first = clock.now();
    const second = clock.now();
    expect(first.uptimeMs).toBeGreaterThan(0);
    expect(second.uptimeMs).toBeGreaterThanOrEqual(first.uptimeMs);
    expect(second.bootId).toBe(first.bootId);
    expect(Math.abs(first.wallMs - Date.now())).toBeLessThan(5_000);
    clock.close();
  });

  test("agree with the machine", () => {
    if (process.platform !== "linux") return;
    const clock = openClock(platform);
    const seconds = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
    expect(Math.abs(clock.uptimeMs() / 1_000 - seconds)).toBeLessThan(2);
    clock.close();
  });
});

test("a derived boot id holds while the machine runs and changes with its start", () => {
  const startMs = Date.UTC(2026, 10, 23, 8);
  const early = deriveBootId(startMs + 1_000, 1_000);
  expect(deriveBootId(startMs + 90_000_400, 90_000_000)).toBe(early);
  expect(deriveBootId(startMs + 600_000, 1_000)).not.toBe(early);
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

function brokenBy(error: Error): never {
  throw error;
}
