import type {
  Handover,
  RotaDocument,
  RotaPlanDocument,
  ShiftDocument,
} from "@vigie/shared/rota.ts";
import type { Words } from "../words/words.tsx";

/** A rota in words: how the turns go, and who is on call by it. */

type Reader = Pick<Words, "words" | "formats">;

/** Every week on Monday at 09:00. */
export function toHandoverText(handover: Handover, { words, formats }: Reader): string {
  const { turn: n } = handover;
  const time = formats.clockTime(handover.time);
  if (handover.every === "day") return words.rotas.everyDay({ n, time });
  return words.rotas.everyWeek({ n, weekday: words.rotas.weekdays[handover.weekday], time });
}

/** The same with the people in their order. */
export function toTurnsText(
  { handover, members }: Pick<RotaPlanDocument, "handover" | "members">,
  reader: Reader,
): string {
  const names = members.map(({ name }) => name).join(reader.words.rotas.afterwards);
  return reader.words.rotas.inTurn({ handover: toHandoverText(handover, reader), names });
}

/** The zone in which a rota's hours are read: that of the plan that holds. */
export function zoneOf({ plans }: Pick<RotaDocument, "plans">): string {
  return plans[0]?.timeZone ?? "UTC";
}

/** Whose turn it is, also at an hour that the rota leaves out; undefined = nobody's. */
export function turnAt(shifts: readonly ShiftDocument[], nowMs: number): ShiftDocument | undefined {
  return shifts.find(({ from, to }) => Date.parse(from) <= nowMs && nowMs < Date.parse(to));
}

/** The first shift that begins later and is somebody else's; undefined = nobody takes over. */
export function nextShift(
  shifts: readonly ShiftDocument[],
  nowMs: number,
): ShiftDocument | undefined {
  const personId = turnAt(shifts, nowMs)?.person.id;
  return shifts.find(({ from, person }) => Date.parse(from) > nowMs && person.id !== personId);
}

/** Turns of one person that follow one another, as one; a stand-in stays apart. */
export function joined(shifts: readonly ShiftDocument[]): readonly ShiftDocument[] {
  const rows: ShiftDocument[] = [];
  for (const shift of shifts) {
    const before = rows.at(-1);
    if (before !== undefined && goesOn(before, shift)) {
      rows[rows.length - 1] = { ...before, to: shift.to };
    } else {
      rows.push(shift);
    }
  }
  return rows;
}

function goesOn(before: ShiftDocument, shift: ShiftDocument): boolean {
  return (
    before.to === shift.from &&
    before.person.id === shift.person.id &&
    before.override?.id === shift.override?.id
  );
}
