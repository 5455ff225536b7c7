import { expect, test } from "vitest";
import { toOverrideWish } from "../../../dashboard/rotas/override-form.tsx";
import {
  joined,
  nextShift,
  toHandoverText,
  toTurnsText,
  turnAt,
} from "../../../dashboard/rotas/rota-words.ts";
import { en } from "../../../dashboard/words/en.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";
import { aRota, aShift, LEA, NOE } from "./a-rota.ts";

const french = { words: fr, formats: createFormats("fr") };
const english = { words: en, formats: createFormats("en") };

test.for([
  [{ every: "day", turn: 1, time: "09:00" }, "Chaque jour à 9 h", "Every day at 09:00"],
  [{ every: "day", turn: 3, time: "18:30" }, "Tous les 3 jours à 18 h 30", "Every 3 days at 18:30"],
  [
    { every: "week", turn: 1, weekday: "mon", time: "09:00" },
    "Chaque semaine, le lundi à 9 h",
    "Every week on Monday at 09:00",
  ],
  [
    { every: "week", turn: 2, weekday: "fri", time: "17:00" },
    "Toutes les 2 semaines, le vendredi à 17 h",
    "Every 2 weeks on Friday at 17:00",
  ],
] as const)("%o is said in both languages", ([handover, inFrench, inEnglish]) => {
  expect(plain(toHandoverText(handover, french))).toBe(inFrench);
  expect(plain(toHandoverText(handover, english))).toBe(inEnglish);
});

test("people are named in the order of their turns", () => {
  const [plan] = aRota().plans;
  if (plan === undefined) throw new Error("a rota has a plan");
  expect(plain(toTurnsText(plan, french))).toBe("Chaque semaine, le lundi à 9 h : Léa, puis Noé");
});

const NOW_MS = Date.parse("2026-11-24T09:00:00Z");
const noes = aShift({
  person: NOE,
  from: "2026-11-30T08:00:00.000Z",
  to: "2026-12-07T08:00:00.000Z",
});

test.for([
  [[aShift(), noes], noes, "whose turn is after this one"],
  [[aShift(), aShift({ from: noes.from }), noes], noes, "not the same person again"],
  [[noes], noes, "who is first, where it is nobody's turn yet"],
  [[aShift()], undefined, "nobody, where one is alone"],
] as const)("after %o comes the right one: %s", ([shifts, expected]) => {
  expect(nextShift(shifts, NOW_MS)).toBe(expected);
});

test.for([
  ["2026-11-23T08:00:00Z", LEA.id, "from its first instant on"],
  ["2026-11-30T07:59:59Z", LEA.id, "up to its end"],
  ["2026-11-30T08:00:00Z", NOE.id, "which is the beginning of the next"],
  ["2026-11-23T07:59:59Z", undefined, "nobody's before the first"],
] as const)("at %s it is the turn of %s: %s", ([at, personId]) => {
  expect(turnAt([aShift(), noes], Date.parse(at))?.person.id).toBe(personId);
});

test("turns of one person that follow one another are one row; a stand-in is another", () => {
  const [first, second, third] = [
    aShift({ to: "2026-11-24T08:00:00.000Z" }),
    aShift({ from: "2026-11-24T08:00:00.000Z", to: "2026-11-25T08:00:00.000Z" }),
    aShift({ from: "2026-11-25T08:00:00.000Z", to: noes.from }),
  ];
  const override = { id: "rto_1", reason: "Congé" };
  expect(joined([first, second, third, noes])).toEqual([aShift({ to: noes.from }), noes]);
  expect(joined([first, { ...second, override }, third])).toHaveLength(3);
  expect(joined([first, third])).toHaveLength(2);
});

const standIn = {
  staffId: LEA.id,
  begins: "2026-11-27T18:00",
  ends: "2026-11-30T09:00",
  reason: " Congé ",
};

test("a stand-in is from and until local times of the rota", () => {
  expect(toOverrideWish(standIn, "Europe/Paris")).toEqual({
    staffId: LEA.id,
    from: "2026-11-27T17:00:00.000Z",
    to: "2026-11-30T08:00:00.000Z",
    reason: "Congé",
  });
});

test.for([
  [{ staffId: "" }, "nobody"],
  [{ reason: " " }, "no reason"],
  [{ begins: "" }, "no beginning"],
  [{ ends: standIn.begins }, "no time in between"],
] as const)("%o is no stand-in: %s", ([over]) => {
  expect(toOverrideWish({ ...standIn, ...over }, "Europe/Paris")).toBeUndefined();
});

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, " ");
}
