import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry, Tables, Unit } from "../../../collector/registry/registry.ts";

/** Every engine that the registry's suites hold to the same promises. */
export const ENGINES: readonly (readonly [name: string, Engine])[] = [
  ["sqlite", { open: (folder) => openRegistry({ path: join(folder, "registry"), log: () => {} }) }],
];

type Engine = {
  /** Opens the registry of this folder; what was committed there before is still in it. */
  readonly open: (folder: string) => Promise<Registry>;
};

/** A registry of its own for each test of a suite, filled by `prepare`. */
export function useRegistry(
  engine: Engine,
  prepare: (unit: Unit) => Promise<void> = async () => {},
) {
  let registry: Registry;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "vigie-registry-"));
    registry = await engine.open(folder);
    await registry.commit(prepare);
  });
  afterEach(async () => {
    await registry.close();
    await rm(folder, { recursive: true });
  });

  return {
    commit: <T>(work: (unit: Unit) => Promise<T>): Promise<T> => registry.commit(work),
    get read(): Tables {
      return registry.read;
    },
    get id(): string {
      return registry.id;
    },
    lastSpoolId: () => registry.lastSpoolId(),
    get generation(): number {
      return registry.generation;
    },
    async reopen(): Promise<void> {
      await registry.close();
      registry = await engine.open(folder);
    },
    close: () => registry.close(),
  };
}
