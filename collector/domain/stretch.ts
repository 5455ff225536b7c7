/**
 * Stretches of time as numbers, and what can be asked of a walk over them. A walk gives stretches in
 * order, apart from one another, perhaps without end; every answer is a fold over one.
 */

/** `[startMs, endMs)` in epoch milliseconds. */
export type Stretch = { readonly startMs: number; readonly endMs: number };

/** A budget that needs longer than this was never meant for so few hours a week. */
const DEADLINE_YEARS_MAX = 20;
const DEADLINE_SPAN_MS = DEADLINE_YEARS_MAX * 366 * 86_400_000;

/** The earliest instant of a walk at which its stretches add up to the budget. */
export function spentAt(walk: Iterable<Stretch>, budgetMs: number): number {
  return budgetEnd(walk, budgetMs, (lengthMs, remainingMs) => lengthMs >= remainingMs);
}

/** The latest instant of a walk at which its stretches still add up to no more than the budget. */
export function exceededAfter(walk: Iterable<Stretch>, budgetMs: number): number {
  return budgetEnd(walk, budgetMs, (lengthMs, remainingMs) => lengthMs > remainingMs);
}

/** What the stretches of a walk add up to before an instant. */
export function lengthUntil(walk: Iterable<Stretch>, toMs: number): number {
  let totalMs = 0;
  for (const { startMs, endMs } of walk) {
    if (startMs >= toMs) break;
    totalMs += Math.min(endMs, toMs) - startMs;
  }
  return totalMs;
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

function budgetEnd(
  walk: Iterable<Stretch>,
  budgetMs: number,
  isEnough: (lengthMs: number, remainingMs: number) => boolean,
): number {
  let remainingMs = budgetMs;
  let firstMs: number | undefined;
  for (const { startMs, endMs } of walk) {
    if (isEnough(endMs - startMs, remainingMs)) return startMs + remainingMs;
    remainingMs -= endMs - startMs;
    firstMs ??= startMs;
    if (endMs - firstMs > DEADLINE_SPAN_MS) break;
  }
  throw new RangeError(`${budgetMs} ms are not worked within ${DEADLINE_YEARS_MAX} years`);
}
