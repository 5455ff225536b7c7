import type { Language } from "@vigie/shared/problems.ts";
import type { NoticeRow } from "../registry/registry.ts";
import type { Letter } from "./letter.ts";
import type { Reader } from "./reader.ts";
import { toTimeText } from "./times.ts";

/** The answer to a contact whose contract takes no requests by mail, or not at this hour: which ways there are. */

export function toRefusalLetter({ parameters }: NoticeRow, reader: Reader): Letter {
  const { language } = reader;
  const words = WORDS[language];
  const opensAt = parameters["opensAt"];
  const closedUntil =
    typeof opensAt === "string"
      ? words.closed(toTimeText(Temporal.Instant.from(opensAt).epochMilliseconds, reader))
      : words.notAllowed;
  const open = namesOf(parameters["open"], language);
  const closed = namesOf(parameters["closed"], language);
  const ways = [
    ...(open === "" ? [] : [words.open(open)]),
    ...(closed === "" ? [] : [words.later(closed)]),
  ];
  const said = [closedUntil, ...(ways.length === 0 ? [words.none] : ways), words.seen];
  return {
    language,
    subject: words.subject,
    heading: words.subject,
    parts: said.map((text) => ({ kind: "line", text })),
    footer: "",
  };
}

function namesOf(list: string | number | undefined, language: Language): string {
  const names: Readonly<Record<string, string>> = WORDS[language].channels;
  const channels = String(list ?? "").split(",");
  return channels.flatMap((channel) => names[channel] ?? []).join(", ");
}

type RefusalWords = {
  readonly subject: string;
  readonly notAllowed: string;
  readonly closed: (until: string) => string;
  readonly open: (channels: string) => string;
  readonly later: (channels: string) => string;
  readonly none: string;
  readonly seen: string;
  readonly channels: Readonly<Record<"phone" | "mail" | "chat" | "portal", string>>;
};

const WORDS: Readonly<Record<Language, RefusalWords>> = {
  en: {
    subject: "Your mail to the support",
    notAllowed: "Thank you for your mail. Your contract takes no requests by mail.",
    closed: (until) =>
      `Thank you for your mail. Your contract takes requests by mail again from ${until}.`,
    open: (channels) => `You can reach the support now by: ${channels}.`,
    later: (channels) => `In their hours also by: ${channels}.`,
    none: "Please ask whoever is in charge of your contract how to reach the support.",
    seen: "Your mail is not lost: somebody will look at it, but no promised time runs for it.",
    channels: { phone: "phone", mail: "mail", chat: "chat", portal: "the customer portal" },
  },
  fr: {
    subject: "Votre courriel au support",
    notAllowed: "Merci pour votre courriel. Votre contrat ne prévoit pas de demandes par courriel.",
    closed: (until) =>
      `Merci pour votre courriel. Votre contrat prend de nouveau les demandes par courriel à partir du ${until}.`,
    open: (channels) => `Vous pouvez joindre le support dès maintenant par : ${channels}.`,
    later: (channels) => `À leurs heures, aussi par : ${channels}.`,
    none: "Demandez au responsable de votre contrat comment joindre le support.",
    seen: "Votre courriel n'est pas perdu : quelqu'un le lira, mais aucun délai ne court pour lui.",
    channels: {
      phone: "téléphone",
      mail: "courriel",
      chat: "messagerie",
      portal: "le portail client",
    },
  },
};
