import { createHash } from "node:crypto";
import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openAttachmentFolder } from "../../../collector/attachments/folder.ts";
import type { AttachmentStore, OpenedFile } from "../../../collector/attachments/store.ts";
import { freshFolder } from "../../support/fresh-folder.ts";

const MEBIBYTE = 1024 ** 2;

let parent: ReturnType<typeof freshFolder>;
let folder: string;
let store: AttachmentStore;
beforeEach(async () => {
  parent = freshFolder();
  folder = join(parent.path, "attachments");
  store = await openAttachmentFolder(folder, { reservedBytes: 0 });
});

afterEach(() => parent[Symbol.dispose]());

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
const unfinished = () => readdirSync(join(folder, "unfinished"));

async function* inParts(...parts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield new TextEncoder().encode(part);
  }
}

async function bytesOf({ content }: OpenedFile): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

async function found(hashes: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const some of hashes) all.push(...some);
  return all;
}

async function textOf(hash: string): Promise<string | undefined> {
  const opened = await store.open(hash);
  if (opened === undefined) return undefined;
  const text = (await bytesOf(opened)).toString();
  expect(opened.bytes).toBe(Buffer.byteLength(text));
  return text;
}

/** Makes a file as old as an instant. */
function age(path: string, atMs: number): void {
  utimesSync(path, atMs / 1_000, atMs / 1_000);
}

describe("what is kept", () => {
  test("is under its hash, read back as it came, and for its owner alone", async () => {
    const stored = await store.put(inParts("hel", "lo"), 10);
    expect(stored).toEqual({ sha256: hashOf("hello"), bytes: 5 });
    expect(await textOf(stored.sha256)).toBe("hello");
    expect(statSync(pathOf(stored.sha256)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(unfinished()).toEqual([]);
  });

  test("is kept once, however often it comes, also at the same time", async () => {
    await Promise.all([1, 2, 3].map(() => store.put(inParts("same"), 10)));
    expect(readdirSync(join(folder, hashOf("same").slice(0, 2)))).toEqual([hashOf("same")]);
  });

  test("may be nothing", async () => {
    const { sha256, bytes } = await store.put(inParts(), 10);
    expect([bytes, await textOf(sha256)]).toEqual([0, ""]);
  });

  test("is still there when the folder is opened again", async () => {
    const { sha256 } = await store.put(inParts("kept"), 10);
    store = await openAttachmentFolder(folder);
    expect(await textOf(sha256)).toBe("kept");
  });
});

test("what is read to its half, or not at all, holds no file open", async () => {
  const { sha256 } = await store.put(inParts("x".repeat(200_000)), 200_000);
  const openFiles = () => readdirSync("/proc/self/fd").length;
  const before = openFiles();
  const unread = await store.open(sha256);
  expect(openFiles()).toBe(before);
  const half = await store.open(sha256);
  for await (const part of half?.content ?? []) {
    expect(part.byteLength).toBeLessThan(200_000);
    expect(openFiles()).toBeGreaterThan(before);
    break;
  }
  expect(openFiles()).toBe(before);
  expect(unread?.bytes).toBe(200_000);
});

describe("nothing is kept", () => {
  test("of what is a byte too long", async () => {
    expect((await store.put(inParts("12345"), 5)).bytes).toBe(5);
    await expect(store.put(inParts("12345", "6"), 5)).rejects.toMatchObject({
      code: "attachment_too_large",
    });
    expect(unfinished()).toEqual([]);
    expect(await textOf(hashOf("123456"))).toBeUndefined();
  });

  test("of what breaks off, whose own error is told", async () => {
    const broken = new Error("the sender went away");
    await expect(store.put(inParts("half", broken), 10)).rejects.toBe(broken);
    expect(unfinished()).toEqual([]);
    expect(await textOf(hashOf("half"))).toBeUndefined();
  });

  test("where the disk has not the room for it, and nothing of it is read", async () => {
    const full = await openAttachmentFolder(folder, { reservedBytes: Number.MAX_SAFE_INTEGER });
    let isRead = false;
    async function* watched(): AsyncGenerator<Uint8Array> {
      isRead = true;
      yield new Uint8Array(1);
    }
    await expect(full.put(watched(), MEBIBYTE)).rejects.toMatchObject({
      code: "storage_full",
      retryable: true,
    });
    expect(isRead).toBe(false);
  });
});

test("a folder that cannot be made ends the start and says which", async () => {
  const path = join(folder, "a-file");
  writeFileSync(path, "");
  await expect(openAttachmentFolder(path)).rejects.toMatchObject({
    code: "data_folder_unusable",
    parameters: { path },
  });
});

test.for(["../../registry.sqlite", "", "A".repeat(64)])(
  "%j is no hash, and no file",
  async (name) => {
    await expect(async () => store.open(name)).rejects.toThrow(RangeError);
  },
);

describe("sweeping", () => {
  const cutMs = Date.now() - 86_400_000;

  test("finds what was last put before an instant, and removes it", async () => {
    const old = await store.put(inParts("old"), 10);
    const young = await store.put(inParts("young"), 10);
    age(pathOf(old.sha256), cutMs - 1_000);
    expect(await found(store.olderThan(cutMs))).toEqual([old.sha256]);
    await store.removeOlder(old.sha256, cutMs);
    await store.removeOlder(young.sha256, cutMs);
    expect([await textOf(old.sha256), await textOf(young.sha256)]).toEqual([undefined, "young"]);
    await store.removeOlder(old.sha256, cutMs);
  });

  test("spares what came again meanwhile", async () => {
    const { sha256 } = await store.put(inParts("again"), 10);
    age(pathOf(sha256), cutMs - 1_000);
    await Promise.all([store.put(inParts("again"), 10), store.removeOlder(sha256, cutMs)]);
    await store.put(inParts("again"), 10);
    await store.removeOlder(sha256, cutMs);
    expect(await textOf(sha256)).toBe("again");
  });

  test("clears away what interrupted writers left, and not what is being written", async () => {
    for (const name of ["left", "being-written"])
      writeFileSync(join(folder, "unfinished", name), "");
    age(join(folder, "unfinished", "left"), cutMs - 1_000);
    await store.removeUnfinished(cutMs);
    expect(unfinished()).toEqual(["being-written"]);
  });

  test("passes by what is none of its files", async () => {
    const { sha256 } = await store.put(inParts("mine"), 10);
    const stray = join(folder, sha256.slice(0, 2), "notes.txt");
    writeFileSync(stray, "");
    age(stray, cutMs - 1_000);
    expect(await found(store.olderThan(cutMs))).toEqual([]);
  });
});
