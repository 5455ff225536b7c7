import type { ComplianceReport, PenaltyMonth, TargetOutcome } from "@vigie/shared/compliance.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { count, figuresOf, newTally, toTargetOutcome } from "../domain/compliance.ts";
import { type PenaltyTerms, penaltyMonths } from "../domain/penalty.ts";
import type { ContractListRow, OutcomeRow, Tables } from "../registry/registry.ts";
import { breathe } from "./breathe.ts";
import type { Span } from "./compliance-span.ts";
import { toInstant } from "./documents.ts";

/**
 * What a contract kept of its promises, from outcomes that are frozen. They are read in slices and
 * added up on the way; only broken promises are held, because each of them is told.
 */

/** Outcomes read at a time. */
const SLICE_ROWS = 500;

/** Days that are looked through at a time. */
const WINDOW_MS = 7 * 86_400_000;

/** Broken promises of one report: more than a person reads, and far below what fits into memory. */
const BREACHES_MAX = 10_000;

/** People of a customer that are counted for a fee per user. */
const CONTACTS_PAGE = 200;

/** The figures, breaches and penalties of a span. Throws `series_too_long` for too many breaches. */
export async function readCompliance(read: Tables, span: Span): Promise<ComplianceReport> {
  const tally = newTally();
  const breaches: OutcomeRow[] = [];
  // A penalty is capped by the month: its months are read whole, also where the span cuts them.
  const { fromMs, toMs } = span.months;
  for await (const slice of slices(read, span.contract.id, { fromMs, toMs })) {
    for (const outcome of slice) {
      if (isWithin(outcome, span)) count(tally, outcome);
      if (outcome.state === "breached") breaches.push(outcome);
    }
    if (breaches.length > BREACHES_MAX) {
      const detail = `it has more than ${BREACHES_MAX} broken promises`;
      throw new ProblemError("series_too_long", { detail });
    }
  }
  return {
    contractId: span.contract.id,
    from: toInstant(span.fromMs),
    to: toInstant(span.toMs),
    figures: figuresOf(tally),
    breaches: breaches.filter((outcome) => isWithin(outcome, span)).map(toTargetOutcome),
    penalties: await readPenalties(read, span, breaches),
  };
}

/** Every outcome of a span, oldest first, a slice at a time. */
export async function* readOutcomes(
  read: Tables,
  { contract, fromMs, toMs }: Span,
): AsyncGenerator<TargetOutcome[]> {
  for await (const slice of slices(read, contract.id, { fromMs, toMs })) {
    yield slice.map(toTargetOutcome);
  }
}

type Between = { readonly fromMs: number; readonly toMs: number };

/** Window by window: a slice is sorted out of its window, and not out of years. */
async function* slices(
  read: Tables,
  contractId: string,
  { fromMs, toMs }: Between,
): AsyncGenerator<OutcomeRow[]> {
  for (let startMs = fromMs; startMs < toMs; startMs += WINDOW_MS) {
    const endMs = Math.min(startMs + WINDOW_MS, toMs);
    yield* slicesOf(read, contractId, { fromMs: startMs, toMs: endMs });
  }
}

async function* slicesOf(
  { tickets }: Tables,
  contractId: string,
  between: Between,
): AsyncGenerator<OutcomeRow[]> {
  let after: OutcomeRow | undefined;
  for (;;) {
    const fromMs = after?.endedAtMs ?? between.fromMs;
    const wish = { contractId, fromMs, toMs: between.toMs, limit: SLICE_ROWS };
    const rows = await tickets.outcomes(after === undefined ? wish : { ...wish, after });
    if (rows.length > 0) yield rows;
    await breathe();
    if (rows.length < SLICE_ROWS) return;
    after = rows.at(-1);
  }
}

function isWithin({ endedAtMs }: OutcomeRow, { fromMs, toMs }: Span): boolean {
  return endedAtMs >= fromMs && endedAtMs < toMs;
}

// --- penalties ---

async function readPenalties(
  read: Tables,
  { contract, timeZone }: Span,
  breaches: readonly OutcomeRow[],
): Promise<PenaltyMonth[]> {
  if (breaches.length === 0) return [];
  const terms = new Map<string, PenaltyTerms>();
  for (const { id, clauses } of await read.contracts.versionsOf([contract.id])) {
    const { penalties, pricing } = clauses;
    if (penalties === null) continue;
    const feeCount =
      penalties.base === "flat_fee" ? await feeCountOf(read, contract, pricing.flat?.per) : 1;
    terms.set(id, { penalties, pricing, feeCount });
  }
  return penaltyMonths(breaches, { timeZone, termsOf: (id) => terms.get(id) });
}

/**
 * How many a flat fee is for, as things stand now: the machines that the contract covers, or the
 * people of the customer that are known. How many there were then is in no table.
 */
async function feeCountOf(
  read: Tables,
  { id, customerId }: ContractListRow,
  per: "contract" | "machine" | "user" | undefined,
): Promise<number> {
  if (per === "user") return countContacts(read, customerId);
  if (per !== "machine") return 1;
  const counts = await read.contracts.coveredCounts([id]);
  return counts.find(({ what }) => what === "machine")?.count ?? 0;
}

async function countContacts({ estate }: Tables, customerId: string): Promise<number> {
  let counted = 0;
  let after: { readonly key: string; readonly id: string } | undefined;
  for (;;) {
    const wish = { customerId, sort: "id", limit: CONTACTS_PAGE } as const;
    const page = await estate.contactList(after === undefined ? wish : { ...wish, after });
    counted += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < CONTACTS_PAGE) return counted;
    after = { key: last.id, id: last.id };
  }
}
