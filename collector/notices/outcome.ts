import { retryAfterMs } from "../domain/retry.ts";
import type { NoticeMark, NoticeRow, Unit } from "../registry/registry.ts";
import type { Courier, Delivered } from "./courier.ts";
import type { Failure } from "./far-end.ts";
import type { SenderTools } from "./sender.ts";

/** How attempts end, as the outbox keeps it. */
export type Outcome = {
  readonly delivered: Delivered;
  readonly courier: Courier;
  readonly atMs: number;
  /** Drawn from [0, 1). */
  readonly chance: number;
};

/** Attempts after which a notice is given up, however short a time they took. */
const ATTEMPTS_MAX = 1_000;

/** Keeps it, and tells in the same unit of what was given up. Answers whether that waits to leave. */
export async function keepOutcome(
  { registry, notifier, onGivenUp }: Pick<SenderTools, "registry" | "notifier" | "onGivenUp">,
  outcome: Outcome,
): Promise<{ readonly givenUp: number; readonly isTold: boolean }> {
  const { rows, handover } = outcome.delivered;
  if (handover.done) {
    await registry.commit((unit) => keepSent(unit, outcome));
    return { givenUp: 0, isTold: false };
  }
  const givenUp = rows.filter((row) => isOver(row, handover, outcome));
  const leaving = await registry.commit(async (unit) => {
    await keepFailed(unit, { ...outcome, failure: handover, givenUp });
    let told = 0;
    for (const row of givenUp) {
      told += await tellOf(unit, { row, failure: handover, atMs: outcome.atMs, notifier });
    }
    return told;
  });
  for (const row of givenUp) onGivenUp(row, handover.code);
  return { givenUp: givenUp.length, isTold: leaving > 0 };
}

async function keepSent({ notices }: Unit, { delivered, atMs }: Outcome): Promise<void> {
  const { rows, dropped, messageId } = delivered;
  await notices.mark(dropped, { ...OVER, state: "dropped" });
  for (const [attempts, alike] of byAttempts(rows)) {
    const mark = { ...OVER, attempts: attempts + 1, sentAtMs: atMs, messageId };
    await notices.mark(alike, { ...mark, state: "sent" });
  }
}

async function keepFailed(
  { notices }: Unit,
  {
    delivered: { rows, dropped },
    failure: { code, detail },
    givenUp,
    atMs,
    chance,
  }: Outcome & { readonly failure: Failure; readonly givenUp: readonly NoticeRow[] },
): Promise<void> {
  await notices.mark(dropped, { ...OVER, state: "dropped" });
  for (const [attempts, alike] of byAttempts(rows)) {
    const mark = { ...OVER, attempts: attempts + 1, errorCode: code, errorDetail: detail };
    const nextAtMs = atMs + retryAfterMs(attempts + 1, chance);
    const lasting = alike.filter((row) => !givenUp.includes(row));
    await notices.mark(lasting, { ...mark, state: "waiting", nextAtMs });
    const dead = alike.filter((row) => givenUp.includes(row));
    await notices.mark(dead, { ...mark, state: "dead" });
  }
}

function byAttempts(rows: readonly NoticeRow[]): ReadonlyMap<number, NoticeRow[]> {
  return Map.groupBy(rows, ({ attempts }) => attempts);
}

/** That telling of it failed is told no further. */
async function tellOf(
  unit: Unit,
  {
    row,
    failure,
    atMs,
    notifier,
  }: Pick<SenderTools, "notifier"> & {
    readonly row: NoticeRow;
    readonly failure: Failure;
    readonly atMs: number;
  },
): Promise<number> {
  if (row.kind === "undelivered") return 0;
  const ticket = row.ticketId === null ? undefined : await unit.tickets.find(row.ticketId);
  const { code, detail } = failure;
  const parameters = { code, detail, channel: row.channel, noticeId: row.id };
  const notice = { key: `given up ${row.id} ${row.dueAtMs}`, kind: "undelivered" } as const;
  return notifier.tell(unit, { ...notice, ticket: ticket ?? null, parameters }, atMs);
}

const OVER: NoticeMark = {
  state: "sent",
  attempts: 0,
  nextAtMs: null,
  errorCode: null,
  errorDetail: null,
  sentAtMs: null,
  messageId: null,
};

/** Whether no further attempt is made. */
function isOver(row: NoticeRow, { isFinal }: Failure, { courier, atMs }: Outcome): boolean {
  if (isFinal || row.attempts + 1 >= ATTEMPTS_MAX) return true;
  return atMs - row.dueAtMs >= courier.givenUpAfterMs;
}
