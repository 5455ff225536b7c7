/**
 * Stretches of time as numbers, and what can be asked of a walk over them. A walk gives stretches in
 * order, apart from one another, perhaps without end; every answer is a fold over one.
 */

/** `[startMs, endMs)` in epoch milliseconds. */
export type Stretch = { readonly startMs: number; readonly endMs: number };

/** Where a budget is spent: the first and the last instant at which just that much is consumed. */
export type Spent = { readonly firstMs: number; readonly lastMs: number };

/** A budget that needs longer than this was never meant for so few hours a week. */
const SPENT_YEARS_MAX = 20;
export const SPENT_SPAN_MS = SPENT_YEARS_MAX * 366 * 86_400_000;

/**
 * Where a walk has spent a budget, within twenty years of its beginning; undefined when it has not.
 * Without an end where no more is consumed in that time.
 */
export function spentOn(walk: Iterable<Stretch>, budgetMs: number): Spent | undefined {
  let leftMs = budgetMs;
  let firstMs: number | undefined;
  let lastMs = Number.POSITIVE_INFINITY;
  let limitMs = Number.POSITIVE_INFINITY;
  for (const { startMs, endMs } of walk) {
    limitMs = Math.min(limitMs, startMs + SPENT_SPAN_MS);
    if (startMs > limitMs) break;
    const spentMs = startMs + leftMs;
    if (spentMs <= endMs) firstMs ??= spentMs;
    if (spentMs < endMs) {
      lastMs = spentMs;
      break;
    }
    leftMs -= endMs - startMs;
  }
  return firstMs === undefined || firstMs > limitMs ? undefined : { firstMs, lastMs };
}

/** Puts stretches in order, leaves out empty ones and joins those that overlap or touch. */
export function unite(stretches: readonly Stretch[]): Stretch[] {
  const united: Stretch[] = [];
  const inOrder = stretches
    .filter(({ startMs, endMs }) => startMs < endMs)
    .toSorted((a, b) => a.startMs - b.startMs);
  for (const stretch of inOrder) {
    const last = united.at(-1);
    if (last === undefined || last.endMs < stretch.startMs) united.push(stretch);
    else united[united.length - 1] = { ...last, endMs: Math.max(last.endMs, stretch.endMs) };
  }
  return united;
}

/** The parts of stretches that lie inside a span. */
export function inside(stretches: readonly Stretch[], span: Stretch): Stretch[] {
  return stretches
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, span.startMs),
      endMs: Math.min(endMs, span.endMs),
    }))
    .filter(({ startMs, endMs }) => startMs < endMs);
}

/** A walk less the breaks, which are united. It ends where a break has no end. */
export function* without(walk: Iterable<Stretch>, breaks: readonly Stretch[]): Generator<Stretch> {
  let place = 0;
  for (const { startMs, endMs } of walk) {
    let doneMs = startMs;
    while (doneMs < endMs) {
      const next = breaks[place];
      const stopMs = Math.min(endMs, next?.startMs ?? endMs);
      if (doneMs < stopMs) yield { startMs: doneMs, endMs: stopMs };
      if (next === undefined || next.startMs >= endMs) break;
      doneMs = Math.max(doneMs, next.endMs);
      if (next.endMs === Number.POSITIVE_INFINITY) return;
      if (next.endMs <= endMs) place += 1;
    }
  }
}
