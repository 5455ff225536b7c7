import { WEEKDAYS } from "@vigie/shared/calendar.ts";
import type { Handover, RotaChange, RotaDocument, RotaWish } from "@vigie/shared/rota.ts";

/** A rota as it is filled in, new or to be changed, and what is asked for with it. */

export type Filled = {
  readonly name: string;
  /** In the order of their turns. */
  readonly memberIds: readonly string[];
  readonly every: Handover["every"];
  readonly turn: string;
  readonly weekday: (typeof WEEKDAYS)[number];
  readonly time: string;
  readonly timeZone: string;
  /** A civil day; empty = from the next handover on, where the rota stands already. */
  readonly from: string;
  /** Empty = at any hour. */
  readonly calendarId: string;
  readonly active: boolean;
};

/** Week by week, Mondays at nine, until somebody says otherwise. */
export function firstFilled(timeZone: string, today: string): Filled {
  return {
    name: "",
    memberIds: [],
    every: "week",
    turn: "1",
    weekday: "mon",
    time: "09:00",
    timeZone,
    from: today,
    calendarId: "",
    active: true,
  };
}

/** A rota as it will go on: by the plan that is to come, where there is one. */
export function toFilled(rota: RotaDocument): Filled {
  const plan = rota.plans.at(-1);
  const first = firstFilled(plan?.timeZone ?? "UTC", "");
  const { name, active, calendar } = rota;
  const known = { ...first, name, active, calendarId: calendar?.id ?? "" };
  if (plan === undefined) return known;
  const { handover, members } = plan;
  return {
    ...known,
    memberIds: members.map(({ id }) => id),
    every: handover.every,
    turn: String(handover.turn),
    time: handover.time,
    ...(handover.every === "week" && { weekday: handover.weekday }),
  };
}

function toHandover({ every, turn, weekday, time }: Filled): Handover {
  const said = { turn: Number(turn), time };
  return every === "day" ? { every, ...said } : { every, weekday, ...said };
}

/** Whether nothing is missing that a rota needs. */
export function isWhole({ name, memberIds, turn, time }: Filled): boolean {
  return name.trim() !== "" && memberIds.length > 0 && Number(turn) >= 1 && time !== "";
}

/** The rota as it is asked for; undefined while something is missing. */
export function toRotaWish(filled: Filled): RotaWish | undefined {
  const { name, memberIds, timeZone, from, calendarId } = filled;
  if (!isWhole(filled) || from === "") return undefined;
  return {
    name: name.trim(),
    timeZone,
    handover: toHandover(filled),
    memberIds: [...memberIds],
    from,
    calendarId: calendarId === "" ? null : calendarId,
  };
}

/** Only what is otherwise than before; undefined = nothing is, or something is missing. */
export function toRotaChange(before: Filled, filled: Filled): RotaChange | undefined {
  if (!isWhole(filled)) return undefined;
  const { name, calendarId, active } = filled;
  const change = {
    ...(name.trim() !== before.name && { name: name.trim() }),
    ...toTurnsChange(before, filled),
    ...(calendarId !== before.calendarId && { calendarId: calendarId === "" ? null : calendarId }),
    ...(active !== before.active && { active }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** The order of people, the handover and the zone hold from a day on; nothing else does. */
function toTurnsChange(before: Filled, filled: Filled): RotaChange {
  const { memberIds, timeZone, from } = filled;
  const [handoverBefore, handover] = [toHandover(before), toHandover(filled)];
  const turns = {
    ...(memberIds.join(" ") !== before.memberIds.join(" ") && { memberIds: [...memberIds] }),
    ...(JSON.stringify(handover) !== JSON.stringify(handoverBefore) && { handover }),
    ...(timeZone !== before.timeZone && { timeZone }),
  };
  const isOther = Object.keys(turns).length > 0;
  return isOther && from !== "" ? { ...turns, from } : turns;
}

/** The list with one of it a place further up or down; the same where there is no such place. */
export function moved(ids: readonly string[], id: string, by: 1 | -1): readonly string[] {
  const at = ids.indexOf(id);
  const other = ids[at + by];
  if (at === -1 || other === undefined) return ids;
  return ids.with(at, other).with(at + by, id);
}
