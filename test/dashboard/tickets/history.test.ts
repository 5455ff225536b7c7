import { expect, test } from "vitest";
import { toSentence } from "../../../dashboard/tickets/history.tsx";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";

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
] as const)("%s %o reads %s: %s", ([kind, parameters, sentence]) => {
  expect(plain(toSentence({ kind, parameters }, "volume_used_percent", reader))).toBe(sentence);
});

test("without a metric a figure has no unit, and is left out", () => {
  expect(toSentence({ kind: "opened", parameters: { value: 1, threshold: 2 } }, null, reader)).toBe(
    "Ticket ouvert",
  );
});
