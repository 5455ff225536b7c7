import { useSyncExternalStore } from "react";
import { useParts } from "../parts.tsx";
import type { Signature } from "../signer.ts";
import { type Saving, type SavingParts, useSaving } from "./use-saving.ts";

/** Who acts from this browser. */
export function useSignature(): Signature {
  const { signer } = useParts();
  return useSyncExternalStore(signer.subscribe, signer.get);
}

/** Something that is done in the name of who acts here: `run` does it, or asks for the name first. */
export function useSigned<Input = void>({
  work,
  ...parts
}: SavingParts<(input: Input, by: string) => Promise<unknown>>): Saving<Input> {
  const { signer } = useParts();
  const saving = useSaving<{ readonly input: Input; readonly by: string }>({
    ...parts,
    work: ({ input, by }) => work(input, by),
  });
  return {
    ...saving,
    run(input) {
      const by = signer.sign();
      if (by !== undefined) saving.run({ input, by });
    },
  };
}
