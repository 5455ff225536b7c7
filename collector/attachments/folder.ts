import { createHash, randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { AttachmentStore, OpenedFile, StoredFile } from "./store.ts";

/**
 * Attachments in a folder of this machine: `ab/abcd...` by hash, and `unfinished/` for what is being
 * written. A file gets its name once all of its bytes are on the disk, so that a name never stands for
 * a part of them, whenever the machine stops.
 */

const UNFINISHED = "unfinished";

/** Letters of the hash that name a folder: 256 of them hold a million files with ease. */
const PREFIX_LENGTH = 2;

/** Only the owner reads what customers sent. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

const HASH = /^[0-9a-f]{64}$/;

/** What files leave of the disk to the registry, which lies on it too. */
const RESERVED_BYTES = 256 * 1024 ** 2;

/** Opens the folder, which is made if it is missing. Throws `data_folder_unusable`. */
export async function openAttachmentFolder(
  path: string,
  { reservedBytes = RESERVED_BYTES }: { readonly reservedBytes?: number } = {},
): Promise<AttachmentStore> {
  try {
    await makeFolder(join(path, UNFINISHED));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError("data_folder_unusable", { path, detail, name: "VIGIE_DATA" }, { cause });
  }
  // Naming and removing, one after the other: what was just put is never removed for being old.
  let lane: Promise<unknown> = Promise.resolve();
  function inLane<T>(work: () => Promise<T>): Promise<T> {
    const done = lane.then(work);
    lane = done.catch(() => {});
    return done;
  }

  return {
    async put(source, bytesMax) {
      await requireRoom(path, bytesMax + reservedBytes);
      const written = join(path, UNFINISHED, randomUUID());
      try {
        const stored = await writeFile(written, source, bytesMax);
        await inLane(() => nameFile(path, written, stored.sha256));
        return stored;
      } catch (error) {
        await rm(written, { force: true });
        throw toProblem(error);
      }
    },

    open: (sha256) => openFile(fileOf(path, sha256)),

    ...createSweeping(path, inLane),
  };
}

type InLane = <T>(work: () => Promise<T>) => Promise<T>;

function createSweeping(
  path: string,
  inLane: InLane,
): Pick<AttachmentStore, "olderThan" | "removeOlder" | "removeUnfinished"> {
  return {
    async *olderThan(beforeMs) {
      for (const prefix of await prefixesIn(path)) {
        const names = (await readdir(join(path, prefix))).filter((name) => HASH.test(name));
        const older: string[] = [];
        for (const name of names) {
          if (await isOlder(join(path, prefix, name), beforeMs)) older.push(name);
        }
        yield older;
      }
    },

    removeOlder: (sha256, beforeMs) =>
      inLane(async () => {
        const file = fileOf(path, sha256);
        if (await isOlder(file, beforeMs)) await rm(file, { force: true });
      }),

    async removeUnfinished(beforeMs) {
      for (const name of await readdir(join(path, UNFINISHED))) {
        const file = join(path, UNFINISHED, name);
        if (await isOlder(file, beforeMs)) await rm(file, { force: true });
      }
    },
  };
}

async function requireRoom(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize < bytes) throw new ProblemError("storage_full", {}, { retryable: true });
}

async function writeFile(
  path: string,
  source: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<StoredFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  await using file = await open(path, "wx", FILE_MODE);
  for await (const part of source) {
    bytes += part.byteLength;
    if (bytes > bytesMax) throw new ProblemError("attachment_too_large");
    hash.update(part);
    await writeAll(file, part);
  }
  await file.sync();
  return { sha256: hash.digest("hex"), bytes };
}

/** A disk that is nearly full takes a part of what it is given. */
async function writeAll(file: FileHandle, part: Uint8Array): Promise<void> {
  let rest = part;
  while (rest.byteLength > 0) {
    const { bytesWritten } = await file.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}

/** The same bytes put again take the place of the ones before: they are as new as these. */
async function nameFile(path: string, written: string, sha256: string): Promise<void> {
  const file = fileOf(path, sha256);
  await makeFolder(dirname(file));
  await rename(written, file);
  await syncFolder(dirname(file));
}

/** A folder is there for good once the one that holds it is on the disk. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; its file system keeps names in order by itself.
  if (process.platform === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
}

function fileOf(path: string, sha256: string): string {
  if (!HASH.test(sha256)) throw new RangeError(`${sha256} is not a hash`);
  return join(path, sha256.slice(0, PREFIX_LENGTH), sha256);
}

async function openFile(path: string): Promise<OpenedFile | undefined> {
  const found = await statOf(path);
  return found && { bytes: found.size, content: contentOf(path) };
}

/** Opened with the first byte that is read: what nobody reads, or reads to its half, holds no file open. */
async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path, "r");
  yield* file.createReadStream({ autoClose: false });
}

async function prefixesIn(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => name.length === PREFIX_LENGTH);
}

async function isOlder(path: string, beforeMs: number): Promise<boolean> {
  const found = await statOf(path);
  return found !== undefined && found.mtimeMs < beforeMs;
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** No space, and no more of what this user may keep. */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

function toProblem(error: unknown): unknown {
  if (!FULL.has(codeOf(error))) return error;
  return new ProblemError("storage_full", {}, { cause: error, retryable: true });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
