import { join } from "node:path";
import { build } from "vite";

/** Builds the dashboard into build/dashboard/; nothing of it is made at run time. */
export async function buildDashboard(): Promise<void> {
  await build({
    configFile: join(import.meta.dirname, "../dashboard/vite.config.ts"),
    mode: "production",
    logLevel: "warn",
  });
}
