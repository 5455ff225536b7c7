import { ProblemError } from "@vigie/shared/problems.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Arrived,
  createMailbox,
  MAIL_BYTES_MAX,
  type Mailbox,
  type MailKeeping,
} from "../../../collector/mailbox/mailbox.ts";
import { eventually } from "../../support/eventually.ts";
import { createMemoryFolder, type MemoryFolder } from "../../support/memory-folder.ts";

const SETTINGS = {
  host: "mx",
  port: 993,
  security: "tls",
  user: "support",
  secret: "x",
  folder: "INBOX",
  doneFolder: null,
} as const;

type Kept = {
  readonly taken: Arrived[];
  readonly keeping: MailKeeping;
  /** Taking fails with it, until it is undefined again. */
  fault: Error | undefined;
};

/** Rows in memory, as the registry keeps them. */
function createKept(): Kept {
  const marks = new Map<string, Parameters<MailKeeping["saveMark"]>[0]>();
  const filed = new Set<string>();
  const kept: Kept = {
    taken: [],
    fault: undefined,
    keeping: {
      mark: async (mailbox, validity) => marks.get(`${mailbox} ${validity}`),
      saveMark: async (mark) => void marks.set(`${mark.mailbox} ${mark.validity}`, mark),
      async take(arrived) {
        if (kept.fault !== undefined && arrived.partial !== "failed") throw kept.fault;
        const { mailbox, validity, uid } = arrived.place;
        const firstUid = marks.get(`${mailbox} ${validity}`)?.firstUid ?? 1;
        marks.set(`${mailbox} ${validity}`, { mailbox, validity, lastUid: uid, firstUid });
        const text = (one: Arrived) => Buffer.from(one.source).toString();
        const isNew = !kept.taken.some((one) => text(one) === text(arrived));
        if (isNew) kept.taken.push(arrived);
        return { isNew };
      },
      unfiled: async (_mailbox, validity) =>
        kept.taken
          .map(({ place }) => ({ id: `${place.validity} ${place.uid}`, ...place }))
          .filter((place) => place.validity === validity && !filed.has(place.id)),
      setFiled: async (ids) => {
        for (const id of ids) filed.add(id);
      },
    },
  };
  return kept;
}

let folder: MemoryFolder;
let kept: Kept;
let mailbox: Mailbox | undefined;
const failures: unknown[] = [];
beforeEach(() => {
  folder = createMemoryFolder();
  kept = createKept();
  failures.length = 0;
});
afterEach(() => mailbox?.close());

function start(): void {
  mailbox = createMailbox({
    settings: SETTINGS,
    keeping: kept.keeping,
    nowMs: () => 5_000,
    onFailed: (error) => void failures.push(error),
    open: folder.open,
    // Tries again at once.
    chance: () => 0,
  });
  mailbox.start();
}

const until = (isDone: () => boolean) => eventually("the mailbox came to that", isDone);
const bytes = (text: string) => Buffer.from(text);
const uids = () => kept.taken.map(({ place }) => place.uid);

test("of a new mailbox what is unread is taken, and what comes", async () => {
  folder.add(bytes("read long ago"));
  folder.add(bytes("unread"));
  const read = folder.mails.get(1);
  if (read !== undefined) read.isSeen = true;
  start();
  await until(() => mailbox?.state().state === "connected");
  folder.add(bytes("fresh"));
  await until(() => kept.taken.length === 2);
  expect(uids()).toEqual([2, 3]);
  expect(kept.taken[0]).toMatchObject({ receivedAtMs: 1_000, partial: undefined });
});

test("the server is told once a mail is kept, and not before", async () => {
  start();
  kept.fault = new ProblemError("storage_full", {}, { retryable: true });
  folder.add(bytes("one"));
  await until(() => failures.length > 3);
  expect(folder.done.filter((call) => call.startsWith("+"))).toEqual([]);
  expect(mailbox?.state().state).toBe("failed");
  kept.fault = undefined;
  await until(() => folder.done.includes("+1"));
  expect(uids()).toEqual([1]);
});

test("a crash between the commit and the server is made good, and repeats nothing", async () => {
  start();
  folder.failNext = "file";
  folder.add(bytes("one"));
  await until(() => folder.done.includes("+1"));
  expect(failures).toHaveLength(1);
  expect(uids()).toEqual([1]);
});

test("a connection that breaks is made anew, and everything is taken once", async () => {
  start();
  for (const text of ["one", "two", "three"]) {
    folder.failNext = "source";
    folder.add(bytes(text));
    await until(() => folder.failNext === undefined);
  }
  await until(() => kept.taken.length === 3);
  expect(uids()).toEqual([1, 2, 3]);
});

test("numbers that mean other mails are read from their beginning", async () => {
  start();
  folder.add(bytes("one"));
  await until(() => kept.taken.length === 1);
  await mailbox?.close();
  folder.validity = 2;
  folder.mails.clear();
  const uid = folder.add(bytes("two"));
  start();
  await until(() => kept.taken.length === 2);
  expect(kept.taken[1]?.place).toMatchObject({ validity: 2, uid });
});

test("what is larger than is fetched is told of by its beginning", async () => {
  start();
  folder.add(bytes("large"), MAIL_BYTES_MAX + 1);
  await until(() => kept.taken.length === 1);
  expect(kept.taken[0]).toMatchObject({ partial: "too_large", bytes: MAIL_BYTES_MAX + 1 });
  expect(folder.done[0]).toMatch(/^1:\d+$/);
});

test("one that fails again and again holds up no other; a full disk is no fault of the mail", async () => {
  start();
  kept.fault = new ProblemError("storage_full", {}, { retryable: true });
  folder.add(bytes("bad"));
  await until(() => failures.length > 10);
  expect(kept.taken).toEqual([]);
  kept.fault = new Error("a mistake");
  await until(() => kept.taken.length === 1);
  expect(kept.taken[0]).toMatchObject({ partial: "failed" });
});

test("one that cannot be fetched whole, whatever its server says of it, holds up no other", async () => {
  start();
  folder.brokenUid = 1;
  folder.add(bytes("broken"));
  folder.add(bytes("after it"));
  await until(() => kept.taken.length === 2);
  expect(kept.taken.map(({ place: { uid }, partial }) => [uid, partial])).toEqual([
    [1, "failed"],
    [2, undefined],
  ]);
  expect(failures.length).toBeLessThan(20);
});

test("a server that says nothing any more holds up no end", async () => {
  start();
  folder.isSilent = true;
  folder.add(bytes("one"));
  await until(() => folder.done.includes("1"));
  const begunMs = performance.now();
  await mailbox?.close();
  expect(performance.now() - begunMs).toBeLessThan(6_000);
  mailbox = undefined;
  expect(kept.taken).toEqual([]);
}, 10_000);

test("the same mail at two places is filed at both, and kept once", async () => {
  start();
  folder.add(bytes("one"));
  folder.add(bytes("one"));
  await until(() => folder.done.includes("+2"));
  expect(uids()).toEqual([1]);
});
