/**
 * Makes the pictures of README.md: the page of this machine with a ticket that opened by itself, once
 * light and once dark and narrow. Needs a built dashboard (`npm run build`).
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { openBrowser } from "../test/support/browser.ts";
import { startTrial } from "../test/support/vigie-try.ts";

/** So that charts have something to show. */
const COLLECT_MS = 180_000;

const folder = fileURLToPath(new URL("../dashboard/screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });

const trial = await startTrial();
const browser = await openBrowser();
try {
  process.stderr.write(`collecting for ${COLLECT_MS / 1_000} s\n`);
  await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
  await picture(browser, {
    name: "machine-light",
    locale: "en-GB",
    width: 1280,
    height: 860,
    scheme: "light",
    tries: true,
  });
  await picture(browser, {
    name: "machine-dark-phone",
    locale: "fr-FR",
    width: 390,
    height: 844,
    scheme: "dark",
    tries: false,
  });
} finally {
  await browser.close();
  await trial.close();
}

type Wish = {
  readonly name: string;
  readonly locale: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  /** Whether to provoke the ticket first. */
  readonly tries: boolean;
};

async function picture(from: Browser, { name, locale, width, height, scheme, tries }: Wish) {
  const context = await from.newContext({
    viewport: { width, height },
    locale,
    timezoneId: "Europe/Paris",
    colorScheme: scheme,
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  await page.goto(trial.url);
  await page.locator("canvas").first().waitFor();
  if (tries) {
    await page.getByRole("button", { name: /threshold/ }).click();
    await page.getByText(/^Ticket 1 opened/).waitFor();
  }
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
}
