import { isCivilDate, wrongZone } from "../domain/civil-time.ts";
import { policyLabelOf } from "../domain/default-escalation-policies.ts";
import type { EscalationPolicyRow, Unit } from "../registry/registry.ts";

/** What a rota names must be there. */

type Named = {
  readonly timeZone?: string | undefined;
  readonly from?: string | undefined;
  readonly memberIds?: readonly string[] | undefined;
  readonly staffId?: string | undefined;
  readonly calendarId?: string | null | undefined;
};

/** What of it is not there, in words; undefined = all is. Who left is nobody to be woken. */
export async function wrongRota(
  unit: Unit,
  { timeZone, from, memberIds = [], staffId, calendarId }: Named,
): Promise<string | undefined> {
  const zone = timeZone === undefined ? undefined : wrongZone(timeZone);
  if (zone !== undefined) return `timeZone: ${zone}`;
  if (from !== undefined && !isCivilDate(from)) return `from: ${from} is no day there is`;
  return (
    (await wrongPeople(unit, { memberIds, staffId })) ?? (await wrongCalendar(unit, calendarId))
  );
}

async function wrongPeople(
  { staff }: Unit,
  { memberIds = [], staffId }: Pick<Named, "memberIds" | "staffId">,
): Promise<string | undefined> {
  const ids = staffId === undefined ? memberIds : [...memberIds, staffId];
  if (ids.length === 0) return undefined;
  const rows = await staff.staff({ ids, active: true, limit: ids.length });
  const here = new Set(rows.map(({ id }) => id));
  const place = memberIds.findIndex((id) => !here.has(id));
  if (place !== -1) return `memberIds[${place}]: nobody who is here has the id ${memberIds[place]}`;
  if (staffId === undefined || here.has(staffId)) return undefined;
  return `staffId: nobody who is here has the id ${staffId}`;
}

async function wrongCalendar(
  { contracts }: Unit,
  calendarId: string | null | undefined,
): Promise<string | undefined> {
  if (calendarId == null) return undefined;
  const calendar = await contracts.findCalendar(calendarId);
  return calendar === undefined ? `calendarId: there is no calendar ${calendarId}` : undefined;
}

/** What the policy is called that wakes whoever is on call by a rota; undefined = none does. */
export function policyWaking(
  policies: readonly EscalationPolicyRow[],
  rotaId: string,
): string | undefined {
  const policy = policies.find(({ steps }) =>
    steps.some(({ to }) => to.tells === "rota" && to.rotaId === rotaId),
  );
  return policy && policyLabelOf(policy).en;
}
