import type { TermStanding } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { toRange } from "../../../dashboard/contracts/compliance.tsx";
import { toVersionText } from "../../../dashboard/contracts/contract-head.tsx";
import {
  anniversaryOf,
  lastNoticeOf,
  nextReminder,
  noticeNearIn,
  toSpanText,
  toStanding,
  toStandingText,
} from "../../../dashboard/contracts/term-words.ts";
import { contract, plain, reader } from "./a-contract.ts";

const span = {
  number: 1,
  startsOn: "2026-01-31",
  endsOn: "2027-01-30",
  anniversaryOn: "2027-01-31",
  lastNoticeOn: "2026-12-05",
};
const inForce = { ...contract.version, state: "in_force" } as const;
const at = (changes: Partial<TermStanding>) => ({
  version: inForce,
  standing: { ...contract.standing, current: span, ...changes },
});

describe("the last day of notice needs a hand", () => {
  test.for([
    [at({}), 12, "within three months"],
    [at({ on: "2026-12-05" }), 0, "on the day itself"],
    [at({ on: "2026-12-06" }), undefined, "past: nothing can be done about this term"],
    [at({ on: "2026-09-06" }), 90, "ninety days before"],
    [at({ on: "2026-09-05" }), undefined, "earlier it can wait"],
    [at({ state: "notice_given" }), undefined, "notice is given already"],
    [at({ current: { ...span, lastNoticeOn: null } }), undefined, "no notice is needed"],
    [{ ...at({}), version: contract.version }, undefined, "a draft binds nobody"],
  ] as const)("%o: in %s days, %s", ([of, days]) => {
    expect(noticeNearIn(of)).toBe(days);
  });
});

test("a draft is a draft, whatever its term says", () => {
  expect(toStanding(contract)).toBe("draft");
  expect(toStanding(at({ state: "ended" }))).toBe("ended");
});

describe("where it stands", () => {
  test.for([
    [at({}), "En vigueur", "nothing says when it ends"],
    [at({ endsOn: "2027-01-30" }), "En vigueur", "an end that a renewal averts"],
    [
      at({ state: "notice_given", endsOn: "2027-01-31" }),
      "Prend fin le 31 janv. 2027",
      "it is known",
    ],
    [at({ state: "ended", endsOn: "2026-01-31" }), "Terminé", "over"],
  ] as const)("%o reads %s: %s", ([of, text]) => {
    expect(plain(toStandingText(of, reader))).toBe(text);
  });
});

test.for([
  [{}, "2027-01-31", "the day after the term"],
  [{ endsOn: "2027-01-31" }, "2027-01-31", "covered still"],
  [{ endsOn: "2027-01-30" }, undefined, "after the end there is none"],
  [{ current: null }, undefined, "no term, no anniversary"],
] as const)("%o has its anniversary on %s: %s", ([changes, day]) => {
  expect(anniversaryOf(at(changes).standing)).toBe(day);
});

test("notice that is given needs no last day", () => {
  expect(lastNoticeOf(at({}).standing)).toBe("2026-12-05");
  expect(lastNoticeOf(at({ state: "notice_given" }).standing)).toBeUndefined();
});

const second = { ...contract.version, number: 2 };
test.for([
  [second, "Version 2, brouillon", "no day yet"],
  [
    { ...second, effectiveOn: "2026-11-23" },
    "Version 2, brouillon, prévue pour le 23 nov. 2026",
    "a plan is not in force",
  ],
  [
    { ...inForce, effectiveOn: "2026-01-01", signedOn: "2025-12-20" },
    "Version 1, en vigueur le 1er janv. 2026, signée le 20 déc. 2025",
    "in force",
  ],
] as const)("%o reads %s: %s", ([summary, text]) => {
  expect(plain(toVersionText(summary, reader))).toBe(text);
});

test("the next reminder is today's or the first after it", () => {
  const reminders = (["2026-11-01", "2026-11-23", "2026-12-01"] as const).map((on) => ({
    daysBefore: 30,
    on,
    of: "last_notice" as const,
  }));
  expect(nextReminder({ ...contract.standing, reminders })?.on).toBe("2026-11-23");
  expect(nextReminder(contract.standing)).toBeUndefined();
});

test.for([
  [span, "31 janv. 2026 – 30 janv. 2027"],
  [{ ...span, endsOn: null }, "depuis le 31 janv. 2026"],
] as const)("%o reads %s", ([of, text]) => {
  expect(plain(toSpanText(of, reader))).toBe(text);
});

test.for([
  ["2026-11-23", "2026-09-01", "this month and the two before"],
  ["2026-01-31", "2025-11-01", "over the turn of the year"],
] as const)("compliance of %s begins on %s: %s", ([today, from]) => {
  expect(toRange(today)).toEqual({ from, to: today });
});
