import type { ProblemEntry } from "./problem-entry.ts";

/** What keeps a notice from arriving. */
export const NOTICE_PROBLEMS = {
  notice_rule_invalid: {
    status: 422,
    en: "The rule of notices cannot hold: {detail}.",
    fr: "La règle de notification ne peut pas tenir : {detail}.",
  },
  webhook_invalid: {
    status: 422,
    en: "The webhook cannot hold: {detail}.",
    fr: "Le webhook ne peut pas tenir : {detail}.",
  },
  notice_state: {
    status: 409,
    en: "The notice does not allow this now: {detail}.",
    fr: "La notification ne le permet pas pour l'instant : {detail}.",
  },
  notices_given_up: {
    en: "Notices were given up: {count}. Look at the outbox, mend the reason, then send them again.",
    fr: "Notifications abandonnées : {count}. Regardez l'envoi, corrigez la cause, puis renvoyez-les.",
  },
  notices_of_day_sent: {
    en: "As many automatic mails as one address gets in a day have left for it: {detail}.",
    fr: "Cette adresse a déjà reçu autant de courriels automatiques qu'il en part en un jour : {detail}.",
  },
  mail_not_set: {
    en: "No mail server is set. Set VIGIE_SMTP_HOST and VIGIE_MAIL_FROM.",
    fr: "Aucun serveur de messagerie n'est réglé. Réglez VIGIE_SMTP_HOST et VIGIE_MAIL_FROM.",
  },
  mail_host_unknown: {
    en: "The mail server's name is not known: {detail}. Check VIGIE_SMTP_HOST and this machine's DNS.",
    fr: "Le nom du serveur de messagerie est inconnu : {detail}. Vérifiez VIGIE_SMTP_HOST et le DNS de cette machine.",
  },
  mail_unreachable: {
    en: "The mail server does not answer: {detail}. Check VIGIE_SMTP_HOST, VIGIE_SMTP_PORT and the firewall.",
    fr: "Le serveur de messagerie ne répond pas : {detail}. Vérifiez VIGIE_SMTP_HOST, VIGIE_SMTP_PORT et le pare-feu.",
  },
  mail_timed_out: {
    en: "The mail server took too long: {detail}. Check VIGIE_SMTP_PORT and VIGIE_SMTP_SECURITY.",
    fr: "Le serveur de messagerie a mis trop de temps : {detail}. Vérifiez VIGIE_SMTP_PORT et VIGIE_SMTP_SECURITY.",
  },
  mail_tls_failed: {
    en: "No safe connection with the mail server: {detail}. Check VIGIE_SMTP_SECURITY, its certificate and VIGIE_SMTP_CA.",
    fr: "Pas de connexion sûre avec le serveur de messagerie : {detail}. Vérifiez VIGIE_SMTP_SECURITY, son certificat et VIGIE_SMTP_CA.",
  },
  mail_login_refused: {
    en: "The mail server refuses the user or password: {detail}. Check VIGIE_SMTP_USER and VIGIE_SMTP_PASSWORD.",
    fr: "Le serveur de messagerie refuse l'utilisateur ou le mot de passe : {detail}. Vérifiez VIGIE_SMTP_USER et VIGIE_SMTP_PASSWORD.",
  },
  mail_sender_refused: {
    en: "The mail server refuses the sender: {detail}. Check VIGIE_MAIL_FROM.",
    fr: "Le serveur de messagerie refuse l'expéditeur : {detail}. Vérifiez VIGIE_MAIL_FROM.",
  },
  mail_recipient_refused: {
    en: "The mail server refuses the recipient: {detail}. Check the address.",
    fr: "Le serveur de messagerie refuse le destinataire : {detail}. Vérifiez l'adresse.",
  },
  mail_message_refused: {
    en: "The mail server refuses the message: {detail}.",
    fr: "Le serveur de messagerie refuse le message : {detail}.",
  },
  mail_deferred: {
    en: "The mail server asks to come again later: {detail}.",
    fr: "Le serveur de messagerie demande de revenir plus tard : {detail}.",
  },
  webhook_address_refused: {
    en: "The webhook's address is refused: {detail}.",
    fr: "L'adresse du webhook est refusée : {detail}.",
  },
  webhook_unreachable: {
    en: "The webhook does not answer: {detail}.",
    fr: "Le webhook ne répond pas : {detail}.",
  },
  webhook_timed_out: {
    en: "The webhook took too long: {detail}.",
    fr: "Le webhook a mis trop de temps : {detail}.",
  },
  webhook_refused: {
    en: "The webhook refuses the delivery: {detail}.",
    fr: "Le webhook refuse la livraison : {detail}.",
  },
  webhook_deferred: {
    en: "The webhook cannot take the delivery now: {detail}.",
    fr: "Le webhook ne peut pas prendre la livraison pour l'instant : {detail}.",
  },
  notice_failed: {
    en: "The notice could not be made: {detail}. Look at the log.",
    fr: "La notification n'a pas pu être faite : {detail}. Regardez le journal.",
  },
} as const satisfies Record<string, ProblemEntry>;
