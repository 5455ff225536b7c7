import type { ProblemEntry } from "./problem-entry.ts";

/** What ends a start. */
export const START_PROBLEMS = {
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
  secrets_unusable: {
    en: "The key of this installation cannot be used: {detail}. Give {path} back as it was, from a backup.",
    fr: "La clé de cette installation est inutilisable : {detail}. Remettez {path} comme il était, depuis une sauvegarde.",
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
} as const satisfies Record<string, ProblemEntry>;
