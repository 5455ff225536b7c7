import { expect, test } from "vitest";
import { toCostText, toReasonText } from "../../../dashboard/ticket/coverage-words.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";

const reader = { words: fr, formats: createFormats("fr") };
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const COST = {
  currency: "EUR",
  callOutCents: 6_000,
  hourlyCents: 8_000,
  minimumMinutes: 60,
  atLeastCents: 14_000,
  basisPoints: 10_000,
  travelCents: 0,
} as const;

test.for([
  [
    { code: "type_left_out", parameters: { contract: "Bureau", type: "evolutive" } },
    "le contrat Bureau ne comprend pas ce type de travail (évolutive)",
    "the kind of work in words",
  ],
  [
    { code: "no_contract_in_force", parameters: {} },
    "le client n’a aucun contrat en vigueur",
    "nothing to name",
  ],
] as const)("%o: %s, %s", ([reason, says]) => {
  expect(toReasonText({ ...reason, consequence: "intervention" }, reader)).toBe(says);
});

test("what an intervention costs at the least, and how that is made up", () => {
  const { atLeast, parts } = toCostText(COST, reader);
  expect(plain(atLeast)).toBe("Une intervention coûterait au moins 140 € HT");
  expect(parts.map(plain)).toEqual(["prise en charge 60 €", "80 € par heure, 1 h au moins"]);
});

test("travel and the hour of the night are said where they count", () => {
  const { parts } = toCostText({ ...COST, travelCents: 4_500, basisPoints: 15_000 }, reader);
  expect(parts.slice(2).map(plain)).toEqual(["déplacement 45 €", "à 150 % du tarif en ce moment"]);
});
