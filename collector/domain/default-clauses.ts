import type {
  ContractClauses,
  Level,
  PriorityMatrix,
  SeverityWeights,
} from "@vigie/shared/contract.ts";

/** What a contract says where nobody has said anything yet. */

/**
 * Priority by impact, then urgency: the simple priority coding of ITIL (Service Operation, 2011,
 * table 4.1), whose fifth step, low and low, is one with the fourth here.
 */
export const PRIORITY_MATRIX = {
  high: { high: 1, medium: 2, low: 3 },
  medium: { high: 2, medium: 3, low: 4 },
  low: { high: 3, medium: 4, low: 4 },
} as const satisfies PriorityMatrix & Readonly<Record<Level, unknown>>;

/** What an alert weighs: a critical one is priority 1 by this matrix, a warning priority 3. */
export const SEVERITY_WEIGHTS = {
  critical: { impact: "high", urgency: "high" },
  warning: { impact: "medium", urgency: "medium" },
} as const satisfies SeverityWeights;

/**
 * All clauses, from the promised levels alone or with some of the others: everything of the customer
 * is covered, for a year that renews itself unless notice is given three months before, at no price.
 */
export function completeClauses(
  levels: ContractClauses["levels"],
  given: Partial<Omit<ContractClauses, "levels">> = {},
): ContractClauses {
  return {
    term: {
      timeZone: "Europe/Paris",
      startsOn: "2026-01-01",
      initialMonths: 12,
      renewal: "tacit",
      renewalMonths: 12,
      notice: { months: 3 },
    },
    perimeter: { include: [{ by: "everything" }], exclude: [] },
    types: ["preventive", "corrective", "user_support", "monitoring"],
    priorities: { matrix: PRIORITY_MATRIX, severities: SEVERITY_WEIGHTS },
    levels,
    channels: [
      { channel: "phone", ticket: "optional" },
      { channel: "mail", ticket: "always" },
      { channel: "portal", ticket: "always" },
      { channel: "monitoring", ticket: "always" },
    ],
    simultaneous: null,
    pricing: { currency: "EUR", vatBasisPoints: 2_000, roundingMinutes: 15 },
    penalties: null,
    exit: { assistanceDays: 0, steps: [] },
    managed: null,
    ...given,
  };
}
