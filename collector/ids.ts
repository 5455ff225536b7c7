import { randomFillSync } from "node:crypto";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import { monotonicFactory } from "ulid";

/** Chance is asked of the system in pieces of so many bytes: a question costs as much as a thousand. */
const CHANCE_BYTES = 4_096;

const chance = new Uint8Array(CHANCE_BYTES);
let taken = CHANCE_BYTES;

/** A number from 0 to less than 1. It has a byte of chance, and each letter of an id takes five bits. */
function byChance(): number {
  if (taken === CHANCE_BYTES) {
    randomFillSync(chance);
    taken = 0;
  }
  const byte = chance[taken] ?? 0;
  taken += 1;
  return byte / 256;
}

const ulid = monotonicFactory(byChance);

/** A new id: its prefix and a ULID, which sorts by time. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid()}`;
}
