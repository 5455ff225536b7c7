import { expect, test } from "vitest";
import { createFormats } from "../../../dashboard/words/formats.ts";

const fr = createFormats("fr");
const en = createFormats("en");
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

test.for([
  [fr.date("2026-11-23"), "23 nov. 2026", "a day"],
  [fr.date("2026-10-01"), "1er oct. 2026", "French counts the first"],
  [fr.date("2026-10-11"), "11 oct. 2026", "and only the first"],
  [en.date("2026-10-01"), "1 Oct 2026", "English writes them all alike"],
  [fr.money(125_000, "EUR"), "1 250 €", "whole amounts have no cents"],
  [fr.money(125_050, "EUR"), "1 250,50 €", "others have two"],
  [en.money(45, "EUR"), "€0.45", "less than one"],
  [fr.money(1_250, "JPY"), "1 250 ¥", "a currency without cents"],
  [fr.share(1_250), "12,5 %", "a share"],
  [en.share(15_000), "150%", "more than the whole"],
  [fr.list(["a", "b", "c"]), "a, b et c", "several"],
  [fr.clockTime("14:30"), "14 h 30", "a time"],
  [fr.clockTime("09:00"), "9 h", "a full hour"],
  [en.clockTime("09:00"), "09:00", "English as it stands"],
  [fr.weekday(0), "lun.", "weeks begin on Monday"],
  [en.weekday(6), "Sun", "and end on Sunday"],
] as const)("%s is %s: %s", ([written, expected]) => {
  expect(plain(written)).toBe(expected);
});

test("an instant far off is told with its year", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const at = (ms: number) => plain(fr.dayAndTime(ms, "Europe/Paris", now));
  expect(at(Date.UTC(2026, 10, 23, 13, 30))).toBe("lun. 23 nov. 14 h 30");
  expect(at(Date.UTC(2027, 0, 4, 8))).toBe("lun. 4 janv. 2027 9 h");
});

test("minor units are the currency's own", () => {
  expect([fr.minorUnits("EUR"), fr.minorUnits("JPY")]).toEqual([100, 1]);
});
