import type { Language } from "@vigie/shared/problems.ts";

const UNKNOWN_ZONE = "UTC";

/** An instant as a person of a zone reads it, with the zone said and its distance from UTC: no hour is meant twice. */
export function toTimeText(
  atMs: number,
  { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): string {
  const zone = isZone(timeZone) ? timeZone : UNKNOWN_ZONE;
  const at = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "shortOffset",
  }).format(atMs);
  return `${at} (${zone})`;
}

/** A zone that was renamed since must not keep a mail from leaving. */
function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
