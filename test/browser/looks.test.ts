import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { pageFaults } from "../support/page-faults.ts";
import { startTrial, type Trial } from "../support/vigie-try.ts";
import { openPage } from "../support/watched-page.ts";

/** The page for everybody: both languages, light and dark, a phone; nothing that axe finds. */

let trial: Trial;
let browser: Browser;

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

/** Each with a word that is there once the page is. */
const DESK_PAGES = [
  ["/tickets", "Rien à traiter", "Nothing to do"],
  ["/tickets/new", "Ce que dit le contrat", "What the contract says"],
  ["/tickets/0", "Ce ticket n’est pas là.", "This ticket is not there."],
  ["/mail", "Aucun courriel n’attend de décision.", "No mail waits for a decision."],
  ["/calls", "Aucun appel n’a encore été noté.", "No call has been logged yet."],
  ["/windows", "Aucune maintenance n’est prévue.", "No maintenance is planned."],
  ["/rules", "Processeur saturé", "Processor saturated"],
  ["/rotas", "Aucun tour d’astreinte n’existe encore", "There is no rota yet"],
  ["/escalations", "P1 que personne ne prend", "P1 that nobody takes"],
  ["/outages", "Aucun site n’est en panne.", "No site is away."],
  ["/macros", "Il n’y a pas encore de macro.", "There is no macro yet."],
  ["/told", "Nouveaux tickets P1", "New P1 tickets, to dispatchers"],
  ["/staff", "Personne n’est encore inscrit.", "Nobody is registered yet."],
  ["/notices", "Aucun envoi.", "Nothing was sent."],
] as const;

test.for([
  ["fr-FR", "light", 390],
  ["en-GB", "dark", 1280],
] as const)("the desk: %s, %s, %i px wide", async ([locale, colorScheme, width]) => {
  const viewport = { width, height: 900 };
  const { page, complaints } = await openPage(browser, { locale, colorScheme, viewport });
  for (const [path, fr, en] of DESK_PAGES) {
    const words = locale === "fr-FR" ? fr : en;
    await page.goto(trial.url + path);
    await page.getByText(words).first().waitFor();
    await expectGoodLooks(page, width, words);
  }
  expect(complaints).toEqual([]);
});

/** Nothing past the edge, nothing without words, nothing that axe finds. */
async function expectGoodLooks(page: Page, width: number, words: string): Promise<void> {
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  const shown = await page.locator("body").innerText();
  expect(shown).toContain(words);
  expect(shown).not.toMatch(/undefined|NaN|\[object/);
  expect(await pageFaults(page)).toEqual([]);
}
