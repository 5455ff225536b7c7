import { hkdfSync, randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";

/**
 * What this installation signs with. There is one key, in a file that only its owner can read, and from
 * it a key for each purpose, so that what one of them gives away says nothing of the others. The key is
 * in no table: who has the registry alone can forge nothing.
 */
export type Secrets = {
  /** The key of a purpose; the same each time. Two purposes have nothing in common. */
  readonly derive: (purpose: string) => Buffer;
};

const KEY_BYTES = 32;

/** Whoever may read the file beside its owner. */
const MODE_OF_OTHERS = 0o077;

/** Reads the key, or makes one. Throws a ProblemError `secrets_unusable`. */
export function openSecrets(dataFolder: string): Secrets {
  const folder = join(dataFolder, "secrets");
  const path = join(folder, "key");
  const key = attempt(path, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return readKey(path) ?? makeKey(folder, path);
  });
  return {
    derive: (purpose) => Buffer.from(hkdfSync("sha256", key, "vigie", purpose, KEY_BYTES)),
  };
}

/** undefined = there is none yet. */
function readKey(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const { mode, size } = fstatSync(file);
    if (size !== KEY_BYTES) throw new Error(`${path} holds ${size} bytes instead of ${KEY_BYTES}`);
    // Windows keeps rights elsewhere, and says of every file that all may read it.
    if (process.platform !== "win32" && (mode & MODE_OF_OTHERS) !== 0) {
      throw new Error(`others may read ${path}; set its mode to 600`);
    }
    const key = Buffer.alloc(KEY_BYTES);
    readSync(file, key);
    return key;
  } finally {
    closeSync(file);
  }
}

/** The file is there whole or not at all, also after a power cut. */
function makeKey(folder: string, path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  keepFolder(folder);
  return key;
}

function keepFolder(folder: string): void {
  if (process.platform === "win32") return;
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError("secrets_unusable", { path, detail }, { cause });
  }
}
