import type { IdPrefix } from "@vigie/shared/ids.ts";
import { monotonicFactory } from "ulid";

const ulid = monotonicFactory();

/** A new id: its prefix and a ULID, which sorts by time. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid()}`;
}
