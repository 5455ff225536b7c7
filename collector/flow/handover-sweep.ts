import { nextHandoverMs, onCallAt } from "../domain/rota.ts";
import type { RotaRow, Tables, Unit } from "../registry/registry.ts";
import type { Gathering } from "./ledger.ts";
import type { Notifier } from "./notifier.ts";
import type { Stepper } from "./stepper.ts";

/**
 * Tells who is on call from now on, and who no longer is: at the handover, once, and late where the
 * collector was away. Whoever had a whole turn meanwhile is told nothing of it.
 */

type Tools = { readonly notifier: Notifier };

/** Rotas taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 100;

export async function sweepHandovers(
  { read, stepper, ...tools }: Tools & { readonly read: Tables; readonly stepper: Stepper },
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const rows = await read.onCall.dueHandovers(nowMs, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = (gathering: Gathering, row: RotaRow) => handOver(tools, gathering, { row, nowMs });
  await stepper.each({ what: "rota", rows, idOf: ({ id }) => id, step }, nowMs);
}

/** When it is to be looked at who is on call: at once, where that is another one than was told. */
export function handoverDueMs(rota: RotaRow, nowMs: number): number | null {
  if (toldNow(rota, nowMs) !== rota.toldId) return nowMs;
  return nextMs(rota, nowMs);
}

/** As it is now: whatever was due may have been done since it was asked for. */
async function handOver(
  { notifier }: Tools,
  { unit, draft }: Gathering,
  { row: { id }, nowMs }: { readonly row: RotaRow; readonly nowMs: number },
): Promise<void> {
  const rota = await unit.onCall.findRota(id);
  if (rota?.nextHandoverMs == null || rota.nextHandoverMs > nowMs) return;
  const [toldId, untilMs] = [toldNow(rota, nowMs), nextMs(rota, nowMs)];
  const next = { nextHandoverMs: untilMs, toldId };
  if (!(await unit.onCall.planHandover(rota, next)) || toldId === rota.toldId) return;
  const about = { rota: rota.name, key: `handover ${id} ${rota.nextHandoverMs}` };
  const telling = { notifier, unit, nowMs };
  if (rota.toldId !== null) {
    const successor = toldId === null ? "" : await nameOf(unit, toldId);
    const ended = { ...about, kind: "on_call_ends", staffId: rota.toldId } as const;
    draft.notices += await tell(telling, ended, { successor });
  }
  if (toldId === null) return;
  const begun = { ...about, kind: "on_call_begins", staffId: toldId } as const;
  draft.notices += await tell(telling, begun, untilMs === null ? {} : { untilMs });
}

/** A rota is no more: whoever was told that they are on call by it no longer is. */
export async function endOnCall(
  { notifier }: Tools,
  { unit, draft }: Pick<Gathering, "unit" | "draft">,
  { rota: { id, name, toldId }, nowMs }: { readonly rota: RotaRow; readonly nowMs: number },
): Promise<void> {
  if (toldId === null) return;
  const ended = { rota: name, key: `handover ${id} removed`, staffId: toldId };
  const telling = { notifier, unit, nowMs };
  draft.notices += await tell(telling, { ...ended, kind: "on_call_ends" }, { successor: "" });
}

function toldNow(rota: RotaRow, nowMs: number): string | null {
  return rota.active ? (onCallAt(rota, nowMs)?.staffId ?? null) : null;
}

function nextMs(rota: RotaRow, nowMs: number): number | null {
  return rota.active ? (nextHandoverMs(rota, nowMs) ?? null) : null;
}

type Telling = Tools & { readonly unit: Unit; readonly nowMs: number };

/** On their screen, and by mail at any hour. Returns how many wait to leave. */
async function tell(
  { notifier, unit, nowMs }: Telling,
  {
    rota,
    key,
    kind,
    staffId,
  }: {
    readonly rota: string;
    readonly key: string;
    readonly kind: "on_call_begins" | "on_call_ends";
    readonly staffId: string;
  },
  more: Readonly<Record<string, string | number>>,
): Promise<number> {
  const person = await personHere(unit, staffId);
  if (person === undefined) return 0;
  const notice = { key, kind, ticket: null, parameters: { rota, ...more } };
  await notifier.show(unit, { ...notice, staffId }, nowMs);
  if (person.email === null) return 0;
  return notifier.mail(unit, { ...notice, to: { kind: "staff", id: staffId } }, nowMs);
}

async function nameOf(unit: Unit, staffId: string): Promise<string> {
  return (await personHere(unit, staffId))?.name ?? "";
}

async function personHere({ staff }: Unit, id: string) {
  const [person] = await staff.staff({ ids: [id], active: true, limit: 1 });
  return person;
}
