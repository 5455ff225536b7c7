import { expect, test } from "vitest";
import { toWhen } from "../../../dashboard/tickets/history.tsx";
import { toSentence } from "../../../dashboard/tickets/sentence.ts";
import { en } from "../../../dashboard/words/en.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";
import { TRANSITION_KINDS } from "../../../shared/ticket.ts";

const reader = { words: fr, formats: createFormats("fr") };
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

test.for([
  ["opened", { value: 97.4, threshold: 97 }, "Ticket ouvert : 97,4 %, seuil 97 %", "with figures"],
  ["opened", {}, "Ticket ouvert", "an offline machine has none"],
  ["recovered", { value: 61 }, "Retour à la normale : 61 %", "what it came back to"],
  ["reopened", {}, "Rouvert : l’alerte est revenue", "no figure, no colon"],
  ["breached", { target: "restoration" }, "Engagement dépassé : Rétablissement", "which promise"],
  ["breached", {}, "Engagement dépassé", "even where it is not said which"],
  ["resolved", {}, "Résolu", "the act alone"],
  ["replied", {}, "Réponse au client", "what the customer sees"],
  ["merged", { into: 12 }, "Fusionné dans le ticket n° 12", "where it goes on"],
  ["took_in", { from: 13 }, "Le ticket n° 13 a été fusionné ici", "and from where"],
  [
    "priority_changed",
    { from: 3, to: 1, mode: "carry_elapsed" },
    "Priorité passée de 3 à 1 : le temps déjà compté reste compté",
    "what it was, and what becomes of the time consumed",
  ],
  [
    "contract_changed",
    {
      from: "cov_1",
      to: "cov_5",
      fromContract: "Bureau",
      fromVersion: 2,
      toContract: "Atelier",
      toVersion: 1,
      mode: "restart",
    },
    "Contrat changé, de Bureau (version 2) à Atelier (version 1) : les délais repartent de zéro",
    "both versions as people name them",
  ],
  [
    "breach_withdrawn",
    { target: "restoration" },
    "Dépassement annulé : Rétablissement",
    "which breach is no more",
  ],
  [
    "escalated",
    { target: "restoration", step: "75%" },
    "Escalade : Rétablissement, 75 % du délai",
    "a share",
  ],
  [
    "escalated",
    { target: "restoration", step: "-1800s" },
    "Escalade : Rétablissement, 30 min avant l’échéance",
    "before due",
  ],
  [
    "escalated",
    { target: "restoration", step: "+3600s" },
    "Escalade : Rétablissement, 1 h après l’échéance",
    "after due",
  ],
  [
    "escalated",
    { target: "restoration", step: "+0s" },
    "Escalade : Rétablissement, à l’échéance",
    "at due",
  ],
  [
    "cause_said",
    { target: "resolution", cause: "force_majeure" },
    "Cause du dépassement : force majeure (Résolution)",
    "why it was broken",
  ],
] as const)("%s %o reads %s: %s", ([kind, parameters, sentence]) => {
  expect(plain(toSentence({ kind, parameters }, "volume_used_percent", reader))).toBe(sentence);
});

test("without a metric a figure has no unit, and is left out", () => {
  expect(toSentence({ kind: "opened", parameters: { value: 1, threshold: 2 } }, null, reader)).toBe(
    "Ticket ouvert",
  );
});

test.for([
  ["waiting", "waiting_customer", {}, "Mis en attente du client"],
  ["waiting", "waiting_third_party", {}, "Mis en attente d’un tiers"],
  ["reopened", "new", { mode: "resume", value: 97 }, "Rouvert, l’alerte est revenue : 97 %"],
  ["reopened", "in_progress", { mode: "restart" }, "Rouvert : les délais repartent de zéro"],
] as const)("%s to %s reads by where it leads: %s", ([kind, toState, parameters, sentence]) => {
  const said = { kind, toState, parameters };
  expect(plain(toSentence(said, "volume_used_percent", reader))).toBe(sentence);
});

test("every kind of line has a sentence in both languages", () => {
  for (const words of [fr, en]) {
    for (const kind of TRANSITION_KINDS) {
      const sentence = toSentence({ kind, parameters: {} }, null, { ...reader, words });
      expect(sentence, kind).toMatch(/^\p{Lu}/u);
    }
  }
});

test.for([
  ["2026-11-23T13:30:00Z", "2026-11-23T13:30:00Z", "14 h 30", "today: the time alone"],
  ["2026-11-22T23:30:00Z", "2026-11-22T23:30:00Z", "0 h 30", "today by the zone of the page"],
  ["2026-11-20T13:30:00Z", "2026-11-20T13:30:00Z", "ven. 20 nov. 14 h 30", "another day"],
  ["2025-11-20T13:30:00Z", "2025-11-20T13:30:00Z", "jeu. 20 nov. 2025 14 h 30", "another year"],
  [
    "2026-11-23T13:30:00Z",
    "2026-11-20T13:30:00Z",
    "14 h 30 · survenu ven. 20 nov. 14 h 30",
    "told late: both",
  ],
] as const)("a line of %s, of what happened at %s, is dated %s: %s", ([at, effectiveAt, says]) => {
  const moment = { zone: "Europe/Paris", nowMs: Date.parse("2026-11-23T15:00:00Z") };
  expect(plain(toWhen({ at, effectiveAt }, moment, reader))).toBe(says);
});
