import type { Database } from "./database.ts";
import { createDependencies } from "./dependencies.ts";
import { createWindows } from "./maintenance-windows.ts";
import { createOutages } from "./outages.ts";
import type { Noise } from "./registry.ts";

/** What holds alerts back. */
export function createNoise(db: Database): Noise {
  return {
    windows: createWindows(db),
    dependencies: createDependencies(db),
    outages: createOutages(db),
  };
}
