import { useMutation } from "@tanstack/react-query";
import { useParts } from "../parts.tsx";
import { useRefresh } from "../queries.ts";

/** Something that is done in somebody's name. */
export type Signed<Input> = {
  /** Does it, or asks for the name first. */
  readonly run: (input: Input) => void;
  readonly isBusy: boolean;
  readonly error: Error | null;
};

/**
 * Does something in the name of who acts here, and reads again what may have changed with it: after a
 * refusal too, for what was changed meanwhile must be seen before the next try.
 */
export function useSigned<Input = void>(parts: {
  readonly work: (input: Input, by: string) => Promise<unknown>;
  /** What becomes old, by the first word of its key. */
  readonly refreshes: readonly string[];
  readonly onDone?: () => void;
}): Signed<Input> {
  const { signer } = useParts();
  const refresh = useRefresh();
  const working = useMutation({
    mutationFn: ({ input, by }: { readonly input: Input; readonly by: string }) =>
      parts.work(input, by),
    onSuccess: () => parts.onDone?.(),
    onSettled: () => refresh(...parts.refreshes),
  });
  return {
    run(input) {
      const by = signer.sign();
      if (by !== undefined) working.mutate({ input, by });
    },
    isBusy: working.isPending,
    error: working.error,
  };
}
