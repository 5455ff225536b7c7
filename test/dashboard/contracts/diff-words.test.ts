import type { ClauseChange } from "@vigie/shared/contract-version.ts";
import { describe, expect, test } from "vitest";
import { toChangeLines } from "../../../dashboard/contracts/diff-words.ts";
import { plain, reader } from "./a-contract.ts";

const NAMES = new Map([
  ["cal_1", "Bureau"],
  ["cal_2", "Nuits"],
  ["sit_1", "Rennes"],
]);
const nameOf = (id: string) => NAMES.get(id) ?? id;
const diffReader = { ...reader, currency: "EUR", nameOf, calendarName: nameOf };

const says = (...changes: ClauseChange[]) =>
  toChangeLines(changes, diffReader).map((line) => plain(line.says));
const change = (path: string, before: unknown, after: unknown): ClauseChange => ({
  clause: "levels",
  path,
  before,
  after,
});

describe("what differs, in words", () => {
  test.for([
    [
      "levels.P1.restoration.budgetSeconds",
      14_400,
      7_200,
      "Rétablissement P1 : 4 h ouvrées → 2 h ouvrées",
    ],
    ["levels.P2.restoration.workingDays", 1, 2, "Rétablissement P2 : J+1 → J+2"],
    [
      "levels.P1.restoration.calendarId",
      "cal_1",
      "cal_2",
      "Rétablissement P1, calendrier : Bureau → Nuits",
    ],
    [
      "levels.P1.restoration.escalations.75 %",
      null,
      true,
      "Ajouté : Rétablissement P1, alerte d’un responsable, à 75 % du délai",
    ],
    [
      "levels.P1.restoration.escalations.-1800 s",
      true,
      null,
      "Retiré : Rétablissement P1, alerte d’un responsable, 30 min ouvrées avant l’échéance",
    ],
    [
      "levels.P1.workaround",
      null,
      { budgetSeconds: 3_600, calendarId: "cal_1", pausable: true, escalations: {} },
      "Ajouté : Contournement P1, 1 h ouvrées",
    ],
    [
      "levels.P4",
      { restoration: { budgetSeconds: 3_600, escalations: {} } },
      null,
      "Retiré : P4, Rétablissement 1 h ouvrées",
    ],
    ["perimeter.include.site sit_1", null, true, "Ajouté : site Rennes (inclus)"],
    ["perimeter.exclude.tag a.b c", true, null, "Retiré : étiquette « a.b c » (exclu)"],
    ["perimeter.include.everything", true, null, "Retiré : tout le parc du client (inclus)"],
    ["types.evolutive", null, true, "Ajouté : évolutive"],
    ["priorities.matrix.high.low", 3, 2, "Impact fort, urgence faible : P3 → P2"],
    [
      "priorities.severities.critical.impact",
      "high",
      "medium",
      "Alerte « critique », impact : fort → moyen",
    ],
    [
      "channels.phone.ticket",
      "optional",
      "always",
      "Téléphone, ticket : un ticket ou une simple note → toujours un ticket",
    ],
    ["channels.chat", null, { ticket: "always" }, "Ajouté : Messagerie, ticket toujours un ticket"],
    [
      "simultaneous",
      null,
      { limit: 5, per: "site" },
      "Ajouté : Demandes simultanées, demandes à la fois 5, par site",
    ],
    ["term.notice", "3 months", "60 days", "Préavis : 3 mois → 60 jours"],
    ["term.startsOn", "2026-01-31", "2026-02-01", "Premier jour : 31 janv. 2026 → 1er févr. 2026"],
    [
      "term.renewal",
      "tacit",
      "express",
      "Reconduction : reconduction tacite → seulement s’il est renouvelé expressément",
    ],
    ["pricing.flat.amountCents", 125_000, 139_050, "Forfait, montant : 1 250 € → 1 390,50 €"],
    ["pricing.overageHourlyCents", null, 9_000, "Heure supplémentaire : rien → 90 €"],
    ["pricing.multipliers.cal_2", 15_000, 20_000, "Majoration, Nuits : 150 % → 200 %"],
    ["penalties.base", "flat_fee", 100_000, "Calculée sur : le forfait d’un mois → 1 000 €"],
    ["penalties.exclusions.force_majeure", null, true, "Ajouté : ne compte pas, force majeure"],
    [
      "exit.steps.Rendre les clés. Toutes.dueDays",
      -30,
      5,
      "Rendre les clés. Toutes, échéance : 30 jours avant la fin → 5 jours après la fin",
    ],
    [
      "exit.steps.constructor",
      null,
      { kind: "access", owner: "provider", dueDays: 0, proofRequired: true },
      "Ajouté : constructor, nature accès, qui prestataire, échéance le dernier jour, preuve demandée",
    ],
    ["managed.presence.sit_1", 2, 4, "Présence sur place, Rennes : 2 → 4"],
    [
      "levels.P1.restoration.pausable",
      true,
      false,
      "Rétablissement P1, se suspend en attente du client : oui → non",
    ],
  ] as const)("%s", ([path, before, after, text]) => {
    expect(says(change(path, before, after))).toEqual([text]);
  });

  test("a budget that goes from hours to days is one change", () => {
    const at = "levels.P1.restoration";
    expect(
      says(
        change(`${at}.budgetSeconds`, 32_400, null),
        change(`${at}.pausable`, false, true),
        change(`${at}.workingDays`, null, 1),
        change(`${at}.endOfDay`, null, true),
      ),
    ).toEqual([
      "Rétablissement P1 : 9 h ouvrées → J+1, fin de journée",
      "Rétablissement P1, se suspend en attente du client : non → oui",
    ]);
  });

  test("a wording is told by its clause, with both texts", () => {
    const [line] = toChangeLines([change("texts.pricing", "a", null)], diffReader);
    expect(line).toMatchObject({ says: "Texte réécrit : Prix", texts: { before: "a", after: "" } });
  });

  test("a field that nobody has words for is shown all the same", () => {
    expect(says(change("pricing.newField", 1, 2))).toEqual(["NewField : 1 → 2"]);
  });
});
