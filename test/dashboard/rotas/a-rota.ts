import type { RotaDocument, ShiftDocument } from "../../../shared/rota.ts";

/** Léa, then Noé, week by week from Mondays at nine in Paris; Léa is on call. */

export const LEA = { id: "stf_1", name: "Léa" };
export const NOE = { id: "stf_2", name: "Noé" };

export function aShift(over: Partial<ShiftDocument> = {}): ShiftDocument {
  return {
    person: LEA,
    from: "2026-11-23T08:00:00.000Z",
    to: "2026-11-30T08:00:00.000Z",
    override: null,
    ...over,
  };
}

export function aRota(over: Partial<RotaDocument> = {}): RotaDocument {
  return {
    id: "rta_1",
    name: "Nuits",
    active: true,
    plans: [
      {
        from: "2026-11-23T08:00:00.000Z",
        timeZone: "Europe/Paris",
        handover: { every: "week", turn: 1, weekday: "mon", time: "09:00" },
        members: [LEA, NOE],
      },
    ],
    calendar: null,
    overrides: [],
    onCall: aShift(),
    nextHandoverAt: "2026-11-30T08:00:00.000Z",
    hasCalendarKey: false,
    version: 1,
    ...over,
  };
}
