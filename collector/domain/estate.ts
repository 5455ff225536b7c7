import { isCivilDate, wrongZone } from "./civil-time.ts";

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
    timeZone: timeZone === undefined ? undefined : wrongZone(timeZone),
    warrantyEndsOn:
      typeof warrantyEndsOn === "string" && !isCivilDate(warrantyEndsOn)
        ? `${warrantyEndsOn} is not a day, such as 2027-06-30`
        : undefined,
  };
  return Object.entries(wrongs).flatMap(([field, detail]) =>
    detail === undefined ? [] : [{ field, detail }],
  );
}
