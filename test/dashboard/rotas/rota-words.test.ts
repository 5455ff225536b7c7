import { expect, test } from "vitest";
import { toOverrideWish } from "../../../dashboard/rotas/override-form.tsx";
import { nextShift, toHandoverText, toTurnsText } from "../../../dashboard/rotas/rota-words.ts";
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
const noes = aShift({ person: NOE, from: "2026-11-30T08:00:00.000Z" });

test.for([
  [[aShift(), noes], aShift(), noes, "whose turn is after this one"],
  [[aShift(), aShift({ from: noes.from }), noes], aShift(), noes, "not the same person again"],
  [[noes], null, noes, "who is first, where nobody is now"],
  [[aShift()], aShift(), undefined, "nobody, where one is alone"],
] as const)("after %o comes the right one: %s", ([shifts, onCall, expected]) => {
  expect(nextShift(shifts, onCall, NOW_MS)).toBe(expected);
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
