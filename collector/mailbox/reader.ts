import { Worker } from "node:worker_threads";
import type { ReadMail } from "../domain/mail.ts";
import type { ReaderCall, ReaderReply } from "./reader-worker.ts";
import type { ShownHtml } from "./show-html.ts";

/**
 * Reads mails in a thread of its own, one after the other, each within a time and a memory. A mail that
 * needs more is told as unreadable, and the next one gets a new thread.
 */
export type MailReader = {
  readonly read: (source: Uint8Array) => Promise<ReadMail | Unreadable>;
  readonly html: (source: Uint8Array) => Promise<ShownHtml | Unreadable | undefined>;
  /** Lets go what is being read at once: whoever waits for it is rejected. */
  readonly close: () => Promise<void>;
};

/** A mail of which nothing can be made; `fault` says why, for the log. */
export type Unreadable = { readonly fault: string };

/** An honest mail of 25 MiB takes less than two seconds. */
const READ_MS = 20_000;

/** The source of the largest mail, its parts, and what is made of them. */
const MEMORY_MIB = 384;

export function createMailReader({
  readMs = READ_MS,
}: {
  readonly readMs?: number;
} = {}): MailReader {
  let worker: Worker | undefined;
  let lane: Promise<unknown> = Promise.resolve();
  let lastCall = 0;
  let isClosed = false;

  /** The next one enters when it is known how the one before ended. */
  function ask(wish: ReaderCall["wish"], source: Uint8Array): Promise<ReaderReply> {
    const answered = lane.then(async () => {
      if (isClosed) throw new Error(CLOSED);
      worker ??= startWorker();
      lastCall += 1;
      const { reply, isOver } = await answerOf(worker, { call: lastCall, wish, source }, readMs);
      if (isOver) worker = undefined;
      // That its thread was ended says nothing of the mail.
      if (isClosed) throw new Error(CLOSED);
      return reply;
    });
    lane = answered.catch(() => {});
    return answered;
  }

  return {
    async read(source) {
      const reply = await ask("mail", source);
      return "mail" in reply ? reply.mail : toFault(reply);
    },
    async html(source) {
      const reply = await ask("html", source);
      return "html" in reply ? reply.html : toFault(reply);
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
      await lane;
    },
  };
}

const CLOSED = "mails are read no more";

function startWorker(): Worker {
  const started = new Worker(new URL("./reader-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  // It holds nothing that a stop must wait for.
  started.unref();
  return started;
}

type Answered = {
  readonly reply: ReaderReply;
  /** Whether the thread failed or was too slow, and is gone. */
  readonly isOver: boolean;
};

/** Never rejects: a thread that fails is let go, and what it was asked is unreadable. */
async function answerOf(asked: Worker, request: ReaderCall, readMs: number): Promise<Answered> {
  const replied = Promise.withResolvers<Answered>();
  const fail = (fault: string): void =>
    replied.resolve({ reply: { call: request.call, fault }, isOver: true });
  const onError = (error: unknown): void => fail(String(error));
  const onExit = (): void => fail("the thread that read it ended");
  const onMessage = (reply: ReaderReply): void => replied.resolve({ reply, isOver: false });
  const timer = setTimeout(() => fail(`it was not read within ${readMs} ms`), readMs);
  asked.once("message", onMessage).once("error", onError).once("exit", onExit);
  asked.ref();
  asked.postMessage(request);
  const answered = await replied.promise;
  clearTimeout(timer);
  asked.off("message", onMessage).off("exit", onExit);
  if (answered.isOver) await letGo(asked);
  else asked.off("error", onError).unref();
  return answered;
}

/** It may fail once more while it ends: its listener for that stays. */
async function letGo(asked: Worker): Promise<void> {
  asked.on("error", () => {});
  await asked.terminate();
}

function toFault(reply: ReaderReply): Unreadable {
  return { fault: "fault" in reply ? reply.fault : "it was answered something else" };
}
