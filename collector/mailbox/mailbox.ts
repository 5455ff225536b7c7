import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "@vigie/shared/problems.ts";
import { retryAfterMs } from "../domain/retry.ts";
import type { MailMarkRow, MailPlace } from "../registry/registry.ts";
import { type AboutMail, type MailboxSettings, type OpenFolder, openFolder } from "./imap.ts";

/**
 * Reads a mailbox for as long as it runs: one mail after the other, each taken once. How far it came is
 * a row that is written with the mail, so that a crash between two mails loses none and repeats none;
 * the server is told only afterwards, and again until it knows.
 */
export type Mailbox = {
  readonly start: () => void;
  readonly state: () => MailboxState;
  /** Lets the mail that is being taken be taken, if its server still speaks. */
  readonly close: () => Promise<void>;
};

export type MailboxState = {
  readonly state: "connecting" | "connected" | "failed";
  readonly sinceMs: number;
  /** What went wrong last; undefined while it goes well. */
  readonly fault: string | undefined;
};

/** A mail as it lies on its server. */
export type Arrived = {
  readonly place: MailPlace;
  readonly receivedAtMs: number;
  readonly bytes: number;
  readonly source: Uint8Array;
  /** Whether `source` is only its beginning: `too_large` = there is more than is fetched, `failed` = it could not be taken whole. */
  readonly partial: "too_large" | "failed" | undefined;
};

/** What the mailbox needs of the rest: each call is kept when it resolves. */
export type MailKeeping = {
  readonly mark: (mailbox: string, validity: number) => Promise<MailMarkRow | undefined>;
  readonly saveMark: (mark: MailMarkRow) => Promise<void>;
  /**
   * Keeps the mail with what it leads to, and that the mailbox was read up to it; one that was kept
   * before is not new.
   */
  readonly take: (arrived: Arrived) => Promise<{ readonly isNew: boolean }>;
  readonly unfiled: MailUnfiled;
  readonly setFiled: (ids: readonly string[]) => Promise<void>;
};
type MailUnfiled = (
  mailbox: string,
  validity: number,
  limit: number,
) => Promise<readonly { readonly id: string; readonly uid: number }[]>;

/** Larger mails are not fetched: a row says that there is one. */
export const MAIL_BYTES_MAX = 25 * 1024 ** 2;

/** Of a mail that is too large, what is fetched to say who sent it and what about. */
const HEAD_BYTES_MAX = 256 * 1024;

/** How long at most until somebody looks, where the server does not say that something came. */
const POLL_MS = 60_000;

/** A mailbox that is new to Vigie holds a past: of that, what is unread and not older. */
const PAST_MS = 7 * 86_400_000;

const FILED_AT_ONCE = 200;

/** A mail that could not be taken so often is taken as one that cannot be read, and holds up no other. */
const TAKES_MAX = 5;

/** Fetching one breaks off with its connection, which fails by itself too: that is tried for some minutes. */
const FETCHES_MAX = 10;

/** A server that says nothing any more must not hold up an end. */
const CLOSE_MS = 3_000;

type Tools = {
  readonly settings: MailboxSettings;
  readonly keeping: MailKeeping;
  readonly nowMs: () => number;
  readonly onFailed: (error: unknown) => void;
  readonly open?: (settings: MailboxSettings) => Promise<OpenFolder>;
  readonly chance?: () => number;
};

export function createMailbox({
  open = openFolder,
  chance = Math.random,
  ...tools
}: Tools): Mailbox {
  const { settings, nowMs, onFailed } = tools;
  const stopping = new AbortController();
  const failures: Failures = { fetching: new Map(), taking: new Map() };
  let current: MailboxState = { state: "connecting", sinceMs: nowMs(), fault: undefined };
  let running: Promise<void> | undefined;

  function turn(state: MailboxState["state"], fault?: string): void {
    current = { state, sinceMs: current.state === state ? current.sinceMs : nowMs(), fault };
  }

  async function run(): Promise<void> {
    for (let failed = 0; !stopping.signal.aborted; ) {
      try {
        await visit(() => (failed = 0));
      } catch (error) {
        if (stopping.signal.aborted) return;
        failed += 1;
        turn("failed", messageOf(error));
        onFailed(error);
        await sleep(retryAfterMs(failed, chance()), undefined, stopping).catch(() => {});
      }
    }
  }

  /** One connection, from its beginning until it fails or everything stops. */
  async function visit(onRead: () => void): Promise<void> {
    await using folder = closing(await open(settings));
    const reading: Reading = { ...tools, folder, failures, stop: stopping.signal };
    while (!stopping.signal.aborted) {
      await readAll(reading);
      turn("connected");
      onRead();
      await folder.wait(POLL_MS, stopping.signal);
    }
  }

  return {
    start() {
      running ??= run();
    },
    state: () => current,
    async close() {
      stopping.abort();
      await inTime(running);
    },
  };
}

