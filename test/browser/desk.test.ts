import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { pageFaults } from "../support/page-faults.ts";
import { startTrial, type Trial } from "../support/vigie-try.ts";
import { openPage } from "../support/watched-page.ts";

/**
 * The desk as a technician lives in it, in a real browser on a real collector: a ticket is opened, found
 * in the queue, answered with a wait in one save, and resolved; one that no contract holds says so.
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

test("from the queue to a reply that waits, and to the solution", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  const customerId = await sampleCustomer();
  for (const title of ["The printer says nothing", "A new workstation"]) {
    const weight = { impact: "high", urgency: "high" };
    const asked = { type: "incident", channel: "portal", ...weight };
    await add("/api/tickets", { by: "Anne", title, customerId, ...asked });
  }

  await page.goto(`${trial.url}/tickets`);
  await page.getByRole("link", { name: "The printer says nothing" }).waitFor();
  expect(await page.locator(".queue-table tbody tr").count()).toBe(2);
  await page.locator("body").press("/");
  await page.keyboard.type("printer");
  await expect.poll(() => page.locator(".queue-table tbody tr").count()).toBe(1);
  expect(page.url()).toContain("q=printer");
  expect(await pageFaults(page)).toEqual([]);

  await page.getByRole("checkbox", { name: "Choose ticket 1" }).check();
  await page.getByLabel("You are").fill("Claire");
  await page.getByLabel("What to do").selectOption({ label: "Tag" });
  await page.getByLabel("Tags, with commas between them").fill("printer");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator(".queue-table .tag", { hasText: "printer" }).waitFor();

  // The keys of the table: the first row, then into it.
  await page.getByRole("heading", { name: "Tickets" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The printer says nothing" }).waitFor();
  await page
    .getByText("the machine is in the perimeter")
    .or(page.getByText("the customer has contract"))
    .waitFor();

  await page.getByLabel("Reply to the customer").last().fill("We come **today**.");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator(".composer-preview strong", { hasText: "today" }).waitFor();
  await page
    .getByLabel("Then", { exact: true })
    .selectOption({ label: "and wait for the customer" });
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator(".state", { hasText: "Waiting for customer" }).waitFor();
  await page.locator('.message[data-kind="replied"] strong', { hasText: "today" }).waitFor();

  await page.getByText("Private note").click();
  await page.getByRole("textbox", { name: "Private note" }).fill("Bring a toner.");
  await page.getByRole("button", { name: "Keep the note" }).click();
  await page.locator('.message[data-audience="staff"]', { hasText: "Bring a toner." }).waitFor();
  expect(await pageFaults(page)).toEqual([]);

  const acts = page.getByRole("region", { name: "Act" });
  await acts.getByRole("button", { name: "Resolve" }).click();
  await acts.getByLabel("What solved it").fill("The toner was empty.");
  await acts.getByRole("button", { name: "Resolve" }).last().click();
  await page.locator(".state", { hasText: "Resolved" }).waitFor();
  expect(await ticketNumbered(1)).toMatchObject({ state: "resolved", tags: ["printer"] });
  expect(complaints).toEqual([]);
});

test("a new ticket of a customer without a contract says so before it is opened", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await add("/api/customers", { name: "No Contract Ltd", kind: "business", language: "en" });
  await page.goto(`${trial.url}/tickets`);
  await page.getByRole("link", { name: "New ticket" }).click();
  await page.getByRole("button", { name: "Open the ticket" }).click();
  await page.getByText("Fill in this field.").first().waitFor();
  await page.getByLabel("Customer").selectOption({ label: "No Contract Ltd" });
  const worth = page.getByRole("region", { name: "What the contract says" });
  await worth.getByText("the customer has no contract in force").waitFor();
  await worth.getByText("Billed by the intervention: no promised time runs.").waitFor();
  await page.getByLabel("Subject").fill("The backup fails");
  expect(await pageFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "Open the ticket" }).click();
  await page.getByText("Say who you are").waitFor();
  await page.getByLabel("You are").fill("Claire");
  await page.getByRole("button", { name: "Open the ticket" }).click();
  await page.getByRole("heading", { name: "The backup fails" }).waitFor();
  await page.getByText("No contract", { exact: true }).waitFor();
  expect(await page.locator(".clock").count()).toBe(0);

  await page.getByRole("link", { name: "Ticket queue" }).click();
  await page.getByRole("link", { name: /^Not covered/ }).click();
  const row = page.getByRole("row", { name: /The backup fails/ });
  await row.getByText("no time promised").waitFor();
  expect(complaints).toEqual([]);
});

test("maintenance is planned and taken away, and a rule is tried on the last days", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await page.goto(`${trial.url}/staff`);
  await page.getByRole("button", { name: "New person" }).click();
  await page.getByLabel("Name").fill("Claire");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("row", { name: /Claire/ }).waitFor();
  await page.getByLabel("You are").selectOption({ label: "Claire" });

  await page.getByRole("link", { name: "Maintenance" }).click();
  await page.getByRole("button", { name: "Plan maintenance" }).click();
  const form = page.getByRole("form", { name: "Plan maintenance" });
  await form.getByLabel("Customer").selectOption({ index: 1 });
  await form.getByLabel("Why").fill("Updates");
  await form.getByLabel("Repetition").selectOption({ label: "every week" });
  await form.getByRole("button", { name: "Plan it" }).click();
  const planned = page.getByRole("listitem").filter({ hasText: "Updates" });
  await planned.getByText("every week").waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await planned.getByRole("button", { name: /^Remove/ }).click();
  await page.getByText("No maintenance is planned.").waitFor();

  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByRole("link", { name: "Processor saturated" }).click();
  await page.getByRole("button", { name: "Try it on the last 30 days" }).click();
  await page.getByText("It would not have fired.").waitFor();
  expect(await pageFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "New rule" }).click();
  const own = page.getByRole("form", { name: "New rule" });
  await own.getByLabel("Name").fill("Printing takes long");
  await own.getByLabel("Why").fill("Nobody can print.");
  await own.getByLabel("Fires at (%)").fill("80");
  await own.getByLabel("Back to normal at (%)").fill("70.5");
  expect(await pageFaults(page)).toEqual([]);
  await own.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Printing takes long" }).waitFor();
  expect(page.url()).toContain("/rules?id=rul_");
  await page.getByRole("button", { name: /^Delete this rule/ }).click();
  await page.getByRole("button", { name: /^Yes, delete/ }).click();
  await expect.poll(() => page.getByText("Printing takes long").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("a macro is made and used, a program is told, time is corrected", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  await page.goto(`${trial.url}/macros`);
  await page.getByRole("button", { name: "New macro" }).click();
  const macro = page.getByRole("form", { name: "New macro" });
  await macro.getByLabel("Name").fill("Done from afar");
  await macro.getByRole("button", { name: "Save" }).click();
  await macro.getByText("Say at least one thing that the macro does.").waitFor();
  await macro.getByLabel("Private note").fill("Done from afar.");
  expect(await pageFaults(page)).toEqual([]);
  await macro.getByRole("button", { name: "Save" }).click();
  await page.getByRole("listitem").filter({ hasText: "Done from afar" }).waitFor();

  await page.getByRole("link", { name: "Who is told" }).click();
  await page.getByRole("button", { name: "Tell a program" }).click();
  const webhook = page.getByRole("form", { name: "Tell a program" });
  await webhook.getByLabel("Name of the program").fill("Board");
  await webhook.getByLabel("Address").fill("https://hooks.example.org/vigie");
  await webhook.getByLabel("Ticket closed").uncheck();
  expect(await pageFaults(page)).toEqual([]);
  await webhook.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "It is copied" }).click();
  await page.getByRole("listitem").filter({ hasText: "hooks.example.org" }).waitFor();

  const customerId = await sampleCustomer();
  const asked = { type: "incident", channel: "portal", impact: "low", urgency: "low" };
  await add("/api/tickets", { by: "Anne", title: "A slow screen", customerId, ...asked });
  await page.goto(`${trial.url}/tickets?sort=number`);
  await page.getByRole("link", { name: "A slow screen" }).click();
  await page.getByLabel("You are").selectOption({ index: 1 });
  await page.getByLabel("Macro…").selectOption({ label: "Done from afar" });
  await page.getByRole("button", { name: "Run" }).click();
  await page.locator('.message[data-audience="staff"]', { hasText: "Done from afar." }).waitFor();

  const time = page.getByRole("region", { name: "Time spent" });
  await time.getByText("Enter time by hand").click();
  await time.getByRole("button", { name: "Add this time" }).click();
  await time.getByRole("listitem").filter({ hasText: "30 min" }).waitFor();
  await time.getByRole("button", { name: /^Correct/ }).click();
  await time.getByRole("listitem").getByLabel("Minutes").fill("45");
  await time.getByRole("button", { name: "Keep the correction" }).click();
  await time.getByRole("listitem").filter({ hasText: "45 min" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a call is logged, asks for a ticket after all, and ends in another one", async () => {
  const { page, complaints } = await openPage(browser, { locale: "en-GB" });
  const [customer] = await items("/api/customers");
  await page.goto(`${trial.url}/calls`);
  await page.getByLabel("You are").selectOption({ label: "Claire" });
  await page.getByRole("button", { name: "Log a call" }).click();
  const call = page.getByRole("form", { name: "Log a call" });
  await call.getByLabel("Customer").selectOption({ label: String(customer?.["name"]) });
  await call.getByLabel("What was said").fill("The till does not print.");
  await call.getByLabel("Ticket number").fill("999");
  await call.getByRole("button", { name: "Log the call" }).click();
  await call.getByText("No ticket has this number.").waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await call.getByLabel("Ticket number").fill("");
  await call.getByRole("button", { name: "Log the call" }).click();

  const logged = page.getByRole("listitem").filter({ hasText: "The till does not print." });
  await logged.getByRole("button", { name: "Open a ticket for this call" }).click();
  await logged.getByLabel("Subject").fill("The till does not print");
  await logged.getByLabel("Urgency").selectOption({ label: "high" });
  // The sample contract may take no calls at the hour of this test.
  await logged.getByLabel("Open it even if").check();
  await logged.getByRole("button", { name: "Open the ticket" }).click();
  await page.getByRole("heading", { name: "The till does not print" }).waitFor();

  const terms = page.getByRole("region", { name: "What it is" });
  await terms.getByText("Change the type").click();
  await terms.getByLabel("Type").selectOption({ label: "Request" });
  await terms.getByText(/^Request · .*high urgency$/).waitFor();

  const asked = { type: "request", channel: "portal", impact: "low", urgency: "low" };
  const customerId = customer?.["id"];
  await add("/api/tickets", { by: "Anne", title: "All tills", customerId, ...asked });
  const other = (await items("/api/tickets")).find(({ title }) => title === "All tills");
  await page.getByText("Merge or cancel").click();
  await page.getByLabel("Merge into ticket number").fill(`#${String(other?.["number"])}`);
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByRole("link", { name: "Merged: it goes on in the other ticket" }).click();
  await page.getByRole("heading", { name: "All tills" }).waitFor();

  await page.goto(`${trial.url}/tickets?type=request`);
  await page.getByRole("button", { name: "Keep this view" }).click();
  await page.getByLabel("Name of the view").fill("What people ask for");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "What people ask for" }).waitFor();
  expect(complaints).toEqual([]);
});

async function sampleCustomer(): Promise<string> {
  const [customer] = await items("/api/customers");
  return String(customer?.["id"]);
}

async function ticketNumbered(number: number): Promise<unknown> {
  return (await items("/api/tickets")).find((ticket) => ticket["number"] === number);
}

async function items(path: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${trial.url}${path}`);
  const body: { items: Record<string, unknown>[] } = JSON.parse(await answer.text());
  return body.items;
}

async function add(path: string, body: object): Promise<void> {
  const answer = await fetch(`${trial.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBe(201);
}
