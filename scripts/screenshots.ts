/**
 * Makes the pictures of README.md: the page of this machine with a ticket that opened by itself, once
 * light and once dark and narrow, and a contract with the answer to when something would be due.
 * Needs a built dashboard (`npm run build`).
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
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
    show: showTicket,
  });
  await picture(browser, {
    name: "machine-dark-phone",
    locale: "fr-FR",
    width: 390,
    height: 844,
    scheme: "dark",
    show: showMachine,
  });
  await picture(browser, {
    name: "contract-light",
    locale: "en-GB",
    width: 1280,
    height: 1000,
    scheme: "light",
    show: showContract,
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
  /** Leads the page to what is pictured. */
  readonly show: (page: Page) => Promise<void>;
};

async function showMachine(page: Page): Promise<void> {
  await page.goto(trial.url);
  await page.locator("canvas").first().waitFor();
}

async function showTicket(page: Page): Promise<void> {
  await showMachine(page);
  await page.getByRole("button", { name: /threshold/ }).click();
  await page.getByText(/^Ticket 1 opened/).waitFor();
}

/** Asked on a Friday shortly before the office closes. */
async function showContract(page: Page): Promise<void> {
  await page.goto(`${trial.url}/contracts`);
  await page.getByRole("row", { name: /EX-1/ }).getByRole("link").click();
  await page.getByLabel("Opened").fill("2026-11-20T17:30");
  await page.getByRole("button", { name: "Work it out" }).click();
  await page
    .getByText(/^due Mon/)
    .first()
    .waitFor();
}

async function picture(from: Browser, { name, locale, width, height, scheme, show }: Wish) {
  const context = await from.newContext({
    viewport: { width, height },
    locale,
    timezoneId: "Europe/Paris",
    colorScheme: scheme,
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  await show(page);
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
}
