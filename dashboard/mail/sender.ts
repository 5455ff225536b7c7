import type { MailMessage } from "@vigie/shared/mail.ts";
import type { Words } from "../words/words.tsx";

/** Who wrote, as the mail says it, which proves nothing. */
export function toSender(
  { from, contact }: Pick<MailMessage, "from" | "contact">,
  { mail }: Words["words"],
): string {
  if (from === null) return contact?.name ?? mail.noSender;
  return from.name === "" ? from.address : `${from.name} <${from.address}>`;
}
