import type { VersionDocument } from "@vigie/shared/contract-version.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { pageFaults } from "../support/page-faults.ts";
import { startTrial, type Trial } from "../support/vigie-try.ts";
import { openPage } from "../support/watched-page.ts";

/**
 * The contract pages in a real browser on a real collector: the sample's contract is read by clause,
 * asked for a due time, amended, put in force and compared; another one is started from a template.
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

test("a contract is found, read by clause and asked when something would be due", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await page.goto(trial.url);
  await page.getByRole("link", { name: "Contracts" }).click();
  const row = page.getByRole("row", { name: /EX-1/ });
  await row.getByText("In force").waitFor();
  await expectNoFaults(page);
  await row.getByRole("link").click();

  const levels = page.getByRole("region", { name: "Service levels" });
  await levels.getByRole("row", { name: /^P1/ }).getByText("4 h working time").waitFor();
  await levels.getByText("Wording of the clause").click();
  expect(await levels.locator(".wording").innerText()).not.toContain("{{");
  const perimeter = page.getByRole("region", { name: "Perimeter" });
  await perimeter.getByText("What is covered, and why").click();
  await perimeter.getByText("covered: everything the customer has").first().waitFor();

  const due = page.getByRole("region", { name: "When would it be due?" });
  // A Friday, half an hour before the office closes: the rest of the hour is Monday's.
  await due.getByLabel("Opened").fill("2026-11-20T17:30");
  await due.getByRole("button", { name: "Work it out" }).click();
  await due.getByText("due Mon 23 Nov 09:30").waitFor();
  expect(page.url()).toContain("at=2026-11-20T17%3A30");
  await due.getByText("Time that counts, and escalations").first().click();
  await due.getByText("Fri 20 Nov 17:30 – 18:00").first().waitFor();
  await expectNoFaults(page);

  await due.getByLabel("Waiting for the customer from").fill("2026-11-20T17:45");
  await due.getByLabel("until").fill("2026-11-20T17:40");
  await due.getByRole("button", { name: "Work it out" }).click();
  await due.getByText("The wait ends before it begins.").waitFor();
  await page.goBack();
  await due.getByText("due Mon 23 Nov 09:30").waitFor();

  await page.getByLabel("Language").selectOption("fr");
  await page.getByText("dû lun. 23 nov. 9 h 30").waitFor();
  await page
    .getByRole("region", { name: "Niveaux de service" })
    .getByRole("row", { name: /^P1/ })
    .getByText("4 h ouvrées")
    .waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe("fr");
  expect(complaints).toEqual([]);
  expect(await cspReports()).toBe(0);
});

test("an amendment is written, reviewed, put in force and compared", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await page.goto(`${trial.url}/contracts`);
  await page.getByRole("row", { name: /EX-1/ }).getByRole("link").click();
  await page.getByRole("button", { name: "Prepare an amendment" }).click();

  const draft = page.getByRole("region", { name: "Draft" });
  // Nothing is written yet: it says what version 1 says, and nobody needs to read that again.
  await draft.getByText("the effective day").waitFor();
  expect(await draft.getByText(/to review/).count()).toBe(0);
  const putInForce = draft.getByRole("button", { name: "Put in force" });
  expect(await putInForce.isDisabled()).toBe(true);
  await page.getByLabel("Restoration, priority 1, in hours and minutes").fill("1 h 59 min 40 s");
  await draft.getByText("1 clause to review").waitFor();
  await draft.getByLabel("Effective day").fill(tomorrow());
  await draft.getByRole("button", { name: "Save the draft" }).click();
  await draft.getByText("Saved", { exact: true }).waitFor();
  await expectNoFaults(page);

  await page.reload();
  expect(await page.getByLabel("Restoration, priority 1, in hours and minutes").inputValue()).toBe(
    "1 h 59 min 40 s",
  );

  // Somebody else saves it meanwhile: what is written here is neither lost nor wins.
  await page.getByLabel("Restoration, priority 2, in hours and minutes").fill("8 h");
  await saveElsewhere(page.url());
  await draft.getByRole("button", { name: "Save the draft" }).click();
  await draft.getByText(/^Somebody changed this draft meanwhile/).waitFor();
  expect(await page.getByLabel("Restoration, priority 2, in hours and minutes").inputValue()).toBe(
    "8 h",
  );
  await draft.getByRole("button", { name: "Load the draft again" }).click();
  const second = page.getByLabel("Restoration, priority 2, in hours and minutes");
  await expect.poll(() => second.inputValue()).toBe("9 h");
  await draft.getByText("Saved", { exact: true }).waitFor();
  await page.getByText("Version 2, draft, planned for").first().waitFor();
  expect(await page.getByText("In force", { exact: true }).count()).toBe(0);
  await page.getByLabel("Clause reviewed: Service levels").check();
  expect(await page.getByLabel(/^Clause reviewed/).count()).toBe(1);
  await draft.getByText("Nothing is missing").waitFor();
  await putInForce.click();
  await draft.waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Compare 1 and 2" }).click();
  await page.getByText("Restoration P1: 4 h working time → 1 h 59 min 40 s working time").waitFor();
  await expectNoFaults(page);
  await page.goBack();
  await page.getByText("This is not the version that holds today.").waitFor();
  // Browsers report every refused request, the one of the conflict too.
  expect(complaints.filter((text) => !text.includes("412"))).toEqual([]);
  expect(await cspReports()).toBe(0);
});

test("a public holiday is opened: the calendar's next version", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await page.goto(`${trial.url}/contracts`);
  await page.getByRole("row", { name: /EX-1/ }).getByRole("link").click();
  const hours = page.getByRole("region", { name: "Service hours" });
  await hours.getByText("version 1").waitFor();
  await hours.getByText(/^Public holidays/).click();
  await hours.getByRole("switch", { name: /Whit Monday/ }).check();
  await expectNoFaults(page);
  await hours.getByRole("button", { name: "Save the calendar" }).click();
  await hours.getByText("version 2").waitFor();
  await hours.getByText(/^Public holidays/).click();
  expect(await hours.getByRole("switch", { name: /Whit Monday/ }).isChecked()).toBe(true);
  expect(complaints).toEqual([]);
});

test("a contract starts from a template, and says what it still lacks", async () => {
  const { page, complaints } = await openPage(browser, { locale: "fr-FR" });
  await page.goto(`${trial.url}/contracts/new`);
  await page.getByLabel("Serveurs critiques 24/7").check();
  await page.getByRole("button", { name: "Créer le brouillon" }).click();
  expect(await page.getByText("Remplissez ce champ.").count()).toBe(2);
  await expectNoFaults(page);

  await page
    .getByLabel("Client", { exact: true })
    .selectOption({ label: "Atelier Marin (exemple)" });
  await page.getByLabel("Numéro du contrat").fill("2026-014");
  await page.getByRole("button", { name: "Créer le brouillon" }).click();
  const draft = page.getByRole("region", { name: "Brouillon" });
  await draft.getByText(/valeurs à remplir/).waitFor();
  await draft.getByText("la date d’effet").waitFor();
  expect(await draft.getByLabel("Nom du client").inputValue()).toBe("Atelier Marin (exemple)");

  const before = Number.parseInt(await draft.getByText(/valeurs à remplir/).innerText(), 10);
  await draft.getByLabel(/Forfait mensuel/).fill("1250.50");
  await draft.getByText(`${before - 1} valeurs à remplir`).waitFor();
  await draft.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await page
    .getByRole("region", { name: "Prix" })
    .getByText(/1\s250,50\s€ par mois/)
    .waitFor();
  await expectNoFaults(page);

  const [draftUrl, list] = [page.url(), page.getByRole("link", { name: "Contrats" })];
  await list.click();
  await page
    .getByRole("row", { name: /2026-014/ })
    .getByText("Brouillon")
    .waitFor();
  await page.getByRole("searchbox").fill("EX-1");
  await page.getByRole("row", { name: /2026-014/ }).waitFor({ state: "detached" });
  expect(page.url()).toContain("search=EX-1");

  await page.goto(draftUrl);
  await draft.getByRole("button", { name: "Supprimer le brouillon" }).click();
  await draft.getByText("le contrat disparaît avec elle").waitFor();
  await draft.getByRole("button", { name: "Supprimer le brouillon" }).click();
  await page.getByRole("row", { name: /EX-1/ }).waitFor();
  await page.getByRole("row", { name: /2026-014/ }).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
  expect(await cspReports()).toBe(0);
});

/** Saves a draft as it is, which is an edit all the same. */
async function saveElsewhere(pageUrl: string): Promise<void> {
  const url = pageUrl.replace("/contracts/", "/api/contracts/");
  const answer = await fetch(url);
  const document: VersionDocument = JSON.parse(await answer.text());
  const { clauses, texts, variables, reviewed, effectiveOn } = document;
  const saved = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": answer.headers.get("etag") ?? "" },
    body: JSON.stringify({
      clauses,
      texts,
      variables,
      reviewed,
      effectiveOn,
      signedOn: "2026-11-20",
    }),
  });
  expect(saved.status).toBe(200);
}

/** Nothing that axe finds; it is run by the debugger, for the page lets no foreign script in. */
async function expectNoFaults(page: Page): Promise<void> {
  expect(await pageFaults(page)).toEqual([]);
}

/** The day after today, as a form has it: a version may not begin before the one in force. */
function tomorrow(): string {
  return Temporal.Now.plainDateISO("Europe/Paris").add({ days: 1 }).toString();
}

async function cspReports(): Promise<number> {
  const metrics = await (await fetch(`${trial.url}/metrics`)).text();
  return Number(/^vigie_csp_reports_total (\d+)/m.exec(metrics)?.[1]);
}
