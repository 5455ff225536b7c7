import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of its own for one test; removed, with all that is in it, when the test leaves its block. */
export function freshFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "vigie-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
