import { readHtml, readMail } from "../../collector/mailbox/read-mail.ts";
import type { MailReader } from "../../collector/mailbox/reader.ts";

/** Mails as they come over the wire, for the tests of the support mailbox. */

export const SUPPORT = "support@provider.example";
export const BELIEVED = "mx.provider.example";

/** A mail of these headers, in this order, and this body; line ends as the wire has them. */
export function rawMail(
  headers: readonly (readonly [name: string, value: string])[],
  body: string | Uint8Array,
): Uint8Array {
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const written = typeof body === "string" ? Buffer.from(toWire(body)) : body;
  return Buffer.concat([Buffer.from(`${head}\r\n`), written]);
}

function toWire(text: string): string {
  return text.replaceAll(/\r?\n/g, "\r\n");
}

export type Said = {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly id?: string;
  /** Results of the server that is believed; null = it says nothing. */
  readonly dmarc?: string | null;
  readonly headers?: readonly (readonly [name: string, value: string])[];
};

let written = 0;

const MARIE = {
  from: "Marie Dupont <marie@bakery.example>",
  to: SUPPORT,
  subject: "Caisse en panne",
  text: "Bonjour,\n\nla caisse ne démarre plus.\n",
  dmarc: "pass",
  headers: [],
} as const;

/** A mail that a person writes, as the believed server hands it on. */
export function personsMail(said: Said = {}): Uint8Array {
  const { from, to, subject, text, dmarc, headers } = { ...MARIE, ...said };
  written += 1;
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? "";
  const results = `${BELIEVED}; dmarc=${dmarc} header.from=${domain}`;
  return rawMail(
    [
      ...(dmarc === null ? [] : [["Authentication-Results", results] as const]),
      ["From", from],
      ["To", to],
      ["Subject", subject],
      ["Date", "Mon, 02 Mar 2026 09:00:00 +0100"],
      ["Message-ID", said.id ?? `<${written}@client.example>`],
      ...headers,
      ["MIME-Version", "1.0"],
      ["Content-Type", "text/plain; charset=utf-8"],
      ["Content-Transfer-Encoding", "8bit"],
    ],
    text,
  );
}

export type Part = {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: readonly (readonly [name: string, value: string])[];
};

/** Parts in one body, and the Content-Type that goes with it. */
export function multipart(
  kind: string,
  parts: readonly Part[],
  boundary = "part",
): { readonly type: string; readonly body: Uint8Array } {
  const chunks = parts.flatMap(({ type, body, headers = [] }) => {
    const isBinary = typeof body !== "string";
    const content = isBinary
      ? Buffer.from(body).toString("base64").replaceAll(/.{76}/g, "$&\r\n")
      : body;
    const head = [
      ["Content-Type", type],
      ["Content-Transfer-Encoding", isBinary ? "base64" : "8bit"],
      ...headers,
    ].map(([name, value]) => `${name}: ${value}\r\n`);
    return [`--${boundary}\r\n`, ...head, "\r\n", content, "\r\n"];
  });
  return {
    type: `multipart/${kind}; boundary="${boundary}"`,
    body: Buffer.from(`${chunks.join("")}--${boundary}--\r\n`),
  };
}

/** The same with a head: from Marie to support, vouched for. */
export function mailOf({ type, body }: Part, said: Said = {}): Uint8Array {
  const own = Buffer.from(personsMail(said)).toString("latin1");
  const head = own.slice(0, own.indexOf("MIME-Version"));
  return Buffer.concat([
    Buffer.from(head, "latin1"),
    Buffer.from(`MIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n`),
    typeof body === "string" ? Buffer.from(toWire(body)) : body,
  ]);
}

/** Reads mails without a thread of its own, which takes a while to start. */
export function createPlainReader(): MailReader {
  return { read: orFault(readMail), html: orFault(readHtml), close: async () => {} };
}

function orFault<T>(read: (source: Uint8Array) => Promise<T>) {
  return async (source: Uint8Array): Promise<T | { readonly fault: string }> => {
    try {
      return await read(source);
    } catch (error) {
      return { fault: String(error) };
    }
  };
}
