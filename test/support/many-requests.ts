import { newId } from "../../collector/ids.ts";
import type {
  Registry,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../../collector/registry/registry.ts";

/** Tickets as people ask for them, in great number: with titles, histories, tags, owners and deadlines. */

export type Requests = {
  readonly count: number;
  /** One in so many is closed; the others are open. */
  readonly closedEvery: number;
  readonly openedMs: number;
};

/** People among whom open tickets are shared; the last part of them is nobody's. */
const ASSIGNEES = 40;

/** Words of which titles and histories are made; the first of them stand in every third text. */
const VOCABULARY = 3_000;
const WORDS_A_TEXT = 20;
const LINES_A_TICKET = 3;
const TICKETS_A_UNIT = 1_000;
const HOUR_MS = 3_600_000;

/** Adds them to an estate under contract; what each is follows from its place alone. Their words are made too. */
export async function addRequests(registry: Registry, requests: Requests): Promise<void> {
  const estate = await estateOf(registry);
  await registry.commit(addPeople);
  for (let from = 0; from < requests.count; from += TICKETS_A_UNIT) {
    const to = Math.min(requests.count, from + TICKETS_A_UNIT);
    await registry.commit(async (unit) => {
      for (let place = from; place < to; place += 1) {
        await addRequest(unit, { ...estate, ...requests, place });
      }
    });
  }
  await indexAll(registry);
}

/** Makes the words of all tickets. */
export async function indexAll(registry: Registry): Promise<void> {
  while ((await registry.commit(({ search }) => search.indexStale(TICKETS_A_UNIT))) > 0);
}

/** A word of the vocabulary, such as `1fnh4x`; the first two stand in every third text. */
export function wordAt(place: number): string {
  return (Math.imul((place % VOCABULARY) + 1, 2_654_435_761) >>> 0).toString(36);
}

export const personAt = (place: number) => `stf_${String(place).padStart(26, "0")}`;

async function addPeople({ staff }: Unit): Promise<void> {
  for (let place = 0; place < ASSIGNEES; place += 1) {
    await staff.addStaff({
      id: personAt(place),
      name: `Technician ${place}`,
      email: null,
      phone: null,
      language: "en",
      role: "technician",
      timeZone: "UTC",
      active: true,
      version: 1,
    });
  }
}

type Estate = {
  readonly customerId: string;
  readonly contractVersionId: string;
  readonly calendarVersionId: string;
};

async function estateOf({ read: { contracts, estate } }: Registry): Promise<Estate> {
  const [calendar] = await contracts.calendarVersions();
  const [version] = await contracts.versions();
  const [customer] = await estate.customers();
  if (calendar === undefined || version === undefined || customer === undefined) {
    throw new Error("requests need an estate under contract");
  }
  return {
    customerId: customer.id,
    contractVersionId: version.id,
    calendarVersionId: calendar.id,
  };
}

type Adding = Requests & Estate & { readonly place: number };

async function addRequest({ tickets, conversation }: Unit, adding: Adding): Promise<void> {
  const ticket = toTicket(adding);
  const isOpen = ticket.state !== "closed";
  await tickets.add(ticket, isOpen ? [toTarget(adding, ticket)] : []);
  for (let line = 0; line < LINES_A_TICKET; line += 1) {
    await tickets.addTransition(toLine(adding, { ticket, line }));
  }
  if (adding.place % 10 === 0) {
    await conversation.setTags(ticket.id, [`tag${adding.place % 70}`]);
  }
}

const OPEN = ["new", "acknowledged", "in_progress", "waiting_customer"] as const;

function toTicket({ place, closedEvery, openedMs, ...estate }: Adding): TicketRow {
  const isClosed = place % closedEvery === closedEvery - 1;
  const state = isClosed ? "closed" : (OPEN[spread(place, 4)] ?? "new");
  return {
    id: newId("tic"),
    number: place + 1,
    customerId: estate.customerId,
    siteId: null,
    machineId: null,
    equipmentId: null,
    ruleId: null,
    object: "",
    alertId: null,
    title: textAt(place, 5),
    channel: "phone",
    requesterId: null,
    coverage: "covered",
    coverageReason: { code: "contract_of_customer", parameters: {} },
    contractVersionId: estate.contractVersionId,
    calendarVersionIds: [estate.calendarVersionId],
    state,
    type: place % 3 === 0 ? "request" : "incident",
    impact: "medium",
    urgency: "medium",
    priority: spread(place + 7, 4) + 1,
    severity: null,
    metric: null,
    value: null,
    threshold: null,
    openedAtMs: openedMs + place,
    eventAtMs: openedMs + place,
    updatedAtMs: openedMs + place,
    resolvedAtMs: isClosed ? openedMs + place : null,
    autoResolved: false,
    takenBy: null,
    assigneeId: place % 8 === 0 ? null : personAt(spread(place, ASSIGNEES)),
    teamId: null,
    parentId: null,
    slotKey: null,
    queuedAtMs: null,
    breaksAtMs: isClosed || state === "waiting_customer" ? null : breaksAt(openedMs, place),
    mergedIntoId: null,
    version: 1,
  };
}

function toTarget(
  { calendarVersionId, openedMs, place }: Adding,
  { id, breaksAtMs }: TicketRow,
): TargetRow {
  const isPaused = breaksAtMs === null;
  const dueAtMs = isPaused ? null : breaksAt(openedMs, place);
  return {
    id: newId("tgt"),
    ticketId: id,
    kind: "restoration",
    cycle: 1,
    calendarVersionId,
    budgetMs: 4 * HOUR_MS,
    pausable: true,
    state: isPaused ? "paused" : "running",
    dueAtMs,
    breachAfterMs: dueAtMs,
    endedAtMs: null,
    elapsedMs: null,
  };
}

function toLine(
  { openedMs, place, calendarVersionId }: Adding,
  { ticket, line }: { readonly ticket: TicketRow; readonly line: number },
): TicketTransitionRow {
  const atMs = openedMs + place + line * 60_000;
  const promise = {
    kind: "restoration",
    budgetSeconds: (4 * HOUR_MS) / 1_000,
    calendarVersionId,
    pausable: true,
  } as const;
  return {
    ticketId: ticket.id,
    kind: line === 0 ? "opened" : "commented",
    atMs,
    effectiveAtMs: atMs,
    actor: "Ana",
    fromState: line === 0 ? null : ticket.state,
    toState: line === 0 ? "new" : ticket.state,
    parameters: {},
    promises: line === 0 ? [promise] : null,
    text: textAt(place * LINES_A_TICKET + line, WORDS_A_TEXT),
  };
}

/** Every third text has the first words, each text has some that few others have. */
function textAt(place: number, words: number): string {
  const said = Array.from({ length: words }, (_, n) => wordAt(spread(place * 31 + n, VOCABULARY)));
  return place % 3 === 0 ? `${wordAt(0)} ${wordAt(1)} ${said.join(" ")}` : said.join(" ");
}

function breaksAt(openedMs: number, place: number): number {
  return openedMs + spread(place, 100_000) * 1_000;
}

/** A number below `count` that does not grow with the place. */
function spread(place: number, count: number): number {
  return ((Math.imul(place + 1, 2_654_435_761) >>> 0) % 1_000_003) % count;
}
