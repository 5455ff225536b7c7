import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { COLUMNS, idOf, MACHINE, OPENED_MS, RULE } from "../../support/office.ts";
import { rowAt } from "../../support/spool-rows.ts";

let server: ApiServer;
const { send, add, change } = jsonOf(() => server);

beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const WISH = {
  key: "processor_busy_long",
  label: { en: "Processor busy for long", fr: "Processeur longtemps occupé" },
  reason: { en: "Something runs away.", fr: "Quelque chose s'emballe." },
  condition: {
    kind: "threshold",
    metric: "cpu_busy_percent",
    direction: "above",
    fireAt: 80,
    clearAt: 60,
  },
  holdForSeconds: 600,
  severity: "warning",
  opensTicket: true,
  resolvesTicket: true,
};

describe("a rule of one's own", () => {
  test("is made, listed in its own words, changed and removed", async () => {
    const made = await add("/api/rules", WISH);
    expect(made).toMatchObject({
      status: 201,
      body: { ...WISH, enabled: true, shipped: null, version: 1 },
    });
    expect(made.headers["etag"]).toBe('"v1"');
    const path = String(made.headers["location"]);
    const { items } = (await send("GET", "/api/rules")).body;
    expect(items.map(({ key }: { key: string }) => key)).toContain("processor_busy_long");
    expect(await change(path, { severity: "critical" })).toMatchObject({
      status: 200,
      body: { severity: "critical", label: WISH.label, version: 2 },
    });
    const early = await send("DELETE", path, { ifMatch: '"v1"' });
    expect(early.body).toMatchObject({ code: "version_conflict" });
    expect((await send("DELETE", path, { ifMatch: '"v2"' })).status).toBe(204);
    expect((await send("GET", path)).body).toMatchObject({ code: "not_found" });
    expect((await add("/api/rules", WISH)).body).toMatchObject({
      code: "rule_invalid",
      detail: expect.stringContaining("has or had the key processor_busy_long"),
    });
  });

  test.for([
    ["a key that another has", { key: "volume_almost_full" }, "rule_invalid", /key/],
    ["a key that is no name", { key: "Busy!" }, "request_malformed", /key/],
    [
      "a metric that nobody measures",
      { condition: { ...WISH.condition, metric: "mood" } },
      "rule_invalid",
      /no metric mood/,
    ],
    ["a word of markup", { label: { en: "a\nb", fr: "c" } }, "request_malformed", /label/],
  ] as const)("%s is refused", async ([, wish, code, detail]) => {
    const { body } = await add("/api/rules", { ...WISH, ...wish });
    expect(body).toMatchObject({ code, detail: expect.stringMatching(detail) });
  });

  test("a shipped rule stays", async () => {
    const answer = await send("DELETE", `/api/rules/${RULE}`, { ifMatch: '"v1"' });
    expect(answer).toMatchObject({ status: 409, body: { code: "rule_shipped" } });
    expect((await send("GET", `/api/rules/${RULE}`)).status).toBe(200);
  });
});

describe("what is otherwise", () => {
  const ofMachine = `/api/rules/${RULE}/overrides/machine/${MACHINE}`;
  const ofClass = `/api/rules/${RULE}/overrides/class/workstation`;
  const ruleOf = async (path: string) => {
    const { items } = (await send("GET", path)).body;
    return items.find(({ rule }: { rule: { id: string } }) => rule.id === RULE);
  };

  test("is said, changed from the version that was read, and taken back", async () => {
    const said = await send("PUT", ofMachine, { body: { severity: "critical" } });
    expect(said).toMatchObject({
      status: 200,
      body: {
        ruleId: RULE,
        scope: { kind: "machine", machineId: MACHINE },
        machineName: "Caisse",
        change: { severity: "critical" },
        version: 1,
      },
    });
    expect(said.headers["etag"]).toBe('"v1"');
    const again = await send("PUT", ofMachine, { body: { enabled: false } });
    expect(again.body).toMatchObject({ code: "version_conflict" });
    const changed = await send("PUT", ofMachine, { body: { enabled: false }, ifMatch: '"v1"' });
    expect(changed.body).toMatchObject({ change: { enabled: false }, version: 2 });
    expect((await send("DELETE", ofMachine, { ifMatch: '"v1"' })).body.code).toBe(
      "version_conflict",
    );
    expect((await send("DELETE", ofMachine, { ifMatch: '"v2"' })).status).toBe(204);
    expect((await send("GET", ofMachine)).body.code).toBe("not_found");
  });

  test("the machine's rules show whose word it is", async () => {
    await send("PUT", ofClass, { body: { holdForSeconds: 0, severity: "critical" } });
    await send("PUT", ofMachine, { body: { severity: "warning" } });
    expect(await ruleOf(`/api/machines/${MACHINE}/rules`)).toMatchObject({
      rule: { severity: "warning", holdForSeconds: 0 },
      classOverride: { holdForSeconds: 0, severity: "critical" },
      machineOverride: { severity: "warning" },
    });
    expect(await ruleOf(`/api/machines/${idOf("mac", 2)}/rules`)).toMatchObject({
      rule: { severity: "critical" },
      machineOverride: null,
    });
    const { items } = (await send("GET", `/api/rules/${RULE}/overrides`)).body;
    expect(items.map(({ scope }: { scope: object }) => Object.values(scope).join(" "))).toEqual([
      "class laptop",
      "class workstation",
      `machine ${MACHINE}`,
    ]);
  });

  test("a rule is not changed so that it could not hold for them", async () => {
    await send("PUT", ofClass, { body: { clearAt: 85 } });
    const { body } = await send("GET", `/api/rules/${RULE}`);
    const condition = { ...body.condition, fireAt: 82, clearAt: 80 };
    expect((await change(`/api/rules/${RULE}`, { condition })).body).toMatchObject({
      code: "rule_invalid",
      detail: expect.stringContaining("the class workstation"),
    });
  });

  test.for([
    ["a level of another kind", ofMachine, { fireWithinHours: 24 }, "rule_invalid"],
    ["a level that could not hold", ofMachine, { fireAt: 10 }, "rule_invalid"],
    ["nothing at all", ofMachine, {}, "request_malformed"],
    ["a class of nobody", `/api/rules/${RULE}/overrides/class/tablet`, {}, "request_malformed"],
    [
      "a class that there is not",
      `/api/rules/${RULE}/overrides/class/tablet`,
      { enabled: false },
      "not_found",
    ],
    [
      "a machine that is not there",
      `/api/rules/${RULE}/overrides/machine/${idOf("mac", 99)}`,
      { enabled: false },
      "not_found",
    ],
  ] as const)("%s is refused", async ([, path, body, code]) => {
    expect((await send("PUT", path, { body })).body.code).toBe(code);
  });
});

