import { useQuery } from "@tanstack/react-query";
import { useStaff, useTeams } from "../desk/questions.ts";
import { useParts } from "../parts.tsx";
import { useRotas } from "../rotas/questions.ts";
import type { Known } from "./policy-words.ts";

/** What the page of escalations reads from the API. */

export function usePolicies() {
  const { onCall } = useParts().api;
  return useQuery({
    queryKey: ["escalation-policies"],
    queryFn: ({ signal }) => onCall.policies(signal),
  });
}

/** Whom steps can tell. */
export function useKnown(): Known {
  const [rotas, teams, staff] = [useRotas(), useTeams(), useStaff()];
  return {
    rotas: rotas.data?.items ?? [],
    teams: teams.data?.items ?? [],
    staff: staff.data?.items.filter(({ active }) => active) ?? [],
  };
}
