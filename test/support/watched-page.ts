import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page, and everything that it or its browser complained of. */
export type WatchedPage = { readonly page: Page; readonly complaints: readonly string[] };

export async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext({ timezoneId: "Europe/Paris", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
  page.on("requestfailed", (request) => {
    // A page that is left gives up what it was reading.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    complaints.push(`failed: ${request.url()}`);
  });
  return { page, complaints };
}
