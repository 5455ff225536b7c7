import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClocks } from "../../../collector/flow/clocks.ts";
import { createDesk } from "../../../collector/flow/desk.ts";
import { newId } from "../../../collector/ids.ts";
import { SCHEMA_STEPS } from "../../../collector/registry/schema/migrations.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { ENGINES } from "./engines.ts";

/**
 * Tickets of the first schema, whose targets were written as things happened: the replay of their
 * histories must say the same. An hour to acknowledge and four to restore, at any time of any day.
 */

const MS = 1_767_225_600_000;
const at = (minutes: number) => MS + minutes * 60_000;

type OldLine = readonly [
  kind: string,
  minute: number,
  to: string,
  actor: string,
  parameters?: string,
];
type OldTarget = readonly [
  state: string,
  due: number,
  breachAfter: number | null,
  ended: number | null,
];
type Old = {
  readonly state: string;
  readonly resolved?: number;
  readonly lines: readonly OldLine[];
  /** To acknowledge, and to restore. */
  readonly targets: readonly [OldTarget, OldTarget];
  /** Working minutes of each that are counted now; null = it goes on. */
  readonly elapsed: readonly [number | null, number | null];
};

const opened: OldLine = ["opened", 0, "new", "vigie", '{"value":93.5}'];

const TICKETS: readonly (readonly [about: string, ticket: Old])[] = [
  [
    "one that is new",
    {
      state: "new",
      lines: [opened],
      targets: [
        ["running", 60, 60, null],
        ["running", 240, 240, null],
      ],
      elapsed: [null, null],
    },
  ],
  [
    "one that was taken",
    {
      state: "acknowledged",
      lines: [opened, ["acknowledged", 30, "acknowledged", "Léa"]],
      targets: [
        ["met", 60, null, 30],
        ["running", 240, 240, null],
      ],
      elapsed: [30, null],
    },
  ],
  [
    "one that resolved itself after a promise was broken",
    {
      state: "resolved",
      resolved: 120,
      lines: [
        opened,
        ["breached", 61, "new", "vigie", '{"target":"acknowledgement"}'],
        ["recovered", 120, "new", "vigie", '{"value":61}'],
        ["resolved", 120, "resolved", "vigie", '{"value":61}'],
      ],
      targets: [
        ["breached", 60, null, 120],
        ["not_needed", 240, null, 120],
      ],
      elapsed: [120, 120],
    },
  ],
  [
    "one that came back after twenty minutes, of an offline machine that has no value",
    {
      state: "new",
      lines: [
        opened,
        ["recovered", 10, "new", "vigie"],
        ["resolved", 10, "resolved", "vigie"],
        ["reopened", 30, "new", "vigie"],
      ],
      targets: [
        ["running", 80, 80, null],
        ["running", 260, 260, null],
      ],
      elapsed: [null, null],
    },
  ],
  [
    "one that a person resolved late",
    {
      state: "resolved",
      resolved: 300,
      lines: [
        opened,
        ["breached", 61, "new", "vigie", '{"target":"acknowledgement"}'],
        ["breached", 241, "new", "vigie", '{"target":"restoration"}'],
        ["resolved", 300, "resolved", "Léa"],
      ],
      targets: [
        ["breached", 60, null, 300],
        ["breached", 240, null, 300],
      ],
      elapsed: [300, 300],
    },
  ],
  [
    "one that a person resolved just after it had recovered",
    {
      state: "resolved",
      resolved: 20,
      lines: [
        opened,
        ["acknowledged", 10, "acknowledged", "vigie"],
        ["recovered", 15, "acknowledged", "vigie"],
        ["resolved", 20, "resolved", "vigie"],
      ],
      targets: [
        ["met", 60, null, 10],
        ["met", 240, null, 20],
      ],
      elapsed: [10, 20],
    },
  ],
];

/** The rows of these tickets as the first schema has them. */
function toSql(): string {
  const weekly = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    .map((day) => `"${day}":[["00:00","24:00"]]`)
    .join(",");
  const statements = TICKETS.flatMap(([, ticket], place) => toRows(ticket, place));
  return [
    `insert into calendar_version (id, calendar_id, name, number, document) values
      ('clv_90', 'cal_90', 'Always', 1, '{"timeZone":"UTC","weekly":{${weekly}}}')`,
    ...statements,
  ].join(";\n");
}

