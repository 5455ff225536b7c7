import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** Far ends of mail: a mailbox that can be filled, and a server that takes what leaves. */

/** A mailbox of its own on the IMAP server of the tests. */
export function createMailbox() {
  const user = `support-${randomUUID()}`;
  return {
    user,
    /** Puts mails into it as a server does that received them; rejects when it takes one not. */
    async deliver(...sources: readonly Uint8Array[]): Promise<void> {
      const port = Number(process.env["VIGIE_TEST_LMTP_PORT"]);
      const connection = new SMTPConnection({
        host: "127.0.0.1",
        port,
        lmtp: true,
        ignoreTLS: true,
      });
      await step((done) => connection.connect(done));
      for (const source of sources) {
        const envelope = { from: "sender@mx.example", to: [user] };
        await step((done) => connection.send(envelope, Buffer.from(source), done));
      }
      connection.quit();
    },
  };
}

function step(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error == null ? resolve() : reject(error)));
  });
}

export type SmtpFarEnd = AsyncDisposable & {
  readonly port: number;
  /** What arrived, the oldest first. */
  readonly mails: Email[];
  /** Called with each mail, as an answering machine is. */
  onMail: ((mail: Email) => void) | undefined;
};

/** A real SMTP server on this machine, without encryption. */
export async function startSmtpFarEnd(): Promise<SmtpFarEnd> {
  const farEnd: { -readonly [Name in keyof SmtpFarEnd]: SmtpFarEnd[Name] } = {
    port: 0,
    mails: [],
    onMail: undefined,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("end", () => {
        PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          farEnd.mails.push(mail);
          farEnd.onMail?.(mail);
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.server.address();
  if (address === null || typeof address === "string") throw new Error("it listens nowhere");
  farEnd.port = address.port;
  return farEnd;
}
