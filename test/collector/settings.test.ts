import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSettings, SETTINGS } from "../../collector/settings.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file of settings or of a secret; returns its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What reading ends with, as "code name". */
function refusal(environment: Record<string, string>): string {
  try {
    readSettings(environment);
    return "accepted";
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return `${error.code} ${error.parameters["name"]}`;
  }
}

test("with nothing set, every setting has its default", () => {
  expect(readSettings({ HOME: "/root", PATH: "/bin" })).toMatchObject({
    dataFolder: "vigie-data",
    http: { host: "127.0.0.1", port: 8470 },
    mqtt: { host: "127.0.0.1", port: 1883, rate: 2, burst: 120 },
    logLevel: "info",
    cadenceSeconds: 60,
    liveCadenceSeconds: 10,
    metrics: { engine: "embedded", path: "metrics.sqlite" },
    metricsRetentionDays: 35,
  });
});

test("the environment wins over the file, the file over the default", () => {
  const path = file(
    "some.toml",
    'VIGIE_HTTP_PORT = 1\nVIGIE_MQTT_PORT = "2"\nVIGIE_DATA = "there"',
  );
  const settings = readSettings({ VIGIE_CONFIG: path, VIGIE_HTTP_PORT: "3" });
  expect(settings).toMatchObject({
    http: { port: 3 },
    mqtt: { port: 2 },
    dataFolder: "there",
    logLevel: "info",
  });
  expect(settings.isSet("VIGIE_MQTT_PORT")).toBe(true);
  expect(settings.isSet("VIGIE_HTTP_PORT")).toBe(true);
  expect(settings.isSet("VIGIE_HTTP_HOST")).toBe(false);
});

describe("a secret", () => {
  const influx = { VIGIE_METRICS: "influxdb", VIGIE_INFLUXDB_URL: "http://h:8086" };
  const secretOf = (environment: Record<string, string>): unknown => {
    const { metrics } = readSettings({ ...influx, ...environment });
    return "secret" in metrics ? metrics.secret : undefined;
  };

  test("is read from a file, without the line break at its end", () => {
    const path = file("secret", "one two \n");
    expect(secretOf({ VIGIE_INFLUXDB_SECRET_FILE: path })).toBe("one two");
  });

  test("in the environment wins over a path in the file of settings", () => {
    const path = file("secret", "from the file");
    const config = file("with-path.toml", `VIGIE_INFLUXDB_SECRET_FILE = "${path}"`);
    expect(secretOf({ VIGIE_CONFIG: config })).toBe("from the file");
    expect(secretOf({ VIGIE_CONFIG: config, VIGIE_INFLUXDB_SECRET: "mine" })).toBe("mine");
  });

  test("a path in the environment wins over a secret in the file of settings", () => {
    const path = file("secret", "from the path");
    const config = file("with-secret.toml", 'VIGIE_INFLUXDB_SECRET = "in the file"');
    const environment = { VIGIE_CONFIG: config, VIGIE_INFLUXDB_SECRET_FILE: path };
    expect(secretOf(environment)).toBe("from the path");
  });

  test("given both ways at once is a mistake", () => {
    const both = { VIGIE_INFLUXDB_SECRET: "a", VIGIE_INFLUXDB_SECRET_FILE: file("secret", "b") };
    expect(refusal({ ...influx, ...both })).toBe("setting_invalid VIGIE_INFLUXDB_SECRET_FILE");
  });

  test("whose file is not there names the setting", () => {
    const path = join(folder, "nowhere");
    expect(refusal({ ...influx, VIGIE_INFLUXDB_SECRET_FILE: path })).toBe(
      "setting_invalid VIGIE_INFLUXDB_SECRET_FILE",
    );
  });
});

