import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers. */
export const API_PROBLEMS = {
  not_found: {
    status: 404,
    en: "There is no such thing here.",
    fr: "Cela n'existe pas ici.",
  },
  request_malformed: {
    status: 400,
    en: "The request does not have the agreed form: {detail}.",
    fr: "La requête n'a pas la forme convenue : {detail}.",
  },
  body_too_large: {
    status: 413,
    en: "The request is too large. Send at most 1 MiB, or 16 MiB of text/csv.",
    fr: "La requête est trop grosse. Envoyez 1 Mio au plus, ou 16 Mio de text/csv.",
  },
  media_type_unsupported: {
    status: 415,
    en: "Send the request as application/json, or a file of rows as text/csv.",
    fr: "Envoyez la requête en application/json, ou un fichier de lignes en text/csv.",
  },
  method_not_allowed: {
    status: 405,
    en: "This cannot be done here. Allowed: {detail}.",
    fr: "Cela ne se fait pas ici. Permis : {detail}.",
  },
  request_timeout: {
    status: 408,
    en: "The request took too long to arrive. Send it again.",
    fr: "La requête a mis trop de temps à arriver. Renvoyez-la.",
  },
  upgrade_required: {
    status: 426,
    en: "This address is for WebSocket only.",
    fr: "Cette adresse ne parle que WebSocket.",
  },
  headers_too_large: {
    status: 431,
    en: "The request's headers are too large. Send at most 16 KiB.",
    fr: "Les en-têtes de la requête sont trop gros. Envoyez 16 Kio au plus.",
  },
  host_refused: {
    status: 421,
    en: "This address is not one that Vigie answers to. Use the address it printed at start.",
    fr: "Vigie ne répond pas à cette adresse. Utilisez celle affichée au démarrage.",
  },
  origin_refused: {
    status: 403,
    en: "The request comes from another site and is refused.",
    fr: "La requête vient d'un autre site : elle est refusée.",
  },
  version_required: {
    status: 428,
    en: "Say which version you change: send its ETag as If-Match.",
    fr: "Dites quelle version vous modifiez : envoyez son ETag dans If-Match.",
  },
  version_conflict: {
    status: 412,
    en: "Somebody changed this meanwhile. Look at it again, then repeat your change.",
    fr: "Quelqu'un a modifié ceci entre-temps. Relisez, puis refaites votre modification.",
  },
  rule_invalid: {
    status: 422,
    en: "The rule cannot hold: {detail}.",
    fr: "La règle ne tient pas : {detail}.",
  },
  rule_shipped: {
    status: 409,
    en: "This rule is shipped with Vigie and stays: switch it off instead.",
    fr: "Cette règle est livrée avec Vigie et reste : désactivez-la plutôt.",
  },
  dry_run_impossible: {
    status: 422,
    en: "The rule cannot be tried on what was measured: {detail}.",
    fr: "La règle ne peut pas être essayée sur les mesures passées : {detail}.",
  },
  estate_invalid: {
    status: 422,
    en: "This cannot hold: {detail}.",
    fr: "Cela ne tient pas : {detail}.",
  },
  reference_taken: {
    status: 409,
    en: "The reference is taken: {detail}. Give another one, or change the one that has it.",
    fr: "La référence est prise : {detail}. Donnez-en une autre, ou modifiez celui qui la porte.",
  },
  machine_state: {
    status: 409,
    en: "The machine does not allow this now: {detail}.",
    fr: "La machine ne le permet pas en l'état : {detail}.",
  },
  csv_invalid: {
    status: 422,
    en: "The file cannot be read: {detail}.",
    fr: "Le fichier est illisible : {detail}.",
  },
  import_refused: {
    status: 422,
    en: "Nothing was imported. Number of wrong rows: {detail}. Correct the file, then send it again.",
    fr: "Rien n'a été importé. Nombre de lignes fausses : {detail}. Corrigez le fichier, puis renvoyez-le.",
  },
  calendar_invalid: {
    status: 422,
    en: "The calendar cannot hold: {detail}.",
    fr: "Le calendrier ne tient pas : {detail}.",
  },
  sla_preview_invalid: {
    status: 422,
    en: "These promises cannot be previewed: {detail}.",
    fr: "Ces engagements ne peuvent pas être simulés : {detail}.",
  },
  contract_invalid: {
    status: 422,
    en: "The contract cannot hold: {detail}.",
    fr: "Le contrat ne tient pas : {detail}.",
  },
  contract_state: {
    status: 409,
    en: "The contract does not allow this now: {detail}.",
    fr: "Le contrat ne le permet pas en l'état : {detail}.",
  },
  contract_incomplete: {
    status: 409,
    en: "The version cannot be put in force yet: {detail}.",
    fr: "La version ne peut pas encore entrer en vigueur : {detail}.",
  },
  term_invalid: {
    status: 422,
    en: "The term cannot hold: {detail}.",
    fr: "La durée ne tient pas : {detail}.",
  },
  ticket_state: {
    status: 409,
    en: "The ticket is {state}: in that state this cannot be done.",
    fr: "Le ticket est {state} : cela ne se fait pas dans cet état.",
  },
  ticket_full: {
    status: 409,
    en: "The ticket has {detail} such lines and takes no more. Go on elsewhere, or resolve it.",
    fr: "Le ticket a {detail} lignes de ce genre et n'en prend plus. Continuez ailleurs, ou résolvez-le.",
  },
  ticket_change_invalid: {
    status: 422,
    en: "The ticket cannot be changed so: {detail}.",
    fr: "Le ticket ne peut pas être modifié ainsi : {detail}.",
  },
  ticket_duplicate: {
    status: 409,
    en: "Ticket {detail} is open for the same cause. Go on there, or merge it first.",
    fr: "Le ticket {detail} est ouvert pour la même cause. Continuez là-bas, ou fusionnez-le d'abord.",
  },
  series_too_long: {
    status: 422,
    en: "The span is too long: {detail}. Ask for a shorter one.",
    fr: "La période est trop longue : {detail}. Demandez-en une plus courte.",
  },
  cursor_invalid: {
    status: 400,
    en: "The page's cursor is not one that was given. Start from the first page.",
    fr: "Le curseur de page n'a pas été donné ici. Repartez de la première page.",
  },
  storage_full: {
    status: 503,
    en: "The disk of Vigie's data is full. Free some space; agents keep their reports meanwhile.",
    fr: "Le disque des données de Vigie est plein. Libérez de la place ; les agents gardent leurs rapports.",
  },
  storage_failed: {
    status: 503,
    en: "The registry did not answer: {detail}. Look at the log; nothing that agents hold is lost.",
    fr: "Le registre n'a pas répondu : {detail}. Voyez le journal ; rien de ce que tiennent les agents n'est perdu.",
  },
  registry_unusable: {
    status: 503,
    en: "The registry's database cannot be used: {detail}. Check VIGIE_POSTGRESQL_URL and what its user may do.",
    fr: "La base du registre est inutilisable : {detail}. Vérifiez VIGIE_POSTGRESQL_URL et les droits de son utilisateur.",
  },
  registry_in_use: {
    status: 503,
    en: "Another Vigie uses this registry. Stop it, or set VIGIE_POSTGRESQL_URL to another database.",
    fr: "Un autre Vigie utilise ce registre. Arrêtez-le ou donnez une autre base à VIGIE_POSTGRESQL_URL.",
  },
  metrics_unavailable: {
    status: 503,
    en: "The metric store did not answer: {detail}. Alerts and tickets go on.",
    fr: "Le stockage des mesures n'a pas répondu : {detail}. Alertes et tickets continuent.",
  },
  job_failed: {
    en: "The job {name} failed when it last ran. Look at the log.",
    fr: "La tâche {name} a échoué à sa dernière exécution. Voyez le journal.",
  },
  internal: {
    status: 500,
    en: "Something went wrong in Vigie. The log holds the reason under {reference}.",
    fr: "Quelque chose a échoué dans Vigie. Le journal en garde la raison sous {reference}.",
  },
} as const satisfies Record<string, ProblemEntry>;
