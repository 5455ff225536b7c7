import { closeSync, openSync, readSync } from "node:fs";

/**
 * A file of the kernel, such as /proc/stat: opened once, then read again from its beginning each
 * time. That spares the path walk and the allocations of a fresh read, which is most of the cost.
 */
export interface KernelFile {
  /** The whole text. Throws with the system's code; the next call opens the file anew. */
  read(): string;

  close(): void;
}

const BUFFER_BYTES = 64 * 1024;

/** No honest file of the kernel that we read is larger, even with thousands of mounts. */
const TEXT_BYTES_MAX = 4 * 1024 * 1024;

/** One buffer for all files: reading is synchronous, so no two reads overlap. */
let buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/**
 * How the kernel hands a file out: lists such as /proc/net/dev about a page a call, so that only an
 * empty read tells the end; files that are made as one text, such as /proc/stat, at once.
 */
export type FileShape = "by-pages" | "at-once";

export function createKernelFile(path: string, shape: FileShape = "by-pages"): KernelFile {
  let descriptor: number | undefined;

  function close(): void {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  }

  return {
    read() {
      try {
        descriptor ??= openSync(path, "r");
        return readWhole(descriptor, shape);
      } catch (error) {
        close();
        throw error;
      }
    },
    close,
  };
}

/** The system's code of a failed read, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function readWhole(descriptor: number, shape: FileShape): string {
  let length = 0;
  for (;;) {
    if (length === buffer.length) grow();
    const read = readSync(descriptor, buffer, length, buffer.length - length, length);
    length += read;
    const isWhole = read === 0 || (shape === "at-once" && length < buffer.length);
    if (isWhole) return buffer.toString("utf8", 0, length);
  }
}

function grow(): void {
  if (buffer.length >= TEXT_BYTES_MAX) {
    throw Object.assign(new Error("a kernel file is too large"), { code: "EFBIG" });
  }
  const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
  buffer.copy(larger);
  buffer = larger;
}
