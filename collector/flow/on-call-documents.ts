import type { EscalationPolicyDocument } from "@vigie/shared/escalation-policy.ts";
import type {
  OnCallDocument,
  RotaDocument,
  RotaOverrideDocument,
  RotaPlanDocument,
  ShiftDocument,
} from "@vigie/shared/rota.ts";
import { policyLabelOf } from "../domain/default-escalation-policies.ts";
import { toInstant } from "../domain/instant.ts";
import { nextHandoverMs, type RotaOverride, type RotaPlan, type Shift } from "../domain/rota.ts";
import { standing } from "../domain/rota-edit.ts";
import type { EscalationPolicyRow, RotaRow, Tables } from "../registry/registry.ts";
import { type OnCallTools, onCallBy } from "./on-call.ts";

/** Rotas and escalation policies as the API says them. */

type Named = { readonly id: string; readonly name: string };
type NameOf = (staffId: string) => Named;
type Asked = { readonly rota: RotaRow; readonly nowMs: number };

/** All of the staff, those who left too. */
const STAFF_MAX = 1_000;

/** Says who somebody is; whoever is in no table any more by their id. */
export async function readNames({ staff }: Pick<Tables, "staff">): Promise<NameOf> {
  const rows = await staff.staff({ limit: STAFF_MAX });
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

export async function readRota(
  tools: OnCallTools,
  read: Tables,
  { rota, nowMs }: Asked,
): Promise<RotaDocument> {
  const nameOf = await readNames(read);
  const { id, name, active, version } = rota;
  const { onCall, nextHandoverAt } = await readNow(tools, read, { rota, nowMs, nameOf });
  return {
    id,
    name,
    active,
    plans: plansAt(rota.plans, nowMs).map((plan) => toPlanDocument(plan, nameOf)),
    calendar: await readCalendar(read, rota),
    overrides: standing(rota.overrides, nowMs).map((row) => toOverride(row, nameOf)),
    onCall,
    nextHandoverAt,
    hasCalendarKey: (await read.onCall.calendarKey(id)) !== undefined,
    version,
  };
}

/** Who is on call by each rota now. */
export async function readOnCall(
  tools: OnCallTools,
  read: Tables,
  nowMs: number,
): Promise<OnCallDocument[]> {
  const nameOf = await readNames(read);
  const documents: OnCallDocument[] = [];
  for (const rota of await read.onCall.rotas()) {
    const { id, name } = rota;
    const now = await readNow(tools, read, { rota, nowMs, nameOf });
    documents.push({ rota: { id, name }, ...now });
  }
  return documents;
}

async function readNow(
  tools: OnCallTools,
  read: Tables,
  { rota, nowMs, nameOf }: Asked & { readonly nameOf: NameOf },
): Promise<Pick<RotaDocument, "onCall" | "nextHandoverAt">> {
  const shift = await onCallBy(tools, read, { rota, nowMs });
  const nextMs = rota.active ? nextHandoverMs(rota, nowMs) : undefined;
  return {
    onCall: shift === undefined ? null : toShift(shift, nameOf),
    nextHandoverAt: nextMs === undefined ? null : toInstant(nextMs),
  };
}

export function toShift(
  { staffId, startMs, endMs, override }: Shift,
  nameOf: NameOf,
): ShiftDocument {
  return {
    person: nameOf(staffId),
    from: toInstant(startMs),
    to: toInstant(endMs),
    override: override === undefined ? null : { id: override.id, reason: override.reason },
  };
}

/** The one that holds, and those that are to come. */
function plansAt(plans: readonly RotaPlan[], nowMs: number): readonly RotaPlan[] {
  const holding = plans.findLastIndex(({ beginsAtMs }) => beginsAtMs <= nowMs);
  return plans.slice(Math.max(holding, 0));
}

function toPlanDocument(
  { beginsAtMs, timeZone, handover, memberIds }: RotaPlan,
  nameOf: NameOf,
): RotaPlanDocument {
  return { from: toInstant(beginsAtMs), timeZone, handover, members: memberIds.map(nameOf) };
}

function toOverride(
  { id, staffId, startMs, endMs, reason }: RotaOverride,
  nameOf: NameOf,
): RotaOverrideDocument {
  return { id, person: nameOf(staffId), from: toInstant(startMs), to: toInstant(endMs), reason };
}

async function readCalendar(
  { contracts }: Tables,
  { calendarId }: RotaRow,
): Promise<RotaDocument["calendar"]> {
  if (calendarId === null) return null;
  const calendar = await contracts.findCalendar(calendarId);
  return { id: calendarId, name: calendar?.name ?? calendarId };
}

export function toEscalationPolicy(row: EscalationPolicyRow): EscalationPolicyDocument {
  return { ...row, label: policyLabelOf(row) };
}
