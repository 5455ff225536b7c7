import { spentInSpans } from "./consumption.ts";
import type { Spent } from "./stretch.ts";
import type { TargetCourse } from "./target-course.ts";
import { instantOf, nextOpening } from "./working-time.ts";

/**
 * When the clock of a target starts, and when it has consumed so much, as its course stands: due
 * times, breaches and escalations are all of them such instants.
 */

type Measured = Pick<
  TargetCourse<string>,
  "legs" | "carriedMs" | "ahead" | "budgetMs" | "dueOnDayMs"
>;

/** The start of the count if it was in working time, else the opening after it. */
export function clockStartMs({ legs }: Pick<Measured, "legs">): number {
  const starts = legs.map(({ calendar, fromMs, toMs }) => {
    const startMs = nextOpening(calendar, instantOf(fromMs)).epochMilliseconds;
    return startMs < toMs ? startMs : undefined;
  });
  return starts.find((startMs) => startMs !== undefined) ?? 0;
}

/**
 * `firstMs`: the earliest instant at which so much is consumed; what was consumed before the last
 * change is, at that change. `lastMs`: the latest at which no more is. Undefined if the clock never
 * gets there: it is paused, or it takes more than twenty years.
 */
export function reachOf(target: Measured, amountMs: number): Spent | undefined {
  const { ahead, legs, carriedMs } = target;
  const changedMs = legs.at(-1)?.fromMs ?? 0;
  const leftMs = amountMs - carriedMs;
  const spent = spentInSpans(ahead, Math.max(0, leftMs));
  if (leftMs > 0) return spent;
  const firstMs = Math.max(changedMs, clockStartMs(target));
  return { firstMs, lastMs: spent?.lastMs ?? Number.POSITIVE_INFINITY };
}

/**
 * When the budget is spent. Where no working time lies between that and the instant which working
 * days name, such as an opening, it is that instant. Of a change that leaves nothing of the budget it
 * is the change, whatever the days name.
 */
export function dueMsOf(target: Measured): number | undefined {
  const spent = reachOf(target, target.budgetMs);
  const { dueOnDayMs, legs, carriedMs, budgetMs } = target;
  const isNothingLeft = legs.length > 1 && carriedMs >= budgetMs;
  const isNamed =
    !isNothingLeft &&
    spent !== undefined &&
    dueOnDayMs !== undefined &&
    spent.firstMs <= dueOnDayMs &&
    dueOnDayMs <= spent.lastMs;
  return isNamed ? dueOnDayMs : spent?.firstMs;
}
