import type { Registry } from "./registry.ts";
import { openSqliteRegistry } from "./sqlite.ts";

/** Opens the registry that the settings name. */
export async function openRegistry({
  path,
  log,
}: {
  /** The file; made when it is missing, in a folder that is there. */
  readonly path: string;
  readonly log: (line: string) => void;
}): Promise<Registry> {
  return openSqliteRegistry({ path, log });
}
