/**
 * Local times of a zone, as a form's field has them ("2026-11-23T14:30"). A time that the clocks skip
 * is moved on by what they skip, and of a time that comes twice the first is meant.
 */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The instant of a local time; undefined where the text is none. */
export function toInstantMs(local: string, zone: string): number | undefined {
  const wallMs = Date.parse(`${local}Z`);
  if (Number.isNaN(wallMs)) return undefined;
  // The difference to UTC changes at most once within two days.
  const before = differenceMs(wallMs - DAY_MS, zone);
  const after = differenceMs(wallMs + DAY_MS, zone);
  const fitting = [before, after].find(
    (difference) => differenceMs(wallMs - difference, zone) === difference,
  );
  return wallMs - (fitting ?? before);
}

/** The local time of an instant, to the minute. */
export function toLocalTime(ms: number, zone: string): string {
  const wallMs = ms + differenceMs(ms, zone);
  return new Date(Math.floor(wallMs / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 16);
}

/** How far the zone's clocks are ahead of UTC. */
function differenceMs(ms: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(ms);
  const part = (name: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find(({ type }) => type === name)?.value);
  const wallMs = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wallMs - Math.floor(ms / 1_000) * 1_000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making an Intl format is slow; one a zone is kept. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const kept = clocks.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, made);
  return made;
}
