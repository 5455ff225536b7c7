import { describe, expect, test } from "vitest";
import {
  type Filled,
  firstFilled,
  moved,
  toFilled,
  toRotaChange,
  toRotaWish,
} from "../../../dashboard/rotas/rota-filled.ts";
import { aRota, LEA, NOE } from "./a-rota.ts";

const filled: Filled = {
  ...firstFilled("Europe/Paris", "2026-11-24"),
  name: " Nuits ",
  memberIds: [LEA.id, NOE.id],
};

describe("a new rota", () => {
  test("goes week by week from the first handover on its first day or after it", () => {
    expect(toRotaWish(filled)).toEqual({
      name: "Nuits",
      timeZone: "Europe/Paris",
      handover: { every: "week", turn: 1, weekday: "mon", time: "09:00" },
      memberIds: [LEA.id, NOE.id],
      from: "2026-11-24",
      calendarId: null,
    });
  });

  test("by the day has no weekday", () => {
    const handover = toRotaWish({ ...filled, every: "day", turn: "3" })?.handover;
    expect(handover).toEqual({ every: "day", turn: 3, time: "09:00" });
  });

  test.for([
    [{ name: " " }, "a name"],
    [{ memberIds: [] }, "somebody"],
    [{ turn: "" }, "how long a turn is"],
    [{ time: "" }, "when one hands over"],
    [{ from: "" }, "when it begins"],
  ] as const)("is not asked for with %o: it needs %s", ([over]) => {
    expect(toRotaWish({ ...filled, ...over })).toBeUndefined();
  });
});

describe("a rota that is changed", () => {
  const before = toFilled(aRota());

  test.for([
    [{}, undefined, "nothing is otherwise"],
    [{ from: "2026-12-01" }, undefined, "a day from which nothing is otherwise"],
    [{ name: "Jours" }, { name: "Jours" }, "a name holds at once"],
    [{ active: false }, { active: false }, "so does whether it is in use"],
    [{ calendarId: "cal_1" }, { calendarId: "cal_1" }, "and its hours"],
    [
      { memberIds: [NOE.id, LEA.id] },
      { memberIds: [NOE.id, LEA.id] },
      "another order, from the next handover on",
    ],
    [
      { memberIds: [NOE.id], from: "2026-12-01" },
      { memberIds: [NOE.id], from: "2026-12-01" },
      "another order, from a day on",
    ],
    [
      { time: "08:00" },
      { handover: { every: "week", turn: 1, weekday: "mon", time: "08:00" } },
      "another handover, whole",
    ],
    [{ timeZone: "Indian/Reunion" }, { timeZone: "Indian/Reunion" }, "another zone"],
    [{ memberIds: [] }, undefined, "it cannot be without anybody"],
  ] as const)("%o asks for %o: %s", ([over, change]) => {
    expect(toRotaChange(before, { ...before, ...over })).toEqual(change);
  });

  test("is filled in as it will go on, not as it goes now", () => {
    const plans = [...aRota().plans, { ...plan(), members: [NOE] }];
    expect(toFilled(aRota({ plans })).memberIds).toEqual([NOE.id]);
  });
});

const plan = () => ({
  from: "2026-12-07T08:00:00.000Z",
  timeZone: "Europe/Paris",
  handover: { every: "day", turn: 1, time: "09:00" } as const,
});

test.for([
  ["b", -1, ["b", "a", "c"], "a place up"],
  ["b", 1, ["a", "c", "b"], "a place down"],
  ["a", -1, ["a", "b", "c"], "the first stays"],
  ["c", 1, ["a", "b", "c"], "the last stays"],
  ["x", 1, ["a", "b", "c"], "nobody is moved"],
] as const)("%s moved by %i: %s", ([id, by, expected]) => {
  expect(moved(["a", "b", "c"], id, by)).toEqual(expected);
});
