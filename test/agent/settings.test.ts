import { homedir } from "node:os";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { describe, expect, test } from "vitest";
import { AGENT_SETTINGS, isBrokerAddress, readSettings } from "../../agent/settings.ts";

function refusal(environment: Record<string, string>) {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof ProblemError) return { code: error.code, name: error.parameters["name"] };
    throw error;
  }
  return undefined;
}

test("without any, the agent reports every minute from the user's state folder", () => {
  expect(readSettings({ XDG_STATE_HOME: "/state" })).toEqual({
    folder: "/state/vigie-agent",
    broker: undefined,
    logLevel: "info",
    cadenceSeconds: 60,
    outboxBytes: 268_435_456,
  });
});

test("a state folder that is not absolute is ignored, as the XDG rules say", () => {
  const { folder } = readSettings({ XDG_STATE_HOME: "state" });
  expect(folder).toBe(join(homedir(), ".local", "state", "vigie-agent"));
});

test("each setting is taken", () => {
  const settings = readSettings({
    VIGIE_AGENT_DATA: "/var/lib/vigie-agent",
    VIGIE_AGENT_BROKER: "mqtt://127.0.0.1:1883",
    VIGIE_AGENT_LOG_LEVEL: "debug",
    VIGIE_AGENT_CADENCE_SECONDS: "10",
    VIGIE_AGENT_OUTBOX_BYTES: "1048576",
    PATH: "/usr/bin",
    VIGIE_DATA: "the collector's, not ours",
  });
  expect(settings).toEqual({
    folder: "/var/lib/vigie-agent",
    broker: "mqtt://127.0.0.1:1883",
    logLevel: "debug",
    cadenceSeconds: 10,
    outboxBytes: 1_048_576,
  });
});

describe("a mistake names itself", () => {
  test.for([
    ["VIGIE_AGENT_DATE", "/x", "setting_unknown", "a slip of the pen is not ignored"],
    ["VIGIE_AGENT_", "", "setting_unknown", "a prefix is no name"],
    ["VIGIE_AGENT_DATA", "state", "setting_invalid", "relative to what?"],
    ["VIGIE_AGENT_BROKER", "127.0.0.1:1883", "setting_invalid", "no scheme"],
    ["VIGIE_AGENT_LOG_LEVEL", "loud", "setting_invalid", "no such level"],
    ["VIGIE_AGENT_CADENCE_SECONDS", "0", "setting_invalid", "never is no cadence"],
    ["VIGIE_AGENT_CADENCE_SECONDS", "3601", "setting_invalid", "longer than an hour"],
    ["VIGIE_AGENT_CADENCE_SECONDS", "10s", "setting_invalid", "a unit"],
    ["VIGIE_AGENT_CADENCE_SECONDS", "1e1", "setting_invalid", "another way to write numbers"],
    ["VIGIE_AGENT_CADENCE_SECONDS", "-5", "setting_invalid", "a sign"],
    ["VIGIE_AGENT_OUTBOX_BYTES", "1024", "setting_invalid", "no room for anything"],
    ["VIGIE_AGENT_OUTBOX_BYTES", "99999999999999999", "setting_invalid", "more than a disk"],
  ] as const)("%s=%s", ([name, value, code, reason]) => {
    expect(refusal({ [name]: value }), reason).toEqual({ code, name });
  });

  test("an empty value is none, as in a service's environment file", () => {
    expect(readSettings({ VIGIE_AGENT_CADENCE_SECONDS: "" }).cadenceSeconds).toBe(60);
  });
});

describe("a broker's address", () => {
  test.for([
    ["mqtt://127.0.0.1:1883", true, "host and port"],
    ["mqtt://[::1]:1883", true, "IPv6"],
    ["mqtt://localhost", true, "the port has a default"],
    ["http://127.0.0.1", false, "another protocol"],
    ["mqtt://user:secret@host", false, "a secret does not belong into an address"],
    ["mqtt://host/path", false, "MQTT knows no paths"],
    ["mqtt://", false, "no host"],
    ["", false, "nothing"],
  ] as const)("%s: %s", ([address, expected, reason]) => {
    expect(isBrokerAddress(address), reason).toBe(expected);
  });
});

test("the catalogue names every setting once, each with its sentence", () => {
  const names = AGENT_SETTINGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, about } of AGENT_SETTINGS) {
    expect(name).toMatch(/^VIGIE_AGENT_[A-Z_]+$/);
    expect(about).toMatch(/\.$/);
  }
});
