import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { PreviewTarget, SlaPreview, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { previewSla } from "../../collector/domain/preview.ts";
import { everyDay, inParis, mondayToFriday, PARIS } from "./calendars.ts";

/** Previews of two office hours since a Friday at 16, in local times of Paris. */

/** Monday to Friday 9 to 18 in Paris. */
export const office: CalendarDocument = {
  timeZone: PARIS,
  weekly: mondayToFriday("09:00-18:00"),
  holidaySet: "FR",
};
const always: CalendarDocument = { timeZone: PARIS, weekly: everyDay("00:00-24:00") };
const night: CalendarDocument = { complementOf: "office" };
export const calendars = { office, always, night };

export const twoHours: PreviewTarget = {
  name: "restoration",
  budgetSeconds: 7_200,
  calendar: "office",
  pausable: true,
};

/** Two office hours since Friday at 16, asked at 17. */
export function wished(wish: Partial<SlaPreviewWish> = {}): SlaPreviewWish {
  const start = at("05T16:00");
  return { calendars, start, targets: [twoHours], now: at("05T17:00"), ...wish };
}

/** A local time of June 2026 in Paris, of which the 5th is a Friday. */
export function at(text: string): string {
  return inParis(`2026-06-${text}`).toString({ smallestUnit: "millisecond" });
}

export function previewed(wish: Partial<SlaPreviewWish> = {}): SlaPreview["targets"] {
  const outcome = previewSla(wished(wish), inParis("2026-06-05T17:00"));
  if ("problem" in outcome) throw new Error(`it is refused: ${outcome.detail}`);
  return outcome.targets;
}

export function span(from: string, to: string) {
  return { from: at(from), to: at(to) };
}

export function named(prefix: string, count: number): PreviewTarget[] {
  return Array.from({ length: count }, (_, place) => ({ ...twoHours, name: `${prefix}${place}` }));
}
