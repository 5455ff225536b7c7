import type { Penalties, Pricing } from "@vigie/shared/contract-terms.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";
import type { NewOutcomeRow, Unit } from "../../../collector/registry/registry.ts";
import { version } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { addOffice, CONTRACT, CUSTOMER, idOf, TICKET } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

/**
 * A second contract of the office, with penalties: 5 % of the monthly fee of 100.00 a machine for each
 * started hour, at most 20 %. It covers one machine.
 */
const PENAL = idOf("con", 7);
const PENAL_VERSION = idOf("cov", 7);
const penalties: Penalties = {
  rateBasisPoints: 500,
  base: "flat_fee",
  capBasisPoints: 2_000,
  targets: ["resolution"],
  priorities: [1],
  exclusions: ["force_majeure"],
};
const pricing: Pricing = {
  currency: "EUR",
  vatBasisPoints: 2_000,
  roundingMinutes: 15,
  flat: { amountCents: 10_000, per: "machine", everyMonths: 1 },
};

async function seed(unit: Unit): Promise<void> {
  await addOffice(unit);
  await unit.contracts.addContract({
    id: PENAL,
    customerId: CUSTOMER,
    number: "C-2026-7",
    name: "Maintenance avec pénalités",
    kind: "maintenance",
  });
  await unit.contracts.addVersion(
    version({
      id: PENAL_VERSION,
      contractId: PENAL,
      clauses: completeClauses([], { penalties, pricing }),
    }),
  );
  const covered = { contractVersionId: PENAL_VERSION, machineId: idOf("mac", 2) };
  await unit.contracts.cover(covered);
}

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer({ seed });
});
afterEach(() => server.close());

const HOUR_MS = 3_600_000;
let cycle = 0;

/** A resolution of the office's ticket that was met; each one of its own cycle. */
function ended(endedAt: string, differs: Partial<NewOutcomeRow> = {}): NewOutcomeRow {
  cycle += 1;
  return {
    ticketId: TICKET,
    target: "resolution",
    cycle,
    priority: 1,
    contractVersionId: PENAL_VERSION,
    calendarVersionId: idOf("clv", 1),
    state: "met",
    budgetMs: 4 * HOUR_MS,
    elapsedMs: HOUR_MS,
    overrunMs: 0,
    pausedMs: 0,
    endedAtMs: Temporal.Instant.from(endedAt).epochMilliseconds,
    ...differs,
  };
}

const late = (endedAt: string, differs: Partial<NewOutcomeRow> = {}): NewOutcomeRow =>
  ended(endedAt, {
    state: "breached",
    elapsedMs: 5.5 * HOUR_MS,
    overrunMs: 1.5 * HOUR_MS,
    ...differs,
  });

async function keep(...outcomes: readonly NewOutcomeRow[]): Promise<void> {
  await server.registry.commit(async ({ tickets }) => {
    for (const outcome of outcomes) await tickets.saveOutcome(outcome);
  });
}

async function report(query = "", id = PENAL) {
  const answer = await ask(server.port, { path: `/api/contracts/${id}/compliance${query}` });
  return JSON.parse(answer.text);
}