function toRows({ state, resolved, lines, targets }: Old, place: number): string[] {
  const id = `tic_9${place}`;
  const [customer, ms] = [
    "'cus_01'",
    (minute: number | null) => (minute === null ? "null" : at(minute)),
  ];
  const resolvedAt = ms(resolved ?? null);
  let from = "null";
  return [
    `insert into ticket (id, number, customer_id, machine_id, rule_id, object, alert_id,
      contract_version_id, state, type, priority, severity, opened_at_ms, event_at_ms,
      resolved_at_ms, auto_resolved, version) values ('${id}', 9${place}, ${customer}, 'mac_01',
      'rul_01', '/${place}', 'alr_01', 'cov_01', '${state}', 'incident', 1, 'critical', ${at(0)},
      ${at(0)}, ${resolvedAt}, 0, 4)`,
    ...targets.map(
      ([targetState, due, breachAfter, ended], which) =>
        `insert into ticket_target (id, ticket_id, customer_id, kind, calendar_version_id, budget_ms,
          pausable, state, due_at_ms, breach_after_ms, ended_at_ms) values ('tgt_9${place}${which}',
          '${id}', ${customer}, '${which === 0 ? "acknowledgement" : "restoration"}', 'clv_90',
          ${(which === 0 ? 60 : 240) * 60_000}, 0, '${targetState}', ${ms(due)},
          ${ms(breachAfter)}, ${ms(ended)})`,
    ),
    ...lines.map(([kind, minute, to, actor, parameters = "{}"]) => {
      const line = `insert into ticket_transition (ticket_id, customer_id, kind, at_ms, actor,
        from_state, to_state, parameters, text) values ('${id}', ${customer}, '${kind}',
        ${at(minute)}, '${actor}', ${from}, '${to}', '${parameters}', null)`;
      from = `'${to}'`;
      return line;
    }),
  ];
}

describe.for(ENGINES)("tickets of the first schema: %s", ([, engine]) => {
  let folder: string;
  beforeEach(async () => {
    folder = freshFolder().path;
  });
  afterEach(() => engine.remove(folder));

  async function migrated() {
    const first = Object.entries(SCHEMA_STEPS).filter(([name]) => name === "0001-first");
    await (await engine.open(folder, Object.fromEntries(first))).close();
    await engine.run(folder, await readFile("test/fixtures/registry/0001-first.sql", "utf8"));
    await engine.run(folder, toSql());
    return engine.open(folder, SCHEMA_STEPS);
  }

  test("say the same when their histories are replayed, and are counted", async () => {
    const registry = await migrated();
    try {
      const desk = createDesk({ newId, clocks: createClocks() });
      for (const [place, [about, { elapsed }]] of TICKETS.entries()) {
        const id = `tic_9${place}`;
        const ticket = await registry.read.tickets.find(id);
        if (ticket === undefined) throw new Error(`${about} is gone`);
        expect(ticket.calendarVersionIds, about).toEqual(["clv_90"]);
        const before = await registry.read.tickets.targets(id);
        const lines = await registry.read.tickets.transitionCount(id);

        await registry.commit((unit) => desk.recount({ unit, ticket, nowMs: at(40) }));

        const after = await registry.read.tickets.targets(id);
        const counted = elapsed.map((minutes) => (minutes === null ? null : minutes * 60_000));
        expect(after, about).toEqual(
          before.map((row, which) => ({ ...row, elapsedMs: counted[which] })),
        );
        expect(await registry.read.tickets.transitionCount(id), about).toBe(lines);
      }
      expect(await registry.read.tickets.uncounted(10)).not.toContain("tic_92");
    } finally {
      await registry.close();
    }
  });

  test("are counted in the contract's outcomes once they are over", async () => {
    const registry = await migrated();
    try {
      const desk = createDesk({ newId, clocks: createClocks() });
      expect(await registry.read.tickets.uncounted(100)).toEqual(
        expect.arrayContaining(["tic_91", "tic_92", "tic_94", "tic_95"]),
      );
      await registry.commit(async (unit) => {
        for (const id of await unit.tickets.uncounted(100)) {
          const ticket = await unit.tickets.find(id);
          if (ticket !== undefined) await desk.recount({ unit, ticket, nowMs: at(400) });
        }
      });
      expect(await registry.read.tickets.uncounted(100)).toEqual([]);
      expect(await registry.read.tickets.outcomesOf("tic_91")).toEqual([]);
      expect(await registry.read.tickets.outcomesOf("tic_92")).toMatchObject([
        { target: "acknowledgement", state: "breached", overrunMs: 3_600_000, endedAtMs: at(120) },
        { target: "restoration", state: "not_needed", elapsedMs: 7_200_000 },
      ]);
    } finally {
      await registry.close();
    }
  });

  test("are found by their words, which are made a few at a time after the start", async () => {
    const registry = await migrated();
    try {
      const search = "volume almost full";
      expect(await registry.read.tickets.count({ search, max: 1_000 })).toBe(0);
      const all = await registry.read.tickets.count({ max: 1_000 });
      expect(all).toBeGreaterThanOrEqual(TICKETS.length);
      let made = 0;
      while (await registry.read.search.hasStale()) {
        made += await registry.commit((unit) => unit.search.indexStale(2));
      }
      expect(made).toBe(all);
      const found = await registry.read.tickets.list({ search, limit: 1_000 });
      expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(["tic_90", "tic_91"]));
    } finally {
      await registry.close();
    }
  });
});
