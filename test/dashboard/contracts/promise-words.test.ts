import { describe, expect, test } from "vitest";
import { toRuleText } from "../../../dashboard/contracts/perimeter-words.ts";
import {
  toBudgetText,
  toDueDaysText,
  toStepText,
} from "../../../dashboard/contracts/promise-words.ts";
import { en } from "../../../dashboard/words/en.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { plain, reader } from "./a-contract.ts";

const english = { words: en, formats: createFormats("en") };

test.for([
  [{ budgetSeconds: 14_400 }, "4 h ouvrées", "4 h working time", "hours"],
  [{ budgetSeconds: 1_800 }, "30 min ouvrées", "30 min working time", "less than an hour"],
  [{ budgetSeconds: 97_200 }, "27 h ouvrées", "27 h working time", "hours are never days"],
  [{ budgetSeconds: 0 }, "aussitôt", "at once", "nothing to wait for"],
  [{ budgetSeconds: 100 }, "1 min 40 s ouvrées", "1 min 40 s working time", "to the second"],
  [{ workingDays: 1 }, "J+1", "1 working day", "a day"],
  [{ workingDays: 3, endOfDay: true }, "J+3, fin de journée", "3 working days, end of day", "days"],
  [
    { workingDays: 0, endOfDay: true },
    "le jour même, fin de journée",
    "same day, end of day",
    "none",
  ],
] as const)("%o reads %s, %s: %s", ([promise, french, inEnglish]) => {
  expect(plain(toBudgetText(promise, reader))).toBe(french);
  expect(plain(toBudgetText(promise, english))).toBe(inEnglish);
});

test.for([
  [{ percent: 75 }, "à 75 % du délai"],
  [{ offsetSeconds: -1_800 }, "30 min ouvrées avant l’échéance"],
  [{ offsetSeconds: 0 }, "à l’échéance"],
  [{ offsetSeconds: 7_200 }, "2 h ouvrées après l’échéance"],
] as const)("escalation %o reads %s", ([step, text]) => {
  expect(plain(toStepText(step, reader))).toBe(text);
});

test.for([
  [0, "le dernier jour"],
  [1, "1 jour après la fin"],
  [-30, "30 jours avant la fin"],
] as const)("%d days from the end reads %s", ([days, text]) => {
  expect(plain(toDueDaysText(days, reader.words))).toBe(text);
});

describe("a rule of the perimeter", () => {
  const nameOf = (id: string) => ({ sit_1: "Rennes", mac_1: "PC-COMPTA" })[id] ?? id;
  test.for([
    [{ by: "everything" }, "tout le parc du client"],
    [{ by: "site", siteId: "sit_1" }, "site Rennes"],
    [{ by: "machine", machineId: "mac_1" }, "machine PC-COMPTA"],
    [{ by: "equipment", equipmentId: "equ_9" }, "équipement equ_9"],
    [{ by: "class", class: "server" }, "serveurs"],
    [{ by: "equipment_kind", kind: "printer" }, "imprimantes"],
    [{ by: "tag", tag: "compta" }, "étiquette « compta »"],
    [{ by: "software", name: "Sage" }, "machines où « Sage » est installé"],
  ] as const)("%o reads %s", ([rule, text]) => {
    expect(plain(toRuleText(rule, nameOf, reader))).toBe(text);
  });
});
