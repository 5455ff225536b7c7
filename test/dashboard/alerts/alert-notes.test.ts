import { expect, test } from "vitest";
import { canPropose } from "../../../dashboard/alerts/alert-acts.tsx";
import { toNotes } from "../../../dashboard/alerts/alert-notes.tsx";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";
import { alert } from "../live/samples.ts";

const NOW = Date.parse("2026-11-23T09:00:00Z");
const when = { zone: "Europe/Paris", nowMs: NOW };
const reader = { words: fr, formats: createFormats("fr") };
const LATER = "2026-11-23T14:30:00Z";

test.for([
  [{}, [], "nothing to add"],
  [{ noTicket: "not_covered" }, ["Hors contrat : pas de ticket."], "why there is no ticket"],
  [
    {
      noTicket: "maintenance",
      hold: {
        by: { kind: "maintenance_window", id: "mtw_1", name: "Mises à jour" },
        until: LATER,
      },
    },
    [
      "Maintenance en cours : le ticket est retenu.",
      "Retenu par : Mises à jour · réexaminé 15 h 30",
    ],
    "what holds it, and until when",
  ],
  [
    { noTicket: "settling", hold: { by: null, until: null } },
    ["Vigie attend un instant pour voir si tout le site est touché."],
    "nothing that is held by nothing known",
  ],
  [
    { acknowledged: { by: "Claire", at: LATER, until: LATER, text: "Pièce commandée" } },
    ["Connue de Claire, qui la met de côté jusqu’à 15 h 30", "Pièce commandée"],
    "who knows of it, and why",
  ],
  [
    { forecast: { earliest: "2026-12-01T00:00:00Z", latest: "2026-12-04T00:00:00Z" } },
    ["Seuil atteint entre le mar. 1 déc. et le ven. 4 déc."],
    "between which days",
  ],
] as const)("%o: %j, %s", ([over, notes]) => {
  const said = toNotes(alert(over), when, reader);
  expect(said.map((note) => note.replaceAll(/[\u00a0\u202f]/g, " "))).toEqual(notes);
});

test.for([
  ["not_covered", null, true, "nobody pays for it yet"],
  ["type_not_included", null, true, "nor for work of this kind"],
  ["maintenance", null, false, "its ticket is only held back"],
  ["not_covered", "tic_1", false, "there is one already"],
] as const)("%s with ticket %s can be proposed: %s, %s", ([noTicket, ticketId, expected]) => {
  expect(canPropose(alert({ noTicket, ticketId }))).toBe(expected);
});
