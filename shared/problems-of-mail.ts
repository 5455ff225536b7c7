import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers about mails that came in, and what keeps them from coming. */
export const MAIL_PROBLEMS = {
  mail_decided: {
    status: 409,
    en: "The mail was decided on already: {detail}.",
    fr: "Ce courriel a déjà été traité : {detail}.",
  },
  mail_source_gone: {
    status: 410,
    en: "The mail as it came is no longer kept: {detail}.",
    fr: "Le courriel d'origine n'est plus conservé : {detail}.",
  },
  mail_not_shown: {
    status: 422,
    en: "The mail has no form to show: {detail}.",
    fr: "Ce courriel n'a pas de mise en forme à montrer : {detail}.",
  },
  mailbox_failing: {
    en: "The support mailbox cannot be read: {detail}. Check the VIGIE_IMAP_ settings and the mail server.",
    fr: "La boîte de support ne peut pas être lue : {detail}. Vérifiez les réglages VIGIE_IMAP_ et le serveur de messagerie.",
  },
} as const satisfies Record<string, ProblemEntry>;
