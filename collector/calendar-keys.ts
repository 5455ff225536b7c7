import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Keys } from "./flow/calendar-key-keeper.ts";

const KEY_BYTES = 32;

/** Keys of calendars: chance of the system, and their hashes. */
export const CALENDAR_KEYS: Keys = {
  make: () => randomBytes(KEY_BYTES).toString("base64url"),
  hashOf: (key) => digest(key).toString("hex"),
  isOf: (key, hash) => timingSafeEqual(digest(key), Buffer.from(hash, "hex")),
};

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
