import { ProblemError } from "@vigie/shared/problems.ts";
import { isLoopback } from "./loopback.ts";
import { SUPPORT_LOCAL_MAX } from "./mail/reply-address.ts";
import type { MailboxSettings } from "./mailbox/imap.ts";

/** Where customers write to, and how their mails are fetched. */
export const MAILBOX_SETTINGS = [
  {
    name: "VIGIE_SUPPORT_ADDRESS",
    default: "",
    about:
      "Address to which customers write. Answers come back to it with a ticket's number after a +.",
  },
  { name: "VIGIE_IMAP_HOST", default: "", about: "Server of its mailbox; empty = none is read." },
  { name: "VIGIE_IMAP_PORT", default: "993", about: "Port of that server." },
  {
    name: "VIGIE_IMAP_SECURITY",
    default: "tls",
    about: "tls, starttls, or none for a server on this machine.",
  },
  { name: "VIGIE_IMAP_USER", default: "", about: "User of the mailbox." },
  { name: "VIGIE_IMAP_PASSWORD", default: "", about: "Its password.", secret: true },
  { name: "VIGIE_IMAP_FOLDER", default: "INBOX", about: "Folder that is read." },
  {
    name: "VIGIE_IMAP_DONE_FOLDER",
    default: "",
    about: "Folder into which mails go once they are taken; empty = they stay, marked as read.",
  },
  {
    name: "VIGIE_MAIL_AUTHSERV_ID",
    default: "",
    about:
      "Name of the server whose Authentication-Results are believed; * = the topmost, whatever its name; empty = none, and every mail waits for a person.",
  },
  {
    name: "VIGIE_MAIL_SOURCE_DAYS",
    default: "90",
    about: "Days for which mails are kept as they came; 1 to 3650.",
  },
] as const;

/** What is set of the mailbox. Nothing is fetched without a server. */
export type SupportMail = {
  /** null = answers cannot come back by mail. */
  readonly supportAddress: string | null;
  readonly mailbox: MailboxSettings | null;
  readonly believed: string;
  readonly sourceDays: number;
};

type Text = (name: string) => string;

/** Reads them. Throws `setting_invalid`. */
export function readMailboxSettings(
  text: Text,
  whole: (name: string, min: number, max: number) => number,
): SupportMail {
  const supportAddress = toSupportAddress(text("VIGIE_SUPPORT_ADDRESS"));
  return {
    supportAddress,
    mailbox: toMailbox(text, whole("VIGIE_IMAP_PORT", 1, 65_535), supportAddress),
    believed: text("VIGIE_MAIL_AUTHSERV_ID").trim(),
    sourceDays: whole("VIGIE_MAIL_SOURCE_DAYS", 1, 3_650),
  };
}

function toSupportAddress(address: string): string | null {
  if (address === "") return null;
  const [, local = "", domain] =
    /^([\w.!#$%&'*/=?^`{|}~-]{1,64})@([a-z0-9-]+(?:\.[a-z0-9-]+)*)$/i.exec(address) ?? [];
  if (domain === undefined || domain.length > 253) {
    throw invalid("VIGIE_SUPPORT_ADDRESS", `"${address}" is no address such as help@example.com`);
  }
  if (local.length <= SUPPORT_LOCAL_MAX) return address;
  const detail = `what stands before @ has ${local.length} letters, at most ${SUPPORT_LOCAL_MAX}`;
  throw invalid("VIGIE_SUPPORT_ADDRESS", detail);
}

function toMailbox(text: Text, port: number, supportAddress: string | null) {
  const host = text("VIGIE_IMAP_HOST");
  if (host === "") return null;
  const required = (name: string): string => {
    const value = text(name);
    if (value === "") throw invalid(name, "it is needed where VIGIE_IMAP_HOST is set");
    return value;
  };
  if (supportAddress === null) required("VIGIE_SUPPORT_ADDRESS");
  return {
    host,
    port,
    security: toSecurity(text("VIGIE_IMAP_SECURITY"), host),
    user: required("VIGIE_IMAP_USER"),
    secret: required("VIGIE_IMAP_PASSWORD"),
    folder: required("VIGIE_IMAP_FOLDER"),
    doneFolder: text("VIGIE_IMAP_DONE_FOLDER") || null,
  } satisfies MailboxSettings;
}

function toSecurity(security: string, host: string): MailboxSettings["security"] {
  const name = "VIGIE_IMAP_SECURITY";
  if (security === "tls" || security === "starttls") return security;
  if (security !== "none") throw invalid(name, `"${security}" is none of tls, starttls, none`);
  if (isLoopback(host)) return security;
  throw invalid(name, `a password must not cross the network in the open: ${host} is elsewhere`);
}

function invalid(name: string, detail: string): ProblemError {
  return new ProblemError("setting_invalid", { name, detail });
}
