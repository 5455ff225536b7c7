import type { Pricing } from "@vigie/shared/contract-terms.ts";
import type { InterventionCost } from "@vigie/shared/ticket-wish.ts";

/** What an intervention that no fee holds costs, by the pricing clause of a contract. */

/** The hour at its own price. */
const WHOLE_BASIS_POINTS = 10_000;

const MINUTES_PER_HOUR = 60;

/**
 * `isOpen` says whether a calendar is open when the work is done: of several multipliers that hold then
 * the highest counts, and it counts for the hours, not for the call-out. Null where the contract names
 * no price for an intervention.
 */
export function interventionCost(
  { currency, perIntervention, multipliers = [], travel }: Pricing,
  isOpen: (calendarId: string) => boolean,
): InterventionCost | null {
  if (perIntervention === undefined) return null;
  const { callOutCents, hourlyCents, minimumMinutes } = perIntervention;
  const holding = multipliers.filter(({ calendarId }) => isOpen(calendarId));
  const basisPoints =
    holding.length === 0
      ? WHOLE_BASIS_POINTS
      : Math.max(...holding.map((multiplier) => multiplier.basisPoints));
  return {
    currency,
    callOutCents,
    hourlyCents,
    minimumMinutes,
    atLeastCents: callOutCents + workCents({ hourlyCents, basisPoints, minutes: minimumMinutes }),
    basisPoints,
    travelCents: travel?.visitCents ?? 0,
  };
}

/**
 * Half a cent is rounded up. In whole numbers, because a price times a share times minutes may be
 * larger than a double counts exactly.
 */
function workCents({
  hourlyCents,
  basisPoints,
  minutes,
}: {
  readonly hourlyCents: number;
  readonly basisPoints: number;
  readonly minutes: number;
}): number {
  const product = BigInt(hourlyCents) * BigInt(basisPoints) * BigInt(minutes);
  const parts = BigInt(WHOLE_BASIS_POINTS * MINUTES_PER_HOUR);
  return Number((product * 2n + parts) / (parts * 2n));
}
