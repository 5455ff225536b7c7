import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { SmtpSettings } from "../../collector/notices/smtp.ts";

/** A real mail server on this machine, which takes mails, or answers what a test wants it to. */
export type MailServer = {
  readonly settings: SmtpSettings;
  /** Those that were taken, in order. */
  readonly taken: readonly TakenMail[];
  /** Mails that began to be sent, taken or not. */
  readonly begun: () => number;
  readonly close: () => Promise<void>;
};

export type TakenMail = { readonly from: string; readonly to: string; readonly mail: Email };

export type MailAnswers = {
  readonly onRecipient?: (address: string) => Error | undefined;
  readonly onMessage?: () => Error | undefined;
  /** Resolves when it may answer. */
  readonly holds?: () => Promise<void>;
  /** Drops the connection in the middle of a mail. */
  readonly drops?: () => boolean;
};

const read = (name: string) => readFileSync(`test/fixtures/tls/${name}.pem`, "utf8");

/** The certificate that vouches for the server. */
const CERTIFICATE = read("certificate");

/** What a server refuses with. */
export function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

export async function startMailServer(
  { onRecipient, onMessage, holds, drops }: MailAnswers = {},
  { host = "localhost", ...options }: SMTPServerOptions & { readonly host?: string } = {},
): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let begun = 0;
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    key: read("key"),
    cert: CERTIFICATE,
    logger: false,
    onRcptTo: ({ address }, _session, done) => done(onRecipient?.(address)),
    async onData(stream, { envelope }, done) {
      begun += 1;
      if (drops?.() === true) {
        for (const connection of server.connections) connection._socket.destroy();
        return;
      }
      const raw = await buffer(stream);
      await holds?.();
      const failure = onMessage?.();
      if (failure === undefined) {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo[0]?.address ?? "";
        taken.push({ from, to, mail: await PostalMime.parse(raw) });
      }
      done(failure);
    },
    ...options,
  });
  // A client that goes away in the middle is what some tests are about.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    settings: {
      host,
      port: portOf(server),
      security: options.secure === true ? "tls" : "starttls",
      user: "",
      password: "",
      ca: CERTIFICATE,
      from: { name: "Support", address: "support@provider.example" },
    },
    taken,
    begun: () => begun,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf({ server }: SMTPServer): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return (address satisfies AddressInfo).port;
}
