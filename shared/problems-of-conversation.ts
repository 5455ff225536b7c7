import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers about people, files and time worked. */
export const CONVERSATION_PROBLEMS = {
  staff_invalid: {
    status: 422,
    en: "The person or the team cannot hold: {detail}.",
    fr: "La personne ou l'équipe ne tient pas : {detail}.",
  },
  name_taken: {
    status: 409,
    en: "The name is taken: {detail}. Give another one, or change the one that has it.",
    fr: "Le nom est pris : {detail}. Donnez-en un autre, ou modifiez celui qui le porte.",
  },
  attachment_invalid: {
    status: 422,
    en: "The file is not taken: {detail}.",
    fr: "Le fichier n'est pas pris : {detail}.",
  },
  attachment_too_large: {
    status: 413,
    en: "The file is too large. Send at most 25 MiB, or put it where it can be fetched and say where.",
    fr: "Le fichier est trop gros. Envoyez 25 Mio au plus, ou déposez-le ailleurs et dites où.",
  },
  attachments_full: {
    status: 409,
    en: "The ticket takes no more files: {detail}. Go on in another ticket.",
    fr: "Le ticket ne prend plus de fichiers : {detail}. Continuez dans un autre ticket.",
  },
  attachment_lost: {
    status: 410,
    en: "The file is no longer in Vigie's data folder. Put back the folder of attachments from its backup.",
    fr: "Le fichier n'est plus dans le dossier de données de Vigie. Remettez le dossier des pièces jointes depuis sa sauvegarde.",
  },
  uploads_busy: {
    status: 503,
    en: "Too many files arrive at once. Send it again in a moment.",
    fr: "Trop de fichiers arrivent à la fois. Renvoyez-le dans un instant.",
  },
  time_invalid: {
    status: 422,
    en: "The time cannot be kept so: {detail}.",
    fr: "Ce temps ne peut pas être gardé ainsi : {detail}.",
  },
} as const satisfies Record<string, ProblemEntry>;