describe("a dry run", () => {
  const HOUR_MS = 3_600_000;
  const path = `/api/rules/${RULE}/dry-run`;
  const DAY_AGO_MS = OPENED_MS - 24 * HOUR_MS;

  /** The machine's volume, a value every five minutes from a day ago on. */
  async function measured(valueAt: (minutes: number) => number): Promise<void> {
    const reports = Array.from({ length: 24 * 12 }, (_, place) => [
      DAY_AGO_MS + place * 300_000,
      10,
      valueAt(place * 5),
    ]);
    const shape = { id: 1, machineId: MACHINE, columns: COLUMNS };
    await server.metrics.apply([rowAt(1, 1, reports)], [shape]);
  }

  const FULL = {
    kind: "threshold",
    metric: "volume_used_percent",
    direction: "above",
    fireAt: 90,
    clearAt: 85,
  };
  const tried = (body: object) => send("POST", path, { body });

  beforeEach(() => {
    server.clock.now = Temporal.Instant.fromEpochMilliseconds(OPENED_MS);
  });

  test("says how often it would have fired, where, when and how long", async () => {
    // Full in the second hour, and once more for five minutes after ten.
    await measured((minutes) => {
      if (minutes === 600) return 97;
      return minutes >= 60 && minutes < 120 ? 95 : 50;
    });
    const { body } = await tried({ condition: FULL, holdForSeconds: 0 });
    expect(body).toMatchObject({
      measuredSince: new Date(DAY_AGO_MS).toISOString(),
      fired: 2,
      machines: 1,
      objects: 1,
      objectsLeftOut: 0,
      episodes: [
        { machine: { name: "Caisse" }, object: "/", value: 97 },
        {
          value: 95,
          from: new Date(DAY_AGO_MS + HOUR_MS).toISOString(),
          until: new Date(DAY_AGO_MS + 2 * HOUR_MS).toISOString(),
        },
      ],
    });
    const held = await tried({ condition: FULL, holdForSeconds: 1_800 });
    expect(held.body).toMatchObject({ fired: 1, episodes: [{ value: 95 }] });
  });

  test("looks only at the machines that are named", async () => {
    await measured(() => 95);
    const condition = FULL;
    const other = await tried({ condition, machineIds: [idOf("mac", 2)] });
    expect(other.body).toMatchObject({ fired: 0, machinesLookedAt: 0, measuredSince: null });
    const own = await tried({ condition, machineIds: [MACHINE] });
    expect(own.body).toMatchObject({ fired: 1, machinesLookedAt: 1 });
    expect(own.body.episodes[0].until).toBeNull();
  });

  test("looks only so far back as is asked", async () => {
    await measured((minutes) => (minutes < 60 ? 95 : 50));
    server.clock.now = Temporal.Instant.fromEpochMilliseconds(OPENED_MS + 12 * HOUR_MS);
    const dayOnly = await tried({ condition: FULL, holdForSeconds: 0, days: 1 });
    expect(dayOnly.body).toMatchObject({ fired: 0 });
    const twoDays = await tried({ condition: FULL, holdForSeconds: 0, days: 2 });
    expect(twoDays.body).toMatchObject({ fired: 1 });
  });

  test("takes into account what is otherwise for a machine", async () => {
    await measured(() => 95);
    const otherwise = `/api/rules/${RULE}/overrides/machine/${MACHINE}`;
    await send("PUT", otherwise, { body: { enabled: false } });
    expect((await tried({ condition: FULL })).body).toMatchObject({ fired: 0, objectsLookedAt: 0 });
  });

  test.for([
    ["a rule that could not hold", { condition: { ...FULL, clearAt: 99 } }, "rule_invalid"],
    ["silence", { condition: { kind: "offline" } }, "dry_run_impossible"],
    ["more days than are kept", { days: 31 }, "request_malformed"],
  ] as const)("%s is refused", async ([, body, code]) => {
    expect((await tried(body)).body.code).toBe(code);
  });
});
