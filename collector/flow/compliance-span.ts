import { ProblemError } from "@vigie/shared/problems.ts";
import { dayAt, shownVersion, startOfDayMs } from "../domain/contract-course.ts";
import type { ContractListRow, Tables } from "../registry/registry.ts";

/** The days that a report of compliance is about, in the contract's own zone. */

export type Span = {
  readonly contract: ContractListRow;
  readonly timeZone: string;
  readonly fromMs: number;
  /** Exclusive: the day after the last one begins. */
  readonly toMs: number;
  /** The same, with its first and last month whole. */
  readonly months: { readonly fromMs: number; readonly toMs: number };
};

/** Days or months as a person asks for them, both included: "2026-06-15" or "2026-06". */
export type SpanWish = { readonly from?: string | undefined; readonly to?: string | undefined };

/** Ten years. */
const SPAN_DAYS_MAX = 3_660;

/**
 * The span of a contract; the month under way, in the contract's zone, where nothing is asked for.
 * Throws `not_found`, `request_malformed` for what is no day, and `series_too_long`.
 */
export async function findSpan(
  { contracts }: Pick<Tables, "contracts">,
  contractId: string,
  { from, to, nowMs }: SpanWish & { readonly nowMs: number },
): Promise<Span> {
  const contract = await contracts.findContract(contractId);
  const version = shownVersion(await contracts.versionsOf([contractId]), nowMs);
  if (contract === undefined || version === undefined) throw new ProblemError("not_found");
  const { timeZone } = version.clauses.term;
  const today = dayAt(nowMs, timeZone);
  const first = from === undefined ? today.with({ day: 1 }) : firstDayOf("from", from);
  const last = to === undefined ? lastDayOfMonth(today) : lastDayOf("to", to);
  requireOrder(first, last);
  const startMs = (day: Temporal.PlainDate) => startOfDayMs(day, timeZone);
  return {
    contract,
    timeZone,
    fromMs: startMs(first),
    toMs: startMs(last.add({ days: 1 })),
    months: {
      fromMs: startMs(first.with({ day: 1 })),
      toMs: startMs(lastDayOfMonth(last).add({ days: 1 })),
    },
  };
}

function requireOrder(first: Temporal.PlainDate, last: Temporal.PlainDate): void {
  const { days } = first.until(last);
  if (days < 0) refuse(`query/to ${last.toString()} is before query/from ${first.toString()}`);
  if (days < SPAN_DAYS_MAX) return;
  throw new ProblemError("series_too_long", {
    detail: `${days + 1} days, at most ${SPAN_DAYS_MAX}`,
  });
}

function firstDayOf(name: string, text: string): Temporal.PlainDate {
  return isMonth(text) ? toDay(name, `${text}-01`) : toDay(name, text);
}

function lastDayOf(name: string, text: string): Temporal.PlainDate {
  return isMonth(text) ? lastDayOfMonth(toDay(name, `${text}-01`)) : toDay(name, text);
}

function isMonth(text: string): boolean {
  return text.length === "2026-06".length;
}

function lastDayOfMonth(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ day: day.daysInMonth });
}

function toDay(name: string, text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return refuse(`query/${name} ${text} is not a date`);
  }
}

function refuse(detail: string): never {
  throw new ProblemError("request_malformed", { detail });
}
