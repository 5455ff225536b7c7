import { ProblemError } from "@vigie/shared/problems.ts";
import { toCalendars } from "../domain/calendars.ts";
import type { Calendar } from "../domain/working-time.ts";
import type { CalendarVersionRow } from "../registry/registry.ts";

/**
 * The calendars of kept versions, by the version's id; `known` were made before and are left out. A
 * complement counts by the version of its base that was frozen with it.
 *
 * Throws `calendar_invalid`: what is kept was checked when it came.
 */
export function compileCalendars(
  versions: readonly CalendarVersionRow[],
  known: ReadonlyMap<string, Calendar> = new Map(),
): Map<string, Calendar> {
  const wanted = versions
    .filter(({ id }) => !known.has(id))
    .map(({ id, document, baseVersionId }) => ({
      name: id,
      document,
      base: baseVersionId ?? undefined,
    }));
  const outcome = toCalendars(wanted, known);
  if ("problem" in outcome) {
    const { problem, name, detail } = outcome;
    throw new ProblemError(problem, { detail: `${name}: ${detail}` });
  }
  return outcome.calendars;
}
