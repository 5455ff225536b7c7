/**
 * What can be wrong with what people say of customers and of what is theirs, beyond the form of the
 * values: zones and days that do not exist.
 */

/** A field, and what is wrong with it in words. */
export type Wrong = { readonly field: string; readonly detail: string };

/** What is looked at; a field that is left out is not. */
export type EstateFields = {
  readonly timeZone?: string;
  readonly warrantyEndsOn?: string | null;
};

/** Everything that is wrong, in the order of the fields. */
export function wrongIn({ timeZone, warrantyEndsOn }: EstateFields): Wrong[] {
  const wrongs = {
    timeZone:
      timeZone !== undefined &&
      !isTimeZone(timeZone) &&
      `${timeZone} is not the name of a time zone, such as Europe/Paris`,
    warrantyEndsOn:
      typeof warrantyEndsOn === "string" &&
      !isCivilDate(warrantyEndsOn) &&
      `${warrantyEndsOn} is not a day, such as 2027-06-30`,
  };
  return Object.entries(wrongs).flatMap(([field, detail]) =>
    detail === false ? [] : [{ field, detail }],
  );
}

/** Only names: an offset has no clock changes, so that what looks right in winter is wrong in summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

function isCivilDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
