import type { MachineDetail } from "@vigie/shared/machine.ts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { startTrial, type Trial } from "../support/vigie-try.ts";
import { openPage } from "../support/watched-page.ts";

/**
 * The story that a first visitor lives: `vigie try`, the page, the very machine, an alert that is
 * provoked, the ticket that opens by itself, and the recovery. In a real browser, on real parts.
 */

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

test("from the address to a ticket that opened by itself and recovered", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await page.goto(trial.url);

  await page.getByText("Live", { exact: true }).first().waitFor();
  const upTime = () => read("uptime_seconds");
  const first = await expect.poll(upTime, { timeout: 20_000 }).toBeGreaterThan(0).then(upTime);
  const shown = () => page.locator(".tiles").innerText();
  await page.locator(".tiles .tile").nth(3).waitFor();
  const before = await shown();
  await expect.poll(upTime, { timeout: 25_000 }).toBeGreaterThan(first);
  await expect.poll(shown, { timeout: 10_000 }).not.toBe(before);

  await page.getByRole("button", { name: /^Lower the threshold/ }).click();
  const opened = page.getByText(/^Ticket 1 opened: acknowledgement by .+, restoration by .+/);
  await opened.waitFor({ timeout: 10_000 });
  const [ticket] = await items("/api/tickets");
  expect(ticket).toMatchObject({ number: 1, state: "new", metric: "memory_used_percent" });
  expect(await page.getByText(/of working time/).count()).toBeGreaterThan(0);

  await page.getByRole("button", { name: /^Put the threshold back/ }).click();
  await page.getByText("Back to normal: ticket 1 resolved").waitFor({ timeout: 10_000 });
  expect(await items("/api/tickets")).toMatchObject([{ number: 1, state: "resolved" }]);

  await opened.click();
  const history = page.getByRole("dialog");
  await history
    .getByText(/resolved/i)
    .first()
    .waitFor();

  expect(complaints).toEqual([]);
  expect(await cspReports()).toBe(0);
});

test("a collector that goes away is said, and the page goes on when it is back", async () => {
  const { page } = await openPage(browser, { locale: "en-GB" });
  await page.goto(trial.url);
  await page.getByText("Live", { exact: true }).first().waitFor();
  await trial.restart(() =>
    page
      .getByText(/^Reconnecting/)
      .first()
      .waitFor({ timeout: 20_000 }),
  );
  await page.getByText("Live", { exact: true }).first().waitFor({ timeout: 40_000 });
  await page
    .getByText("last report just now")
    .or(page.getByText(/last report [1-9] s ago/))
    .first()
    .waitFor({ timeout: 40_000 });
}, 90_000);

async function items(path: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${trial.url}${path}`);
  expect(answer.status).toBe(200);
  const body: unknown = await answer.json();
  if (typeof body !== "object" || body === null || !("items" in body)) throw new Error(path);
  if (!Array.isArray(body.items)) throw new Error(path);
  return body.items;
}

/** The machine's newest value of a metric; -1 while there is none. */
async function read(metric: string): Promise<number> {
  const [machine] = await items("/api/machines");
  const answer = await fetch(`${trial.url}/api/machines/${String(machine?.["id"])}`);
  const { latest }: Pick<MachineDetail, "latest"> = JSON.parse(await answer.text());
  return latest.find((value) => value.metric === metric)?.value ?? -1;
}

async function cspReports(): Promise<number> {
  const metrics = await (await fetch(`${trial.url}/metrics`)).text();
  return Number(/^vigie_csp_reports_total (\d+)/m.exec(metrics)?.[1]);
}
