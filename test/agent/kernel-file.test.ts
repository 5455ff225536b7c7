import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKernelFile, errorCode } from "../../agent/kernel-file.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-kernel-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a file of the kernel", () => {
  test("is read again from its beginning, longer or shorter than before", () => {
    const path = join(folder, "stat");
    const file = createKernelFile(path);
    for (const text of ["cpu 1 2 3\n", "cpu 1000 2000 3000\nmore\n", "x"]) {
      writeFileSync(path, text);
      expect(file.read()).toBe(text);
    }
    file.close();
  });

  test("is read whole when it is larger than the buffer, without breaking a character", () => {
    const text = `${"é".repeat(70_001)}\n`;
    const path = join(folder, "mountinfo");
    writeFileSync(path, text);
    const file = createKernelFile(path);
    expect(file.read()).toBe(text);
    file.close();
  });

  test("made as one text is read whole, longer than the buffer too", () => {
    const path = join(folder, "stat");
    const file = createKernelFile(path, "at-once");
    for (const length of [10, 300_000, 300_001, 20]) {
      writeFileSync(path, "7".repeat(length));
      expect(file.read()).toHaveLength(length);
    }
    file.close();
  });

  test("that the kernel hands out page by page is read whole", () => {
    const file = createKernelFile("/proc/self/mountinfo");
    const text = process.platform === "linux" ? file.read() : "\n";
    expect(text.endsWith("\n")).toBe(true);
    file.close();
  });

  test("that is missing throws the system's code, and is read once it is there", () => {
    const path = join(folder, "late");
    const file = createKernelFile(path);
    let code: string | undefined;
    try {
      file.read();
    } catch (error) {
      code = errorCode(error);
    }
    expect(code).toBe("ENOENT");
    writeFileSync(path, "here");
    expect(file.read()).toBe("here");
    file.close();
  });
});
