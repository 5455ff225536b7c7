import { type RawBuilder, sql } from "kysely";
import { folded } from "./folding.ts";

/** Whether a row comes after a place in the order of folded names. */
export function comesAfter({
  name,
  id,
}: {
  readonly name: string;
  readonly id: string;
}): RawBuilder<boolean> {
  return sql<boolean>`(name_folded, id) > (${folded(name)}, ${id})`;
}
