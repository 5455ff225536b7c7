import type { ProblemEntry } from "./problem-entry.ts";

/** What agents send wrongly. The message stays in the dead letters, with this code. */
export const AGENT_PROBLEMS = {
  message_too_large: {
    en: "The message is too large: {detail}. Split it.",
    fr: "Le message est trop gros : {detail}. Découpez-le.",
  },
  message_not_utf8: {
    en: "The message is not UTF-8 text.",
    fr: "Le message n'est pas du texte UTF-8.",
  },
  message_not_json: { en: "The message is not JSON.", fr: "Le message n'est pas du JSON." },
  envelope_malformed: {
    en: "The envelope does not have the agreed form: {detail}.",
    fr: "L'enveloppe n'a pas la forme convenue : {detail}.",
  },
  report_malformed: {
    en: "The report does not have the agreed form: {detail}.",
    fr: "Le rapport n'a pas la forme convenue : {detail}.",
  },
  report_too_large: {
    en: "The report holds too much: {detail}. Send less at a time.",
    fr: "Le rapport en contient trop : {detail}. Envoyez-en moins à la fois.",
  },
  sample_not_finite: {
    en: "The sample {detail} is not a finite number. A probe that fails must say failed.",
    fr: "La mesure {detail} n'est pas un nombre fini. Une sonde en échec doit le dire.",
  },
  metric_unknown: {
    en: "The metric {detail} is not in the catalogue. Update the collector before the agents.",
    fr: "La mesure {detail} n'est pas au catalogue. Mettez le collecteur à jour avant les agents.",
  },
  document_too_deep: {
    en: "A document is nested too deep: {detail}.",
    fr: "Un document est trop imbriqué : {detail}.",
  },
  hello_malformed: {
    en: "The greeting does not have the agreed form: {detail}.",
    fr: "L'annonce n'a pas la forme convenue : {detail}.",
  },
  down_malformed: {
    en: "The collector's message does not have the agreed form: {detail}.",
    fr: "Le message du collecteur n'a pas la forme convenue : {detail}.",
  },
  topic_unknown: {
    en: "Nothing is expected on this topic. Check the agent's version.",
    fr: "Rien n'est attendu sur ce sujet. Vérifiez la version de l'agent.",
  },
  partition_wrong: {
    en: "The topic's partition is not this agent's. Give the agent its credential again.",
    fr: "La partition du sujet n'est pas celle de cet agent. Redonnez-lui son accès.",
  },
  agent_unknown: {
    en: "No such agent is registered here. Register it, or stop it.",
    fr: "Aucun agent de ce nom n'est enregistré ici. Enregistrez-le ou arrêtez-le.",
  },
  seq_conflict: {
    en: "Another report was already received under this number: a copied agent is likely. Give each machine its own agent.",
    fr: "Un autre rapport a déjà été reçu sous ce numéro : agent sans doute copié. Donnez à chaque machine son propre agent.",
  },
  epoch_too_many: {
    en: "This agent has lost its outbox too often: {detail}. Register it anew.",
    fr: "Cet agent a trop souvent perdu sa file : {detail}. Enregistrez-le à nouveau.",
  },
  instant_in_future: {
    en: "The report is of the future: {detail}. Set that machine's clock.",
    fr: "Le rapport vient du futur : {detail}. Réglez l'horloge de la machine.",
  },
  instant_too_old: {
    en: "The report is older than what is kept: {detail}. Set that machine's clock.",
    fr: "Le rapport est plus ancien que ce qui est conservé : {detail}. Réglez l'horloge de la machine.",
  },
} as const satisfies Record<string, ProblemEntry>;
