import { onCallAt, type Shift } from "../domain/rota.ts";
import { instantOf, isOpen } from "../domain/working-time.ts";
import type { RotaRow, Tables } from "../registry/registry.ts";
import type { CalendarBook } from "./calendar-book.ts";

/** Who is on call by a rota, as it and its hours are now. */

export type OnCallTools = { readonly book: CalendarBook };

/** Nobody is by a rota that is switched off, or outside of its hours. */
export async function onCallBy(
  { book }: OnCallTools,
  { contracts }: Pick<Tables, "contracts">,
  { rota, nowMs }: { readonly rota: RotaRow; readonly nowMs: number },
): Promise<Shift | undefined> {
  if (!rota.active) return undefined;
  if (rota.calendarId !== null) {
    const calendarOf = await book.newest(contracts);
    if (!isOpen(calendarOf(rota.calendarId), instantOf(nowMs))) return undefined;
  }
  return onCallAt(rota, nowMs);
}
