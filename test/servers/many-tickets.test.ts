import { join } from "node:path";
import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { TICKET_SORTS } from "@vigie/shared/ticket-query.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresqlRegistry } from "../../collector/registry/postgresql.ts";
import type {
  Registry,
  TicketListRow,
  TicketNarrowing,
  TicketPlace,
} from "../../collector/registry/registry.ts";
import { openSqliteRegistry } from "../../collector/registry/sqlite.ts";
import { fillWithFleet } from "../support/fleet.ts";
import { freshFolder } from "../support/fresh-folder.ts";
import { addRequests, personAt, wordAt } from "../support/many-requests.ts";
import { makeDatabase } from "../support/postgresql.ts";

/** So many that some words are common and some are rare: both engines find the very same tickets. */

const TICKETS = 3_000;
const OPENED_MS = Temporal.Instant.from("2026-11-23T09:00:00Z").epochMilliseconds;
/** What filling both may take. */
const FILL_MS = 300_000;
const log = (): void => {};

const parts = new AsyncDisposableStack();
let engines: readonly Registry[];
beforeAll(async () => {
  const { path } = parts.use(freshFolder());
  engines = [
    await openSqliteRegistry({ path: join(path, "registry"), log }),
    await openPostgresqlRegistry({ settings: await makeDatabase(), log }),
  ];
  for (const registry of engines) {
    parts.defer(() => registry.close());
    await fillWithFleet(registry, 1);
    await addRequests(registry, { count: TICKETS, closedEvery: 5, openedMs: OPENED_MS });
  }
}, FILL_MS);
afterAll(() => parts.disposeAsync());

const open = { states: OPEN_TICKET_STATES };
const NARROWINGS: readonly (readonly [narrowing: TicketNarrowing, why: string])[] = [
  [{}, "all"],
  [open, "what is open"],
  [{ ...open, assigneeId: personAt(3) }, "one's own"],
  [{ ...open, assigneeId: null }, "nobody's"],
  [{ tags: ["tag10"] }, "a tag"],
  [{ search: wordAt(0) }, "a word of many"],
  [{ ...open, search: wordAt(700) }, "a word of few"],
  [{ search: wordAt(0).slice(0, 2), priorities: [2] }, "how many words begin"],
];

describe.for(NARROWINGS)("%o (%s)", ([narrowing]) => {
  test.for(TICKET_SORTS)("by %s: pages of both engines are the same, and whole", async (sort) => {
    const lists = await Promise.all(engines.map((registry) => readAll(registry, narrowing, sort)));
    const [one = [], other = []] = lists;
    expect(one).toEqual(other);
    expect(new Set(one).size).toBe(one.length);
    for (const { read } of engines) {
      expect(await read.tickets.count({ ...narrowing, max: TICKETS })).toBe(one.length);
    }
  });
});

async function readAll(
  { read }: Registry,
  narrowing: TicketNarrowing,
  sort: (typeof TICKET_SORTS)[number],
): Promise<number[]> {
  const numbers: number[] = [];
  for (let after: TicketPlace | undefined; ; ) {
    const rows: TicketListRow[] = await read.tickets.list({
      ...narrowing,
      sort,
      order: "asc",
      limit: 400,
      ...(after !== undefined && { after }),
    });
    after = rows.at(-1);
    if (after === undefined) return numbers;
    numbers.push(...rows.map(({ number }) => number));
  }
}
