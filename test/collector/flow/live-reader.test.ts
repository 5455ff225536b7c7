import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClocks } from "../../../collector/flow/clocks.ts";
import { createLiveReader, type LiveReader } from "../../../collector/flow/live-reader.ts";
import { createTicketReader } from "../../../collector/flow/ticket-documents.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { machine, ticket } from "../../contract/registry/rows.ts";
import {
  ALERT,
  addOffice,
  CUSTOMER,
  idOf,
  MACHINE,
  OPENED_AT,
  RULE,
  TICKET,
} from "../../support/office.ts";

let registry: Registry;
let folder: string;
let reader: LiveReader;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-live-"));
  registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  await registry.commit(addOffice);
  const { read } = registry;
  const now = () => Temporal.Instant.from(OPENED_AT);
  reader = createLiveReader({
    read,
    tickets: createTicketReader({ read, clocks: createClocks(), now }),
  });
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const keys = { machines: [], alerts: [], tickets: [], rules: [] } as const;
const setsOf = (given: Partial<Record<keyof typeof keys, readonly string[]>>) => {
  const { machines, alerts, tickets, rules } = { ...keys, ...given };
  return {
    machines: new Set(machines),
    alerts: new Set(alerts),
    tickets: new Set(tickets),
    rules: new Set(rules),
  };
};

test("what changed comes as it is now, each with the machine whose pages hear of it", async () => {
  const frames = await reader.changed(
    setsOf({ machines: [MACHINE], alerts: [ALERT], tickets: [TICKET], rules: [RULE] }),
  );
  expect(frames).toMatchObject([
    [MACHINE, { type: "machine", machine: { openTickets: 1 } }],
    [MACHINE, { type: "alert", alert: { state: "firing" } }],
    [MACHINE, { type: "ticket", ticket: { number: 1 } }],
    [undefined, { type: "rule", rule: { key: "volume_almost_full" } }],
  ]);
});

test("a ticket that is about no machine is for everybody", async () => {
  await registry.commit(({ tickets }) =>
    tickets.add(
      ticket({
        id: idOf("tic", 2),
        number: 2,
        customerId: CUSTOMER,
        siteId: null,
        machineId: null,
        ruleId: null,
        alertId: null,
        contractVersionId: null,
        calendarVersionIds: [],
        object: "",
        title: "Where is the invoice?",
      }),
      [],
    ),
  );
  expect(await reader.changed(setsOf({ tickets: [idOf("tic", 2)] }))).toMatchObject([
    [undefined, { type: "ticket", ticket: { title: "Where is the invoice?", machine: null } }],
  ]);
});

test("what is gone since is left out", async () => {
  const gone = {
    machines: [idOf("mac", 99)],
    rules: [idOf("rul", 99)],
    tickets: [idOf("tic", 99)],
  };
  expect(await reader.changed(setsOf(gone))).toEqual([]);
});

test("more machines than the registry is asked for at once all come", async () => {
  const ids = Array.from({ length: 250 }, (_, n) => idOf("mac", 1_000 + n));
  await registry.commit(async ({ estate }) => {
    for (const id of ids) {
      await estate.addMachine(machine({ id, customerId: CUSTOMER, siteId: null, name: id }));
    }
  });
  const frames = await reader.changed(setsOf({ machines: ids }));
  expect(new Set(frames.map(([id]) => id))).toEqual(new Set(ids));
});

test("a snapshot of several machines lets all else go on in between", async () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    if (turns < 10) setImmediate(count);
  };
  setImmediate(count);
  const machines = await reader.snapshot([1, 2, 3].map((n) => idOf("mac", n)));
  expect(machines).toHaveLength(3);
  expect(turns).toBeGreaterThanOrEqual(2);
});
