import { ICalCalendar } from "ical-generator";
import type { Shift } from "../domain/rota.ts";

/**
 * Shifts as calendar programs read them. Instants are in UTC, so that a program shows them in its own
 * zone; a shift keeps its UID whoever has it, and its number rises with each change of its rota.
 */

export type CalendarShift = {
  readonly rota: { readonly id: string; readonly name: string; readonly version: number };
  readonly personName: string;
  readonly shift: Shift;
};

/** How often a program should ask again. */
const ASK_AGAIN_SECONDS = 3_600;

export function toCalendarText(
  name: string,
  shifts: readonly CalendarShift[],
  nowMs: number,
): string {
  const calendar = new ICalCalendar({ name, ttl: ASK_AGAIN_SECONDS });
  calendar.prodId({ company: "Vigie", product: "on-call", language: "EN" });
  for (const { rota, personName, shift } of shifts) {
    const { startMs, endMs, override } = shift;
    calendar.createEvent({
      id: `${override?.id ?? `${rota.id}-${startMs}`}@vigie`,
      sequence: rota.version,
      stamp: new Date(nowMs),
      start: new Date(startMs),
      end: new Date(endMs),
      summary: `${rota.name}: ${personName}`,
      description: override?.reason ?? null,
    });
  }
  return calendar.toString();
}
