import type { Ledger } from "./ledger.ts";

/**
 * The keys by which calendar programs read when somebody is on call: of a rota, or of one of the staff.
 * A key is kept as its hash alone, so that it is said once and never again.
 */
export interface CalendarKeyKeeper {
  /** A new key, in the place of the one before. */
  make(ownerId: string): Promise<string>;
  withdraw(ownerId: string): Promise<void>;
  /** Whether a key is the owner's. */
  opens(ownerId: string, key: string): Promise<boolean>;
}

/** Keys that nobody guesses. */
export type Keys = {
  readonly make: () => string;
  /** SHA-256, hex. */
  readonly hashOf: (key: string) => string;
  /** Takes as long for one that is almost right. */
  readonly isOf: (key: string, hash: string) => boolean;
};

type Tools = {
  readonly ledger: Ledger;
  readonly read: {
    readonly onCall: {
      readonly calendarKey: (ownerId: string) => Promise<{ readonly keyHash: string } | undefined>;
    };
  };
  readonly keys: Keys;
  readonly now: () => { readonly wallMs: number };
};

export function createCalendarKeyKeeper({ ledger, read, keys, now }: Tools): CalendarKeyKeeper {
  return {
    async make(ownerId) {
      const key = keys.make();
      const row = { ownerId, keyHash: keys.hashOf(key), madeAtMs: now().wallMs };
      await ledger.write(({ unit }) => unit.onCall.setCalendarKey(row));
      return key;
    },

    withdraw: (ownerId) => ledger.write(({ unit }) => unit.onCall.removeCalendarKey(ownerId)),

    async opens(ownerId, key) {
      const row = await read.onCall.calendarKey(ownerId);
      return row !== undefined && keys.isOf(key, row.keyHash);
    },
  };
}
