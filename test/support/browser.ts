import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/**
 * A real browser for tests and screenshots: the one that CHROMIUM_PATH names, else Debian's, else the
 * one that comes as an npm package.
 */

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** Ours alone: the package's own list switches web security off, and tests of origins with it. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ headless: true, args: FLAGS, executablePath: await findChromium() });
}

async function findChromium(): Promise<string> {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined) return named;
  if (existsSync(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;
  // The package unpacks the system libraries that a bare machine lacks only where this is set.
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs22.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  return packaged.executablePath();
}
