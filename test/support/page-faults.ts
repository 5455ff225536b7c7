import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds wrong with a page, each with the element. It is run by the browser's debugger, for the
 * page's own policy lets no foreign script in.
 */
export async function pageFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    "axe.run().then((found) => found.violations.map((v) => v.id + ': ' + v.nodes[0].html))",
  );
}
