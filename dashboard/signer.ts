import { createSignal, type Signal } from "./live/signal.ts";
import { keepPreference, readPreference } from "./preferences.ts";

/**
 * Who acts from this browser: the name under what they do, and which member of the staff that is, where
 * they said so. It is remembered; whoever has not said it yet is asked when they first act.
 */
export type Signature = {
  /** Empty while nobody said it. */
  readonly name: string;
  readonly staffId: string | undefined;
  /** Something was to be signed and could not be. */
  readonly isLacking: boolean;
};

export type Signer = Pick<Signal<Signature>, "get" | "subscribe"> & {
  readonly choose: (name: string, staffId: string | undefined) => void;
  /** The name to sign with; undefined = it is missing, and is asked for now. */
  readonly sign: () => string | undefined;
};

export function createSigner(): Signer {
  const signature = createSignal<Signature>({
    name: readPreference("actor") ?? "",
    staffId: readPreference("staff"),
    isLacking: false,
  });
  return {
    ...signature,
    choose(name, staffId) {
      keepPreference("actor", name.trim() === "" ? undefined : name.trim());
      keepPreference("staff", staffId);
      signature.set({ name, staffId, isLacking: false });
    },
    sign() {
      const now = signature.get();
      const name = now.name.trim();
      if (name !== "") return name;
      signature.set({ ...now, isLacking: true });
      return undefined;
    },
  };
}