async function inTime(running: Promise<void> | undefined): Promise<void> {
  const isOver = new AbortController();
  const late = sleep(CLOSE_MS, undefined, isOver).catch(() => {});
  await Promise.race([running, late]);
  isOver.abort();
}

function closing(folder: OpenFolder): OpenFolder & AsyncDisposable {
  return { ...folder, [Symbol.asyncDispose]: folder.close };
}

type Reading = Pick<Tools, "settings" | "keeping" | "nowMs"> & {
  readonly folder: OpenFolder;
  readonly failures: Failures;
  readonly stop: AbortSignal;
};

/** How often a mail could not be fetched, and how often not be taken, by its number. */
type Failures = {
  readonly fetching: Map<number, number>;
  readonly taking: Map<number, number>;
};

/** Takes everything that has come, and tells the server. */
async function readAll(reading: Reading): Promise<void> {
  const mark = await markOf(reading);
  for (const uid of await unreadOf(reading, mark)) {
    if (reading.stop.aborted) return;
    await takeOne(reading, { mailbox: mark.mailbox, validity: mark.validity, uid });
    await fileTaken(reading, mark);
  }
  await fileTaken(reading, mark);
}

/** How far it was read; a mailbox that is new, or whose numbers are, begins with what it holds now. */
async function markOf({ settings, keeping, folder }: Reading): Promise<MailMarkRow> {
  const { user, host, folder: name } = settings;
  const mailbox = `${user}@${host}/${name}`;
  const known = await keeping.mark(mailbox, folder.validity);
  if (known !== undefined) return known;
  const begun = { mailbox, validity: folder.validity, lastUid: 0, firstUid: folder.nextUid };
  await keeping.saveMark(begun);
  return begun;
}

async function unreadOf(
  { folder, nowMs }: Reading,
  { lastUid, firstUid }: MailMarkRow,
): Promise<number[]> {
  const isBeginning = lastUid < firstUid - 1;
  const past = isBeginning ? await folder.unreadBefore(firstUid, new Date(nowMs() - PAST_MS)) : [];
  const fresh = await folder.after(Math.max(lastUid, firstUid - 1));
  return [...past.filter((uid) => uid > lastUid), ...fresh];
}

async function takeOne({ folder, keeping, failures, nowMs }: Reading, place: MailPlace) {
  const about = await folder.about(place.uid);
  // Somebody took it away meanwhile.
  if (about === undefined) return;
  const partial = partialOf(about, failures, place.uid);
  const source = await fetchOne({ folder, failures }, place.uid, partial);
  if (source === undefined) return;
  const receivedAtMs = Math.min(about.receivedAtMs ?? nowMs(), nowMs());
  try {
    const { bytes } = about;
    const { isNew } = await keeping.take({ place, receivedAtMs, bytes, source, partial });
    for (const counts of Object.values(failures)) counts.delete(place.uid);
    // It came twice, and has a row at its other place.
    if (!isNew) await folder.file([place.uid]);
  } catch (error) {
    if (!isPassing(error)) countUp(failures.taking, place.uid);
    throw error;
  }
}

/** Larger than its server says, or such that the server fails over it: neither may be met for ever. */
async function fetchOne(
  { folder, failures }: Pick<Reading, "folder" | "failures">,
  uid: number,
  partial: Arrived["partial"],
): Promise<Uint8Array | undefined> {
  try {
    return await folder.source(uid, partial === undefined ? undefined : HEAD_BYTES_MAX);
  } catch (error) {
    countUp(failures.fetching, uid);
    throw error;
  }
}

function countUp(counts: Map<number, number>, uid: number): void {
  counts.set(uid, (counts.get(uid) ?? 0) + 1);
}

/** A registry or a disk that fails for a while says nothing of the mail. */
function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && error.retryable;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function partialOf(
  { bytes }: AboutMail,
  { fetching, taking }: Failures,
  uid: number,
): Arrived["partial"] {
  if (bytes > MAIL_BYTES_MAX) return "too_large";
  const isFailed = (fetching.get(uid) ?? 0) >= FETCHES_MAX || (taking.get(uid) ?? 0) >= TAKES_MAX;
  return isFailed ? "failed" : undefined;
}

async function fileTaken({ folder, keeping }: Reading, mark: MailMarkRow): Promise<void> {
  const taken = await keeping.unfiled(mark.mailbox, mark.validity, FILED_AT_ONCE);
  if (taken.length === 0) return;
  await folder.file(taken.map(({ uid }) => uid));
  await keeping.setFiled(taken.map(({ id }) => id));
}
