import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Handover } from "./far-end.ts";
import type { Mailbox } from "./mailbox.ts";
import { toFailure } from "./smtp-failure.ts";

/**
 * Hands a mail over to the mail server, over a connection of its own: one that was kept open would have
 * to be told from one that its server has closed meanwhile. What the server took is out of our hands.
 */

export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** `insecure` = unencrypted, said on purpose. */
  readonly security: "tls" | "starttls" | "none" | "insecure";
  readonly user: string;
  readonly password: string;
  /** PEM; undefined = those that this machine trusts. */
  readonly ca: string | undefined;
  readonly from: Mailbox;
};

/** A mail as it goes over the wire. */
export type Mail = { readonly to: string; readonly raw: Buffer };

/** For each step, and for all of it. */
const STEP_MS = 30_000;
const WHOLE_MS = 60_000;

/** What a server may say at once. */
const ANSWER_BYTES_MAX = 64 * 1024;

type Timing = { readonly stepMs?: number; readonly wholeMs?: number };

/** Resolves with how it went, never later than the time for all of it. */
export async function handOver(
  settings: SmtpSettings,
  { to, raw }: Mail,
  { stepMs = STEP_MS, wholeMs = WHOLE_MS }: Timing = {},
): Promise<Handover> {
  const connection = new SMTPConnection(toOptions(settings, stepMs));
  const broken = Promise.withResolvers<never>();
  // Also later ones: a socket that fails after all was said must not end the process.
  connection.on("error", broken.reject);
  connection.once("end", () => broken.reject(new Error("the server closed the connection")));
  broken.promise.catch(() => {});
  const timer = setTimeout(() => broken.reject(lateError()), wholeMs);
  try {
    await Promise.race([converse(connection, settings, { to, raw }), broken.promise]);
    connection.quit();
    return { done: true };
  } catch (error) {
    connection.close();
    return toFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

async function converse(
  connection: SMTPConnection,
  { user, password, from }: SmtpSettings,
  { to, raw }: Mail,
): Promise<void> {
  await step((done) => connection.connect(done));
  if (user !== "") await step((done) => connection.login({ user, pass: password }, done));
  await step((done) => connection.send({ from: from.address, to: [to] }, raw, done));
}

type Done = (error?: Error | null) => void;

function step(act: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => {
      if (error == null) resolve();
      else reject(error);
    });
  });
}

function toOptions({ host, port, security, ca }: SmtpSettings, stepMs: number) {
  return {
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none" || security === "insecure",
    allowInternalNetworkInterfaces: true,
    tls: { minVersion: "TLSv1.2", ...(ca !== undefined && { ca }) } as const,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    maxResponseSize: ANSWER_BYTES_MAX,
  };
}

function lateError(): Error {
  return Object.assign(new Error("the server did not come to an end"), { code: "ETIMEDOUT" });
}
