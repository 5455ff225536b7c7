import type { ContractClauses } from "@vigie/shared/contract.ts";
import { type Findings, repeated } from "./findings.ts";

/** What can be wrong with pricing and penalties. */

/** Findings in both: they depend on one another. */
export function* moneyProblems(
  { pricing, penalties }: Pick<ContractClauses, "pricing" | "penalties">,
  calendarIds: ReadonlySet<string>,
): Findings {
  yield* pricingProblems(pricing, calendarIds);
  if (penalties !== null) yield* penaltyProblems(penalties, pricing);
}

function* pricingProblems(
  { currency, included, prepaid, multipliers = [] }: ContractClauses["pricing"],
  calendarIds: ReadonlySet<string>,
): Findings {
  if (!CURRENCIES.has(currency)) yield `pricing.currency: ${currency} is no currency of ISO 4217`;
  if (included?.carryOverMaxMinutes !== undefined && !included.carryOver) {
    yield "pricing.included.carryOverMaxMinutes: nothing is carried over; leave it out";
  }
  if (prepaid?.minutes === 0) yield "pricing.prepaid.minutes: a pack without time sells nothing";
  yield* multiplierProblems(multipliers, calendarIds);
}

function* multiplierProblems(
  multipliers: NonNullable<ContractClauses["pricing"]["multipliers"]>,
  calendarIds: ReadonlySet<string>,
): Findings {
  for (const [place, { calendarId }] of multipliers.entries()) {
    if (!calendarIds.has(calendarId)) {
      yield `pricing.multipliers[${place}].calendarId: there is no calendar ${calendarId}`;
    }
  }
  for (const { place } of repeated(multipliers.map(({ calendarId }) => calendarId))) {
    yield `pricing.multipliers[${place}].calendarId: the calendar has a share already`;
  }
}

/** The codes that are in use somewhere. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

function* penaltyProblems(
  { base, targets, priorities, exclusions }: NonNullable<ContractClauses["penalties"]>,
  { flat }: ContractClauses["pricing"],
): Findings {
  if (base === "flat_fee" && flat === undefined) {
    yield "penalties.base: there is no flat fee in pricing.flat; name an amount";
  }
  const lists = { targets, priorities, exclusions };
  for (const [name, values] of Object.entries(lists)) {
    for (const { value, place } of repeated(values)) {
      yield `penalties.${name}[${place}]: ${value} is listed twice`;
    }
  }
}
