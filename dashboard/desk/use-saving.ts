import { useMutation } from "@tanstack/react-query";
import { useRefresh } from "../queries.ts";

/** Something that is kept or done at a press of a button. */
export type Saving<Input> = {
  readonly run: (input: Input) => void;
  readonly isBusy: boolean;
  readonly error: Error | null;
};

export type SavingParts<Work> = {
  readonly work: Work;
  /** What becomes old, by the first word of its key. */
  readonly refreshes: readonly string[];
  readonly onDone?: (() => void) | undefined;
};

/**
 * Something that is kept without a name under it, such as a setting. After it, and after a refusal too, what
 * may have changed is read again: what was changed meanwhile must be seen before the next try.
 */
export function useSaving<Input = void>(
  parts: SavingParts<(input: Input) => Promise<unknown>>,
): Saving<Input> {
  const refresh = useRefresh();
  const working = useMutation({
    mutationFn: parts.work,
    onSuccess: () => parts.onDone?.(),
    onSettled: () => refresh(...parts.refreshes),
  });
  return {
    run: (input) => working.mutate(input),
    isBusy: working.isPending,
    error: working.error,
  };
}
