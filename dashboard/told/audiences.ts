import { STAFF_ROLES } from "@vigie/shared/staff.ts";
import type { Option } from "../desk/fields.tsx";
import { useStaff, useTeams } from "../desk/questions.ts";
import { useWords } from "../words/words.tsx";

const BY_TICKET = ["assignee", "responsible", "watchers"] as const;

/** Everybody who can be told: by their part in a ticket, their role, their team, or themselves. */
export function useAudiences(): readonly Option<string>[] {
  const { words } = useWords();
  const { told } = words.notices;
  const staff = useStaff().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  return [
    ...BY_TICKET.map((audience) => ({ value: audience, label: told.audience[audience] })),
    ...STAFF_ROLES.map((role) => ({ value: `role ${role}`, label: told.role[role] })),
    ...teams.map(({ id, name }) => ({ value: `team ${id}`, label: told.team({ name }) })),
    ...staff.map(({ id, name }) => ({ value: `staff ${id}`, label: name })),
  ];
}
