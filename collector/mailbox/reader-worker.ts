import { parentPort } from "node:worker_threads";
import type { ReadMail } from "../domain/mail.ts";
import { readHtml, readMail } from "./read-mail.ts";
import type { ShownHtml } from "./show-html.ts";

/**
 * The thread in which mails are read: what a stranger made to be slow, or to need much memory, holds up
 * and brings down this thread and nothing else.
 */
export type ReaderCall = {
  readonly call: number;
  readonly wish: "mail" | "html";
  readonly source: Uint8Array;
};

export type ReaderReply =
  | { readonly call: number; readonly mail: ReadMail }
  | { readonly call: number; readonly html: ShownHtml | undefined }
  | { readonly call: number; readonly fault: string };

const port = parentPort;
if (port === null) throw new Error("reader-worker.ts runs in a worker thread only");
const say = (reply: ReaderReply): void => port.postMessage(reply);

port.on("message", ({ call, wish, source }: ReaderCall) => {
  answer({ call, wish, source }).then(say, (error: unknown) =>
    say({ call, fault: error instanceof Error ? error.message : String(error) }),
  );
});

async function answer({ call, wish, source }: ReaderCall): Promise<ReaderReply> {
  if (wish === "html") return { call, html: await readHtml(source) };
  return { call, mail: await readMail(source) };
}
