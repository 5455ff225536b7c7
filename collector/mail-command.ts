import { type Language, ProblemError } from "@vigie/shared/problems.ts";
import { isAddress } from "./notices/mailbox.ts";
import { tryMail } from "./notices/try-mail.ts";
import { readSettings } from "./settings.ts";

/**
 * `vigie mail test --to <address>`: sends one mail, and answers what to say of it. Throws what stood
 * against it as a ProblemError.
 */
export async function testMail(words: readonly string[], language: Language): Promise<string> {
  const to = readAddress(words);
  const { smtp } = readSettings(process.env).notices;
  if (smtp === undefined) throw new ProblemError("mail_not_set");
  const handover = await tryMail(smtp, { to, language, now: Temporal.Now.instant() });
  if (!handover.done) throw new ProblemError(handover.code, { detail: handover.detail });
  const server = `${smtp.host}:${smtp.port}`;
  return language === "fr"
    ? `${server} a pris un courriel pour ${to}.\n`
    : `${server} took a mail for ${to}.\n`;
}

function readAddress([word = "", option = "", to = "", ...rest]: readonly string[]): string {
  if (word !== "test" || option !== "--to" || rest.length > 0) {
    throw new ProblemError("command_unknown", { name: `mail ${word}`.trim() });
  }
  if (isAddress(to)) return to;
  throw new ProblemError("mail_recipient_refused", { detail: `"${to}" is no address` });
}
