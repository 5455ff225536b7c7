import type { ProblemCode } from "@vigie/shared/problems.ts";
import { type Failure, toDetail } from "./far-end.ts";

/**
 * What went wrong with a mail server, in codes that say what to do. A refusal for good (5xx) of a
 * recipient or a message is about that one mail; everything else is about the server or how it is set,
 * so that no mail is given up for it before its time.
 */
export function toFailure(error: unknown): Failure {
  const met = toMet(error);
  const failure = { done: false, detail: toDetail(met.text) } as const;
  const ofMail = OF_MAIL.get(met.command);
  if (met.status !== 0 && ofMail !== undefined) {
    if (!isRefusal(met.status)) {
      return { ...failure, code: "mail_deferred", isFinal: false, isOfServer: met.status === 421 };
    }
    return { ...failure, code: ofMail, isFinal: true, isOfServer: false };
  }
  return { ...failure, code: codeOfServer(met), isFinal: false, isOfServer: true };
}

/** An error of the client or of a socket, as far as it is looked at. */
type Met = {
  readonly code: string;
  /** What the system said underneath. */
  readonly cause: string;
  readonly command: string;
  /** The server's, 0 = it said none. */
  readonly status: number;
  readonly text: string;
};

/** Refusals that are about one mail. That of a sender is not: it is set once for all of them. */
const OF_MAIL: ReadonlyMap<string, ProblemCode> = new Map([
  ["RCPT TO", "mail_recipient_refused"],
  ["DATA", "mail_message_refused"],
]);

const UNKNOWN_NAME: ReadonlySet<string> = new Set(["ENOTFOUND", "EAI_AGAIN", "EDNS"]);
const LOGIN: ReadonlySet<string> = new Set(["EAUTH", "ENOAUTH"]);

function codeOfServer(met: Met): ProblemCode {
  const { code, cause, command, status } = met;
  if (command === "MAIL FROM") return isRefusal(status) ? "mail_sender_refused" : "mail_deferred";
  if (UNKNOWN_NAME.has(code) || UNKNOWN_NAME.has(cause)) return "mail_host_unknown";
  if (LOGIN.has(code)) return isPassing(status) ? "mail_deferred" : "mail_login_refused";
  if (isAboutTls(met)) return "mail_tls_failed";
  if (code === "ETIMEDOUT") return "mail_timed_out";
  return status === 0 ? "mail_unreachable" : "mail_deferred";
}

function isPassing(status: number): boolean {
  return status >= 400 && status < 500;
}

/** A server that refuses for good says 5xx; 503 is said of a conversation, not of a mail. */
function isRefusal(status: number): boolean {
  return status >= 500 && status < 600 && status !== 503;
}

function isAboutTls({ code, cause, command, text }: Omit<Met, "status">): boolean {
  if (code === "ETLS" || command === "STARTTLS") return true;
  return /CERT|SSL|TLS|EPROTO/i.test(cause) || /certificate|ssl routines|wrong version/i.test(text);
}

function toMet(error: unknown): Met {
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: textOf(error, "code"),
    cause: textOf(error, "originalCode") || causeOf(error),
    command: textOf(error, "command"),
    status: Number(textOf(error, "responseCode")) || 0,
    text: textOf(error, "response") || text,
  };
}

function causeOf(error: unknown): string {
  return error instanceof Error ? textOf(error.cause, "code") : "";
}

function textOf(error: unknown, name: string): string {
  if (typeof error !== "object" || error === null || !(name in error)) return "";
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
