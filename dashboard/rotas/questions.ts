import { useQuery } from "@tanstack/react-query";
import { useParts } from "../parts.tsx";

/** What the pages about who is on call read from the API. */

const DAY_MS = 86_400_000;
/** How far ahead the turns are shown. */
const AHEAD_MS = 28 * DAY_MS;
/** Somebody takes over while the page stays open. */
const AGAIN_MS = 60_000;

export function useRotas() {
  const { onCall } = useParts().api;
  return useQuery({
    queryKey: ["rotas"],
    queryFn: ({ signal }) => onCall.rotas(signal),
    refetchInterval: AGAIN_MS,
  });
}

/** The shifts of the next four weeks, the one that goes on now first. */
export function useShifts(rotaId: string) {
  const { api, clock } = useParts();
  return useQuery({
    queryKey: ["rotas", "shifts", rotaId],
    queryFn: ({ signal }) => {
      const fromMs = clock.now();
      return api.onCall.shifts(rotaId, { fromMs, toMs: fromMs + AHEAD_MS }, signal);
    },
    refetchInterval: AGAIN_MS,
  });
}
