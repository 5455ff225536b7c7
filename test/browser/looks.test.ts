import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { startTrial, type Trial } from "../support/vigie-try.ts";
import { openPage } from "../support/watched-page.ts";

/** The page for everybody: both languages, light and dark, a phone; nothing that axe finds. */

let trial: Trial;
let browser: Browser;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

beforeAll(async () => {
  trial = await startTrial();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

test.for([
  ["fr-FR", "light", 1280],
  ["fr-FR", "dark", 390],
  ["en-GB", "dark", 1280],
  ["en-GB", "light", 390],
] as const)("%s, %s, %i px wide", async ([locale, colorScheme, width]) => {
  const viewport = { width, height: 900 };
  const { page, complaints } = await openPage(browser, { locale, colorScheme, viewport });
  await page.goto(trial.url);
  await page.locator(".tiles .tile").nth(3).waitFor({ timeout: 20_000 });
  await page.locator("canvas").first().waitFor({ timeout: 20_000 });

  expect(await page.evaluate("document.documentElement.lang")).toBe(locale.slice(0, 2));
  await expectGoodLooks(page, width, locale === "fr-FR" ? "Processeur" : "Processor");

  await page.goto(`${trial.url}/contracts`);
  await page.getByText("EX-1").waitFor();
  await expectGoodLooks(page, width, locale === "fr-FR" ? "En vigueur" : "In force");

  await page.getByRole("row", { name: /EX-1/ }).getByRole("link").click();
  await page.locator(".week").first().waitFor();
  await expectGoodLooks(page, width, locale === "fr-FR" ? "Heures de service" : "Service hours");

  await page.goto(`${trial.url}/contracts/new`);
  await page.getByRole("radio").first().waitFor();
  await expectGoodLooks(page, width, locale === "fr-FR" ? "Modèle" : "Template");
  expect(complaints).toEqual([]);
});

/** Nothing past the edge, nothing without words, nothing that axe finds. */
async function expectGoodLooks(page: Page, width: number, words: string): Promise<void> {
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  const shown = await page.locator("body").innerText();
  expect(shown).toContain(words);
  expect(shown).not.toMatch(/undefined|NaN|\[object/);

  // axe is run by the browser's debugger, for the page's own policy lets no foreign script in.
  await page.evaluate(axe);
  const faults = await page.evaluate(
    "axe.run().then((found) => found.violations.map((v) => v.id + ': ' + v.nodes[0].html))",
  );
  expect(faults).toEqual([]);
}
