import { expect, test } from "vitest";
import { toSentence } from "../../../dashboard/tickets/sentence.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";

const reader = { words: fr, formats: createFormats("fr") };

test.for([
  ["assigned", { to: "Noé", toTeam: "Niveau 1" }, "Affecté à Noé, équipe Niveau 1", "both"],
  ["assigned", { from: "Noé", to: "Claire" }, "Affecté à Claire", "who has it now"],
  ["assigned", { from: "Noé" }, "N’est plus affecté à personne", "nobody has it any more"],
  ["assigned", { fromTeam: "Niveau 1" }, "N’est plus confié à une équipe", "a team no more"],
  ["changed", { field: "title", from: "a", to: "b" }, "Objet modifié", "a field by name"],
  ["changed", { field: "type", to: "request" }, "Type changé : Demande", "a type in words"],
  [
    "changed",
    { field: "weight", impact: "high", urgency: "low" },
    "Poids changé : impact fort, urgence faible",
    "both of its parts",
  ],
  ["changed", { field: "colour" }, "Ticket modifié", "a field that is not known yet"],
  ["changed", { field: "constructor" }, "Ticket modifié", "nor one that every object has"],
  ["linked", { ticket: 12, kind: "related" }, "Lié au ticket n° 12", "another ticket"],
  ["linked", { machine: "PC-1" }, "Lié à PC-1", "a machine"],
  ["unlinked", { ticket: 12 }, "Lien avec le ticket n° 12 retiré", "and no more"],
  ["attached", { files: 2 }, "2 fichiers joints", "how many"],
  [
    "coverage_changed",
    { partOf: 7 },
    "Fait partie de la panne du ticket n° 7 : ses propres délais s’arrêtent",
    "of an outage",
  ],
  [
    "coverage_changed",
    { partNoMore: 7 },
    "Ne fait plus partie de la panne du ticket n° 7 : ses propres délais reprennent",
    "nor any longer",
  ],
  [
    "coverage_changed",
    { from: "covered", to: "no_contract" },
    "Couverture revue : Sans contrat",
    "what it is now",
  ],
  [
    "queued",
    { position: 3 },
    "Mis en file d’attente, place 3 : le contrat limite les demandes simultanées",
    "behind whom",
  ],
  [
    "escalated",
    { told: "Claire, Noé" },
    "Personne ne l’a pris en charge : alerte à Claire, Noé",
    "by a policy, whom it woke",
  ],
  [
    "escalated",
    { told: "" },
    "Personne ne l’a pris en charge, et il n’y avait personne à alerter",
    "nobody was there",
  ],
  ["started", {}, "Sorti de la file d’attente : les délais courent", "its turn came"],
] as const)("%s %o reads %s: %s", ([kind, parameters, says]) => {
  const text = toSentence({ kind, parameters }, null, reader);
  expect(text.replaceAll(/[\u00a0\u202f]/g, " ")).toBe(says);
});
