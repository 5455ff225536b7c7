/**
 * The catalogue of errors: code, HTTP status where it can be an answer of the API, and what it says
 * in both languages: what happened and what to do. `{name}` is filled from the parameters.
 */

export type Language = "en" | "fr";
export const LANGUAGES = ["fr", "en"] as const satisfies readonly Language[];

type Entry = {
  /** The API's answer; undefined for what only agents, dead letters or the start can meet. */
  readonly status?: number;
  readonly en: string;
  readonly fr: string;
};

const catalogue = {
  // What agents send. The message stays in the dead letters, with this code.
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

  // What the API answers.
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
    en: "The request is too large. Send at most 1 MiB.",
    fr: "La requête est trop grosse. Envoyez 1 Mio au plus.",
  },
  media_type_unsupported: {
    status: 415,
    en: "Send the request as application/json.",
    fr: "Envoyez la requête en application/json.",
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
  calendar_invalid: {
    status: 422,
    en: "The calendar cannot hold: {detail}.",
    fr: "Le calendrier ne tient pas : {detail}.",
  },
  ticket_state: {
    status: 409,
    en: "The ticket is {state}: this can no longer be done.",
    fr: "Le ticket est {state} : ce n'est plus possible.",
  },
  ticket_full: {
    status: 409,
    en: "The ticket has {detail} comments and takes no more. Go on elsewhere, or resolve it.",
    fr: "Le ticket a {detail} commentaires et n'en prend plus. Continuez ailleurs, ou résolvez-le.",
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

  // What ends a start.
  setting_unknown: {
    en: "There is no setting {name}. The settings are listed in README.md.",
    fr: "Le réglage {name} n'existe pas. Les réglages sont listés dans README.md.",
  },
  setting_invalid: {
    en: "The setting {name} is wrong: {detail}.",
    fr: "Le réglage {name} est incorrect : {detail}.",
  },
  port_in_use: {
    en: "Port {port} on {host} is in use. Stop the other program or set {name} (0 = any free port).",
    fr: "Le port {port} sur {host} est pris. Arrêtez l'autre programme ou réglez {name} (0 = un port libre).",
  },
  address_unusable: {
    en: "Cannot listen on {host}: {detail}. Set {name} to an address of this machine.",
    fr: "Impossible d'écouter sur {host} : {detail}. Donnez à {name} une adresse de cette machine.",
  },
  data_folder_unusable: {
    en: "The data folder {path} cannot be used: {detail}. Set {name} to a folder that can be written.",
    fr: "Le dossier de données {path} est inutilisable : {detail}. Donnez à {name} un dossier accessible en écriture.",
  },
  data_folder_locked: {
    en: "Another Vigie uses the data folder {path}. Stop it or set VIGIE_DATA to another folder.",
    fr: "Un autre Vigie utilise le dossier de données {path}. Arrêtez-le ou donnez un autre dossier à VIGIE_DATA.",
  },
  registry_newer: {
    en: "The registry was made by a newer Vigie ({detail}). Run that version or restore a backup.",
    fr: "Le registre vient d'un Vigie plus récent ({detail}). Lancez cette version ou restaurez une sauvegarde.",
  },
  registry_damaged: {
    en: "The registry is damaged: {detail}. Restore a backup; nothing was changed.",
    fr: "Le registre est abîmé : {detail}. Restaurez une sauvegarde ; rien n'a été modifié.",
  },
  credential_missing: {
    en: "This agent has no usable credential at {path}: {detail}. `npm start` makes one for this machine; VIGIE_AGENT_DATA names its folder.",
    fr: "Cet agent n'a pas d'accès utilisable dans {path} : {detail}. `npm start` en crée un pour cette machine ; VIGIE_AGENT_DATA désigne son dossier.",
  },
  outbox_unusable: {
    en: "The agent's outbox {path} cannot be used: {detail}. Check the folder's rights and free space.",
    fr: "La file de l'agent {path} est inutilisable : {detail}. Vérifiez droits et place libre du dossier.",
  },
  command_unknown: {
    en: "There is no command {name}. Try --help.",
    fr: "La commande {name} n'existe pas. Essayez --help.",
  },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof catalogue;
export type ProblemParameters = Readonly<Record<string, string | number>>;

/** An expected "no": its code, and what exactly was wrong, for the log and the dead letters. */
export type Refusal = { readonly problem: ProblemCode; readonly detail: string };

export const PROBLEMS: Readonly<Record<ProblemCode, Entry>> = catalogue;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

/** What a problem says in a language. A parameter that is missing stays visible as its name. */
export function problemText(
  code: ProblemCode,
  parameters: ProblemParameters,
  language: Language,
): string {
  return PROBLEMS[code][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    String(parameters[name] ?? whole),
  );
}

/** An operational failure with a code of the catalogue, for people and for the log. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly parameters: ProblemParameters;
  /** Whether the same act may succeed later. */
  readonly retryable: boolean;

  constructor(
    code: ProblemCode,
    parameters: ProblemParameters = {},
    { cause, retryable = false }: { readonly cause?: unknown; readonly retryable?: boolean } = {},
  ) {
    super(problemText(code, parameters, "en"), { cause });
    this.name = "ProblemError";
    this.code = code;
    this.parameters = parameters;
    this.retryable = retryable;
  }
}
