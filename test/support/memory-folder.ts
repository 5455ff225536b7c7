import type { OpenFolder } from "../../collector/mailbox/imap.ts";

/** A folder of mails in memory, as a server shows it over IMAP; what happens on its connections is told. */
export type MemoryFolder = {
  readonly mails: Map<number, { readonly source: Uint8Array; bytes: number; isSeen: boolean }>;
  validity: number;
  /** What was fetched, as `uid` or `uid:bytes`, and what was filed, as `+uid`. */
  readonly done: string[];
  /** Puts a mail into it, and says so to whoever waits. */
  readonly add: (source: Uint8Array, bytes?: number) => number;
  /** The next call of this kind fails, and so does the connection. */
  failNext: keyof OpenFolder | undefined;
  /** The connection breaks whenever this one is fetched whole. */
  brokenUid: number | undefined;
  /** What is fetched never comes. */
  isSilent: boolean;
  readonly open: () => Promise<OpenFolder>;
};

export function createMemoryFolder(): MemoryFolder {
  let nextUid = 1;
  let wake: (() => void) | undefined;
  const folder: MemoryFolder = {
    mails: new Map(),
    validity: 1,
    done: [],
    failNext: undefined,
    brokenUid: undefined,
    isSilent: false,
    add(source, bytes = source.byteLength) {
      const uid = nextUid;
      nextUid += 1;
      folder.mails.set(uid, { source, bytes, isSeen: false });
      wake?.();
      return uid;
    },
    async open() {
      return connectionTo(folder, nextUid, (waiting) => (wake = waiting));
    },
  };
  return folder;
}

function connectionTo(
  folder: MemoryFolder,
  nextUid: number,
  onWait: (wake: () => void) => void,
): OpenFolder {
  const { mails, done } = folder;
  const call = (name: keyof OpenFolder): void => {
    if (folder.failNext !== name) return;
    folder.failNext = undefined;
    throw new Error(`${name} failed`);
  };
  const uids = (isWanted: (uid: number) => boolean) => [...mails.keys()].filter(isWanted);
  return {
    validity: folder.validity,
    nextUid,
    after: async (uid) => uids((other) => other > uid),
    unreadBefore: async (uid) => uids((other) => other < uid && mails.get(other)?.isSeen === false),
    async about(uid) {
      call("about");
      const mail = mails.get(uid);
      return mail && { bytes: mail.bytes, receivedAtMs: 1_000 };
    },
    async source(uid, bytesMax) {
      call("source");
      done.push(bytesMax === undefined ? `${uid}` : `${uid}:${bytesMax}`);
      if (folder.isSilent) await new Promise(() => {});
      if (uid === folder.brokenUid && bytesMax === undefined) throw new Error("it breaks off");
      return mails.get(uid)?.source.subarray(0, bytesMax);
    },
    async file(filed) {
      call("file");
      for (const uid of filed) {
        done.push(`+${uid}`);
        const mail = mails.get(uid);
        if (mail !== undefined) mail.isSeen = true;
      }
    },
    wait: (_ms, stop) =>
      new Promise((resolve) => {
        onWait(resolve);
        stop.addEventListener("abort", () => resolve(), { once: true });
      }),
    close: async () => {},
  };
}
