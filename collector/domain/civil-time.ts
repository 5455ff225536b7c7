/** Zones and days as people write them: which there are. */

/** What is wrong with the name of a zone, in words. */
export function wrongZone(timeZone: string): string | undefined {
  if (isTimeZone(timeZone)) return undefined;
  return `${timeZone} is not the name of a time zone, such as Europe/Paris`;
}

/** Only names: an offset has no clock changes, so that what looks right in winter is wrong in summer. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a day that there is, written as 2026-12-31. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}
