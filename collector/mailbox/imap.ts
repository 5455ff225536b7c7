import { type FetchMessageObject, ImapFlow } from "imapflow";

/**
 * One connection to the mailbox: what of IMAP is needed here, and nothing else. It holds the folder open
 * and is told by the server when something came; every call rejects once the connection is gone.
 */
export type MailboxSettings = {
  readonly host: string;
  readonly port: number;
  /** `none` = in the open, on this machine only. */
  readonly security: "tls" | "starttls" | "none";
  readonly user: string;
  readonly secret: string;
  readonly folder: string;
  /** null = mails stay where they are, marked as read. */
  readonly doneFolder: string | null;
};

export type OpenFolder = {
  /** Its numbers mean the same mails as long as this is the same. */
  readonly validity: number;
  /** The number that the next mail gets, as it was when the folder was opened. */
  readonly nextUid: number;
  /** Numbers of mails after `uid`, in order. */
  readonly after: (uid: number) => Promise<number[]>;
  /** Of the mails before `uid` those that are unread and came since. */
  readonly unreadBefore: (uid: number, since: Date) => Promise<number[]>;
  /** undefined = it is gone. */
  readonly about: (uid: number) => Promise<AboutMail | undefined>;
  /** The mail as it came, or its beginning. */
  readonly source: (uid: number, bytesMax?: number) => Promise<Uint8Array | undefined>;
  /** Marks mails as read, or moves them away. */
  readonly file: (uids: readonly number[]) => Promise<void>;
  /**
   * Resolves when something may have come, at the latest after so long or once it is stopped; rejects
   * when the connection is gone.
   */
  readonly wait: (ms: number, stop: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type AboutMail = { readonly bytes: number; readonly receivedAtMs: number | undefined };

/** A literal of IMAP may be as large as the largest mail, and what is said around it. */
const LITERAL_BYTES_MAX = 27 * 1024 ** 2;

const CONNECT_MS = 30_000;
const SILENCE_MS = 120_000;

/** Servers forget who is silent for half an hour, and boxes on the way much sooner. */
const IDLE_RESTART_MS = 240_000;
const IDLE_AFTER_MS = 200;

export async function openFolder(settings: MailboxSettings): Promise<OpenFolder> {
  const client = createClient(settings);
  const news = listenTo(client);
  try {
    await client.connect();
    // What is there already stays as it is.
    if (settings.doneFolder !== null) await client.mailboxCreate(settings.doneFolder);
    await client.mailboxOpen(settings.folder);
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    ...folderOf(client, settings),
    wait: news.wait,
    async close() {
      if (client.usable) await client.logout().catch(() => {});
      client.close();
    },
  };
}

function createClient({ host, port, security, user, secret }: MailboxSettings): ImapFlow {
  return new ImapFlow({
    host,
    port,
    secure: security === "tls",
    ...(security !== "tls" && { doSTARTTLS: security === "starttls" }),
    auth: { user, pass: secret },
    logger: false,
    clientInfo: { name: "Vigie" },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS + IDLE_RESTART_MS,
    maxIdleTime: IDLE_RESTART_MS,
    autoIdleDelay: IDLE_AFTER_MS,
    maxLiteralSize: LITERAL_BYTES_MAX,
    maxResponseSize: LITERAL_BYTES_MAX * 2,
  });
}

const BY_UID = { uid: true } as const;

function folderOf(
  client: ImapFlow,
  { doneFolder }: MailboxSettings,
): Omit<OpenFolder, "wait" | "close"> {
  const opened = client.mailbox;
  if (opened === false) throw new Error("the folder is not open");
  const one = (
    uid: number,
    query: Parameters<ImapFlow["fetchOne"]>[1],
  ): Promise<FetchMessageObject | false> => client.fetchOne(String(uid), query, BY_UID);
  return {
    validity: Number(opened.uidValidity),
    nextUid: opened.uidNext,
    async after(uid) {
      // A range whose end is `*` names the last mail even where that lies before its beginning.
      const uids = numbers(await client.search({ uid: `${uid + 1}:*` }, BY_UID));
      return uids.filter((found) => found > uid);
    },
    async unreadBefore(uid, since) {
      if (uid <= 1) return [];
      const query = { uid: `1:${uid - 1}`, seen: false, since };
      return numbers(await client.search(query, BY_UID));
    },
    async about(uid) {
      const found = await one(uid, { size: true, internalDate: true });
      if (found === false) return undefined;
      return { bytes: found.size ?? 0, receivedAtMs: toMs(found.internalDate) };
    },
    async source(uid, bytesMax) {
      const range = bytesMax === undefined ? true : { start: 0, maxLength: bytesMax };
      const found = await one(uid, { source: range });
      return found === false ? undefined : found.source;
    },
    async file(uids) {
      if (uids.length === 0) return;
      await client.messageFlagsAdd(uids.join(","), ["\\Seen"], BY_UID);
      if (doneFolder !== null) await client.messageMove(uids.join(","), doneFolder, BY_UID);
    },
  };
}

/** What the server says by itself; what comes while nobody waits is waited for no more. */
function listenTo(client: ImapFlow): Pick<OpenFolder, "wait"> {
  let hasNews = false;
  let fault: Error | undefined;
  let waiting: PromiseWithResolvers<void> | undefined;
  const fail = (error: Error): void => {
    fault ??= error;
    waiting?.reject(fault);
  };
  // Without a listener an error of the connection would end the collector.
  client.on("error", fail);
  client.on("close", () => fail(new Error("the mail server closed the connection")));
  client.on("exists", () => {
    hasNews = true;
    waiting?.resolve();
  });
  return {
    async wait(ms, stop) {
      if (fault !== undefined) throw fault;
      const woken = Promise.withResolvers<void>();
      const wake = (): void => woken.resolve();
      waiting = woken;
      if (hasNews || stop.aborted) wake();
      const timer = setTimeout(wake, ms);
      stop.addEventListener("abort", wake);
      try {
        await woken.promise;
      } finally {
        clearTimeout(timer);
        stop.removeEventListener("abort", wake);
        hasNews = false;
        waiting = undefined;
      }
    },
  };
}

function numbers(found: number[] | false | undefined): number[] {
  return (found || []).toSorted((one, other) => one - other);
}

function toMs(date: Date | string | undefined): number | undefined {
  const ms = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
