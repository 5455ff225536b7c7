import { randomUUID } from "node:crypto";
import type { Language } from "@vigie/shared/problems.ts";
import { domainOf } from "../domain/mail.ts";
import type { Handover } from "./far-end.ts";
import { toMessage } from "./message.ts";
import { handOver, type SmtpSettings } from "./smtp.ts";
import { toTimeText } from "./times.ts";
import { wordsOf } from "./words/words.ts";

/** Sends one mail through the server that is set, past the outbox, and says how it went. */
export async function tryMail(
  smtp: SmtpSettings,
  {
    to,
    language,
    now,
  }: { readonly to: string; readonly language: Language; readonly now: Temporal.Instant },
): Promise<Handover> {
  const { trial } = wordsOf(language);
  const atMs = now.epochMilliseconds;
  const at = toTimeText(atMs, { language, timeZone: "UTC" });
  const letter = {
    language,
    subject: trial.subject,
    heading: trial.subject,
    parts: [{ kind: "line", text: trial.text(`${smtp.host}:${smtp.port}`, at) }],
    footer: "",
  } as const;
  const raw = await toMessage(letter, {
    from: smtp.from,
    to: { name: "", address: to },
    messageId: `${randomUUID()}@${domainOf(smtp.from.address)}`,
    references: [],
    atMs,
    automatic: "generated",
  });
  return handOver(smtp, { to, raw });
}
