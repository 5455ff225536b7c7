import { useMutation } from "@tanstack/react-query";
import { useRefresh } from "../queries.ts";

/**
 * Something that is kept without a name under it, such as a setting; and after it, or after a refusal,
 * what may have changed is read again.
 */
export function useSaving<Input = void>(parts: {
  readonly work: (input: Input) => Promise<unknown>;
  /** What becomes old, by the first word of its key. */
  readonly refreshes: readonly string[];
  readonly onDone?: () => void;
}): {
  readonly run: (input: Input) => void;
  readonly isBusy: boolean;
  readonly error: Error | null;
} {
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
