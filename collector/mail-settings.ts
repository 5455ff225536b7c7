import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { ProblemError } from "@vigie/shared/problems.ts";
import { isLoopback } from "./loopback.ts";
import { isAddress, type Mailbox } from "./notices/mailbox.ts";
import type { SmtpSettings } from "./notices/smtp.ts";
import type { Network } from "./notices/webhook-address.ts";

/** How notices leave: the mail server, who they are from, and where webhooks may go. */
export const MAIL_SETTINGS = [
  {
    name: "VIGIE_SMTP_HOST",
    default: "",
    about: "Server that mails are sent through; without one no mail leaves.",
  },
  { name: "VIGIE_SMTP_PORT", default: "587", about: "Its port; 587, 465 or 25 as a rule." },
  {
    name: "VIGIE_SMTP_SECURITY",
    default: "starttls",
    about: "starttls, tls, none (to this machine only) or insecure (unencrypted to anywhere).",
  },
  { name: "VIGIE_SMTP_USER", default: "", about: "Its user, where it asks for one." },
  { name: "VIGIE_SMTP_PASSWORD", default: "", about: "Password of that user.", secret: true },
  {
    name: "VIGIE_SMTP_CA",
    default: "",
    about: "Path of the certificate (PEM) that vouches for the server.",
  },
  {
    name: "VIGIE_MAIL_FROM",
    default: "",
    about: "Whom mails are from, such as Support <support@example.com>.",
  },
  {
    name: "VIGIE_PUBLIC_URL",
    default: "",
    about: "Address of the page as people reach it; links in mails begin with it.",
  },
  {
    name: "VIGIE_WEBHOOK_NETWORKS",
    default: "",
    about: "Private networks that webhooks may go to, such as 10.0.0.0/8,127.0.0.1/32.",
  },
] as const;

export type NoticeSettings = {
  /** undefined = no mail leaves. */
  readonly smtp: SmtpSettings | undefined;
  /** Without a slash at its end; undefined = as the page listens. */
  readonly publicUrl: string | undefined;
  /** Private networks that webhooks may go to. */
  readonly webhookNetworks: readonly Network[];
};

const SECURITIES = ["starttls", "tls", "none", "insecure"] as const;

type Text = (name: string) => string;
type Whole = (name: string, min: number, max: number) => number;

/** Reads them. Throws `setting_invalid`. */
export function readNoticeSettings(text: Text, whole: Whole): NoticeSettings {
  return {
    smtp: text("VIGIE_SMTP_HOST") === "" ? undefined : readSmtp(text, whole),
    publicUrl: readPublicUrl(text("VIGIE_PUBLIC_URL")),
    webhookNetworks: text("VIGIE_WEBHOOK_NETWORKS")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map(readNetwork),
  };
}

function readSmtp(text: Text, whole: Whole): SmtpSettings {
  const host = text("VIGIE_SMTP_HOST");
  if (!/^[\w.:-]+$/.test(host)) throw invalid("VIGIE_SMTP_HOST", `"${host}" is no name of a host`);
  const path = text("VIGIE_SMTP_CA");
  return {
    host,
    port: whole("VIGIE_SMTP_PORT", 1, 65_535),
    security: readSecurity(text("VIGIE_SMTP_SECURITY"), host),
    user: text("VIGIE_SMTP_USER"),
    password: text("VIGIE_SMTP_PASSWORD"),
    ca: path === "" ? undefined : readCertificate(path),
    from: readMailbox(text("VIGIE_MAIL_FROM")),
  };
}

function readSecurity(text: string, host: string): SmtpSettings["security"] {
  const name = "VIGIE_SMTP_SECURITY";
  const security = SECURITIES.find((known) => known === text);
  if (security === undefined) throw invalid(name, `"${text}" is none of ${SECURITIES.join(", ")}`);
  if (security !== "none" || isLoopback(host)) return security;
  throw invalid(name, `none is for this machine only; ${host} needs starttls, tls or insecure`);
}

/** Reads `Support <support@example.com>` or an address alone. */
function readMailbox(text: string): Mailbox {
  const name = "VIGIE_MAIL_FROM";
  const [, said = "", address = text.trim()] = /^([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? [];
  if (isAddress(address)) return { name: said.trim().replaceAll(/^"|"$/g, ""), address };
  throw invalid(name, `"${text}" is no address such as Support <support@example.com>`);
}

function readPublicUrl(text: string): string | undefined {
  if (text === "") return undefined;
  const url = URL.parse(text);
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (url === null || !isWeb || url.search !== "" || url.hash !== "" || url.username !== "") {
    throw invalid("VIGIE_PUBLIC_URL", `"${text}" is no address such as https://vigie.example.com`);
  }
  return url.href.replace(/\/+$/, "");
}

function readNetwork(text: string): Network {
  const [address = "", digits = ""] = text.split("/");
  const version = isIP(address);
  const prefix = /^\d{1,3}$/.test(digits) ? Number(digits) : Number.NaN;
  const family = version === 4 ? "ipv4" : "ipv6";
  if (version !== 0 && prefix <= (version === 4 ? 32 : 128)) {
    return { address, prefix, family };
  }
  throw invalid("VIGIE_WEBHOOK_NETWORKS", `"${text}" is no network such as 10.0.0.0/8`);
}

function readCertificate(path: string): string {
  const name = "VIGIE_SMTP_CA";
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (cause) {
    const detail = `${path} cannot be read: ${cause instanceof Error ? cause.message : ""}`;
    throw new ProblemError("setting_invalid", { name, detail }, { cause });
  }
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw invalid(name, `${path} holds no PEM certificate`);
}

function invalid(name: string, detail: string): ProblemError {
  return new ProblemError("setting_invalid", { name, detail });
}