test.for<[string, Record<string, string>, string]>([
  ["an unknown name", { VIGIE_HTPP_PORT: "1" }, "setting_unknown VIGIE_HTPP_PORT"],
  [
    "a path for what is no secret",
    { VIGIE_HTTP_PORT_FILE: "x" },
    "setting_unknown VIGIE_HTTP_PORT_FILE",
  ],
  ["a name in small letters is another program's", { vigie_http_port: "1" }, "accepted"],
  ["the agent's own settings", { VIGIE_AGENT_DATA: "x" }, "accepted"],
  ["a port with a word in it", { VIGIE_HTTP_PORT: "80a" }, "setting_invalid VIGIE_HTTP_PORT"],
  ["a port beyond the last", { VIGIE_HTTP_PORT: "65536" }, "setting_invalid VIGIE_HTTP_PORT"],
  ["the last port", { VIGIE_HTTP_PORT: "65535" }, "accepted"],
  ["any free port", { VIGIE_HTTP_PORT: "0" }, "accepted"],
  ["a port below zero", { VIGIE_MQTT_PORT: "-1" }, "setting_invalid VIGIE_MQTT_PORT"],
  ["a port in fractions", { VIGIE_MQTT_PORT: "1.5" }, "setting_invalid VIGIE_MQTT_PORT"],
  ["nothing for a port", { VIGIE_MQTT_PORT: "" }, "setting_invalid VIGIE_MQTT_PORT"],
  [
    "a cadence of no seconds",
    { VIGIE_CADENCE_SECONDS: "0" },
    "setting_invalid VIGIE_CADENCE_SECONDS",
  ],
  ["a level that is none", { VIGIE_LOG_LEVEL: "loud" }, "setting_invalid VIGIE_LOG_LEVEL"],
  ["an engine that is none", { VIGIE_METRICS: "csv" }, "setting_invalid VIGIE_METRICS"],
  [
    "InfluxDB without its address",
    { VIGIE_METRICS: "influxdb" },
    "setting_invalid VIGIE_INFLUXDB_URL",
  ],
  [
    "an address without a host",
    { VIGIE_METRICS: "influxdb", VIGIE_INFLUXDB_URL: "http://" },
    "setting_invalid VIGIE_INFLUXDB_URL",
  ],
  [
    "an address of another kind",
    { VIGIE_METRICS: "influxdb", VIGIE_INFLUXDB_URL: "file:///etc" },
    "setting_invalid VIGIE_INFLUXDB_URL",
  ],
  [
    "a file of settings that is not there",
    { VIGIE_CONFIG: "/nowhere.toml" },
    "setting_invalid VIGIE_CONFIG",
  ],
])("%s: %s", ([, environment, outcome]) => {
  expect(refusal(environment)).toBe(outcome);
});

test.for([
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["::", false],
  ["192.168.1.5", false],
  ["127.0.0.1.example.com", false],
  ["", false],
] as const)("nobody signs in yet: listening on %j is accepted: %s", ([host, isAccepted]) => {
  for (const name of ["VIGIE_HTTP_HOST", "VIGIE_MQTT_HOST"]) {
    expect(refusal({ [name]: host })).toBe(isAccepted ? "accepted" : `setting_invalid ${name}`);
  }
});

test.for<[string, string, string]>([
  ["no TOML", "VIGIE_DATA = ", "setting_invalid VIGIE_CONFIG"],
  ["an unknown name", 'VIGIE_NOTHING = "x"', "setting_unknown VIGIE_NOTHING"],
  ["a table", "[VIGIE_DATA]\na = 1", "accepted"],
  ["a list for a port", "VIGIE_HTTP_PORT = [1]", "setting_invalid VIGIE_HTTP_PORT"],
  ["a number in fractions", "VIGIE_HTTP_PORT = 1.5", "setting_invalid VIGIE_HTTP_PORT"],
  ["a name of another program", 'PATH = "x"', "setting_unknown PATH"],
])("a file of settings with %s: %s", ([what, text, outcome]) => {
  expect(refusal({ VIGIE_CONFIG: file(`${what}.toml`, text) })).toBe(outcome);
});

test("the catalogue names each setting once, says what it is about, and its defaults are accepted", () => {
  const names = SETTINGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, about } of SETTINGS) {
    expect(name).toMatch(/^VIGIE_[A-Z_]+$/);
    expect(about).toMatch(/\.$/);
  }
  const defaults = SETTINGS.filter(({ default: value }) => value !== "");
  const environment = Object.fromEntries(defaults.map(({ name, default: value }) => [name, value]));
  expect(refusal(environment)).toBe("accepted");
});
