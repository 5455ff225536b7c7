import type { PenaltyMonth } from "@vigie/shared/compliance.ts";
import type { Penalties, Pricing } from "@vigie/shared/contract-terms.ts";
import type { Outcome } from "./compliance.ts";

/**
 * What a contract owes for promises that were broken: for each started hour of working overrun a
 * share of the base, in whole cents rounded half up, up to a cap for all of a month together.
 *
 * Each promised time counts by itself: a ticket that was acknowledged late and restored late has two
 * lines. An overrun belongs to the month in which its promise ended, in the contract's zone. It is
 * counted by the version that its ticket was opened under; where a month has lines of several, the
 * cap is the highest of theirs, so that an amendment takes away nothing that was owed before.
 */

/** What one contract version says of penalties. */
export type PenaltyTerms = {
  readonly penalties: Penalties;
  readonly pricing: Pick<Pricing, "currency" | "flat">;
  /** How many of what the flat fee is for: machines or users; 1 for a fee of the whole contract. */
  readonly feeCount: number;
};

type Line = PenaltyMonth["lines"][number];
type Month = {
  readonly month: string;
  readonly currency: string;
  baseCents: number;
  capCents: number;
  readonly lines: Line[];
};

const MS_PER_HOUR = 3_600_000;
const WHOLE_BASIS_POINTS = 10_000;

/** The months in which something was broken that the clause speaks of, in order. */
export function penaltyMonths(
  outcomes: Iterable<Outcome>,
  {
    timeZone,
    termsOf,
  }: {
    readonly timeZone: string;
    /** undefined = the version has no penalty clause. */
    readonly termsOf: (contractVersionId: string) => PenaltyTerms | undefined;
  },
): PenaltyMonth[] {
  const months = new Map<string, Month>();
  for (const outcome of outcomes) {
    const terms = termsOf(outcome.contractVersionId);
    if (terms === undefined || !counts(outcome, terms.penalties)) continue;
    addLine(monthOf(months, { name: monthName(outcome, timeZone), terms }), outcome, terms);
  }
  return [...months.values()]
    .toSorted((a, b) => (`${a.month}${a.currency}` < `${b.month}${b.currency}` ? -1 : 1))
    .map(toPenaltyMonth);
}

/** What the rate is a share of: the flat fee of one month, or the amount that the clause names. */
export function baseCentsOf({ penalties, pricing, feeCount }: PenaltyTerms): number {
  if (penalties.base !== "flat_fee") return penalties.base.amountCents;
  const { flat } = pricing;
  if (flat === undefined) return 0;
  const count = flat.per === "contract" ? 1 : feeCount;
  return share(flat.amountCents, count, flat.everyMonths);
}

function counts({ state, target, priority }: Outcome, { targets, priorities }: Penalties): boolean {
  return state === "breached" && targets.includes(target) && priorities.includes(priority);
}

function monthName({ endedAtMs }: Outcome, timeZone: string): string {
  const day = Temporal.Instant.fromEpochMilliseconds(endedAtMs).toZonedDateTimeISO(timeZone);
  return day.toPlainDate().toPlainYearMonth().toString();
}

function monthOf(
  months: Map<string, Month>,
  { name, terms }: { readonly name: string; readonly terms: PenaltyTerms },
): Month {
  const { currency } = terms.pricing;
  const key = `${name} ${currency}`;
  const month = months.get(key) ?? { month: name, currency, baseCents: 0, capCents: 0, lines: [] };
  months.set(key, month);
  return month;
}

function addLine(month: Month, outcome: Outcome, terms: PenaltyTerms): void {
  const { rateBasisPoints, capBasisPoints, exclusions } = terms.penalties;
  const baseCents = baseCentsOf(terms);
  const capCents = share(baseCents, capBasisPoints, WHOLE_BASIS_POINTS);
  if (month.lines.length === 0 || capCents > month.capCents) {
    month.baseCents = baseCents;
    month.capCents = capCents;
  }
  const { ticketNumber, target, cycle, cause, overrunMs } = outcome;
  const excluded = cause !== null && exclusions.includes(cause) ? cause : null;
  const startedHours = Math.ceil(overrunMs / MS_PER_HOUR);
  const amountCents =
    excluded === null ? share(baseCents, startedHours * rateBasisPoints, WHOLE_BASIS_POINTS) : 0;
  month.lines.push({ ticketNumber, target, cycle, startedHours, amountCents, excluded });
}

function toPenaltyMonth({ month, currency, baseCents, capCents, lines }: Month): PenaltyMonth {
  const uncappedCents = lines.reduce((sum, { amountCents }) => safe(sum + amountCents), 0);
  const owedCents = Math.min(uncappedCents, capCents);
  return { month, currency, baseCents, lines, uncappedCents, owedCents };
}

/** `cents * times / of`, half up. Whole numbers all the way: a product may pass what a double holds. */
function share(cents: number, times: number, of: number): number {
  const doubled = (2n * BigInt(cents) * BigInt(times)) / BigInt(of);
  return safe(Number((doubled + 1n) / 2n));
}

/** An amount that no longer fits is the largest that does: the cap is far below it. */
function safe(cents: number): number {
  return Math.min(cents, Number.MAX_SAFE_INTEGER);
}
