import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerEnvelope, type SMTPServerOptions } from "smtp-server";
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
  /** Called with each mail that was taken, as an answering machine is. */
  readonly onTaken?: (mail: Email) => void;
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

type ListenOptions = SMTPServerOptions & { readonly host?: string; readonly port?: number };

export async function startMailServer(
  { onRecipient, onMessage, onTaken, holds, drops }: MailAnswers = {},
  { host = "localhost", port = 0, ...options }: ListenOptions = {},
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
        const mail = await PostalMime.parse(raw);
        taken.push({ ...endsOf(envelope), mail });
        onTaken?.(mail);
      }
      done(failure);
    },
    ...options,
  });
  // A client that goes away in the middle is what some tests are about.
  server.on("error", () => {});
  server.listen(port, "127.0.0.1");
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

function endsOf({ mailFrom, rcptTo }: SMTPServerEnvelope): Omit<TakenMail, "mail"> {
  return { from: mailFrom === false ? "" : mailFrom.address, to: rcptTo[0]?.address ?? "" };
}

function portOf({ server }: SMTPServer): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return (address satisfies AddressInfo).port;
}
