/** What becomes old when something was decided about a mail. */
export const MAIL_KEYS = ["mails", "mail", "tickets", "ticket"] as const;