describe("the report", () => {
  test("adds up the contract's own outcomes by priority and target, with breaches and penalties", async () => {
    await keep(
      ended("2026-11-05T10:00:00Z", { pausedMs: HOUR_MS }),
      late("2026-11-06T10:00:00Z"),
      ended("2026-11-07T10:00:00Z", { state: "not_needed" }),
      ended("2026-11-08T10:00:00Z", { contractVersionId: idOf("cov", 1) }),
    );
    expect(await report()).toMatchObject({
      contractId: PENAL,
      from: "2026-10-31T23:00:00.000Z",
      to: "2026-11-30T23:00:00.000Z",
      figures: [
        {
          priority: 1,
          target: "resolution",
          met: 1,
          breached: 1,
          notNeeded: 1,
          cancelled: 0,
          complianceBasisPoints: 5_000,
          pausedSeconds: 3_600,
          overrunSeconds: 5_400,
          causes: { unsaid: 1 },
        },
      ],
      breaches: [
        {
          ticket: { id: TICKET, number: 1 },
          state: "breached",
          overrunSeconds: 5_400,
          cause: null,
          contractVersionId: PENAL_VERSION,
          endedAt: "2026-11-06T10:00:00.000Z",
        },
      ],
      penalties: [
        {
          month: "2026-11",
          currency: "EUR",
          baseCents: 10_000,
          lines: [{ ticketNumber: 1, startedHours: 2, amountCents: 1_000, excluded: null }],
          uncappedCents: 1_000,
          owedCents: 1_000,
        },
      ],
    });
    expect((await report("", CONTRACT)).figures).toMatchObject([{ met: 1, breached: 0 }]);
  });

  test("of nothing has no figures", async () => {
    expect(await report()).toMatchObject({ figures: [], breaches: [], penalties: [] });
  });

  test.for<[string, string, string, string]>([
    ["a month", "?from=2026-06&to=2026-06", "2026-05-31T22:00:00.000Z", "2026-06-30T22:00:00.000Z"],
    [
      "days",
      "?from=2026-06-15&to=2026-06-15",
      "2026-06-14T22:00:00.000Z",
      "2026-06-15T22:00:00.000Z",
    ],
    [
      "a day to a month",
      "?from=2026-02-10&to=2026-02",
      "2026-02-09T23:00:00.000Z",
      "2026-02-28T23:00:00.000Z",
    ],
    [
      "a quarter with a clock change",
      "?from=2026-01&to=2026-03",
      "2025-12-31T23:00:00.000Z",
      "2026-03-31T22:00:00.000Z",
    ],
    [
      "up to the month under way",
      "?from=2026-10",
      "2026-09-30T22:00:00.000Z",
      "2026-11-30T23:00:00.000Z",
    ],
  ])("is asked for by civil days of the contract's zone: %s", async ([, query, from, to]) => {
    expect(await report(query)).toMatchObject({ from, to });
  });

  test("the first instant of its days is in it, the first one after them is not", async () => {
    await keep(
      ended("2026-05-31T21:59:59.999Z"),
      ended("2026-05-31T22:00:00Z"),
      ended("2026-06-30T21:59:59.999Z"),
      ended("2026-06-30T22:00:00Z"),
    );
    expect((await report("?from=2026-06&to=2026-06")).figures[0].met).toBe(2);
  });

  test("a month's penalties are whole where the days asked for cut it", async () => {
    await keep(late("2026-06-03T10:00:00Z"), late("2026-06-28T10:00:00Z"));
    expect(await report("?from=2026-06-01&to=2026-06-15")).toMatchObject({
      figures: [{ breached: 1 }],
      breaches: [{ endedAt: "2026-06-03T10:00:00.000Z" }],
      penalties: [{ uncappedCents: 2_000, owedCents: 2_000 }],
    });
  });

  test("more outcomes than are read at a time are all counted, several of one instant too", async () => {
    const at = "2026-06-10T10:00:00Z";
    const met = Array.from({ length: 1_100 }, () => ended(at));
    await keep(...met, late(at), late("2026-06-11T10:00:00Z"));
    expect((await report("?from=2026-06&to=2026-06")).figures).toMatchObject([
      { met: 1_100, breached: 2, complianceBasisPoints: 9_981 },
    ]);
  });

  test.for<[string, string, string, number]>([
    ["a day that there is not", "?from=2026-02-30", "request_malformed", 400],
    ["a month that there is not", "?to=2026-13", "request_malformed", 400],
    ["an end before its beginning", "?from=2026-06&to=2026-05", "request_malformed", 400],
    ["no form of a day", "?from=June", "request_malformed", 400],
    ["more than ten years", "?from=2010&to=2026", "request_malformed", 400],
    ["more than ten years, said well", "?from=2010-01&to=2026-01", "series_too_long", 422],
  ])("refuses %s", async ([, query, code, status]) => {
    expect(await report(query)).toMatchObject({ code, status });
  });
});

describe("the file", () => {
  test("has one line for each promised time that ended, oldest first", async () => {
    const { cycle: second } = late("2026-06-02T10:00:00Z");
    await keep(
      late("2026-06-02T10:00:00Z", { cycle: second }),
      ended("2026-06-01T10:00:00Z", { cycle: second + 1, pausedMs: 500 }),
      ended("2026-07-01T10:00:00Z"),
    );
    const { headers, text } = await ask(server.port, {
      path: `/api/contracts/${PENAL}/compliance.csv?from=2026-06&to=2026-06`,
    });
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
    const versions = `${PENAL_VERSION},${idOf("clv", 1)}`;
    expect(text.replace("\uFEFF", "").split("\r\n")).toEqual([
      "ticket,target,cycle,priority,state,budget_seconds,elapsed_seconds,overrun_seconds,paused_seconds,cause,ended_at,contract_version,calendar_version",
      `1,resolution,${second + 1},1,met,14400,3600,0,1,,2026-06-01T10:00:00.000Z,${versions}`,
      `1,resolution,${second},1,breached,14400,19800,5400,0,,2026-06-02T10:00:00.000Z,${versions}`,
      "",
    ]);
  });

  test("of a contract that there is not is a problem and no file", async () => {
    const answer = await ask(server.port, {
      path: `/api/contracts/${idOf("con", 9)}/compliance.csv`,
    });
    expect(JSON.parse(answer.text)).toMatchObject({ code: "not_found", status: 404 });
  });
});
