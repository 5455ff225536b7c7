import { randomUUID } from "node:crypto";
import SMTPConnection from "nodemailer/lib/smtp-connection";

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
