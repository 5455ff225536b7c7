import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of its own for one test; removed when the test leaves its block. */
export async function freshFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "vigie-registry-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
