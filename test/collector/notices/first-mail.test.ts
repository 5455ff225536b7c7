import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CollectorProcess, startCollector } from "../../support/collector-process.ts";
import { eventually } from "../../support/eventually.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { type MailServer, refusal, startMailServer } from "../../support/mail-server.ts";

/** Out of the box: a mail server is set and a dispatcher has an address; nothing else is configured. */

let folder: ReturnType<typeof freshFolder>;
let server: MailServer;
let isRefusing = false;

beforeEach(async () => {
  folder = freshFolder();
  isRefusing = false;
  server = await startMailServer({
    onRecipient: () => (isRefusing ? refusal(550, "no such user here") : undefined),
  });
});
afterEach(async () => {
  await server.close();
  folder[Symbol.dispose]();
});

const environment = () => ({
  VIGIE_SMTP_HOST: "localhost",
  VIGIE_SMTP_PORT: String(server.settings.port),
  VIGIE_SMTP_CA: join(import.meta.dirname, "../../fixtures/tls/certificate.pem"),
  VIGIE_MAIL_FROM: "Support <support@provider.example>",
});

async function post(collector: CollectorProcess, path: string, body: object) {
  const answer = await fetch(`${collector.httpUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const said: unknown = await answer.json();
  expect(answer.status, JSON.stringify(said)).toBe(201);
  return said;
}

function idOf(document: unknown): string {
  if (typeof document === "object" && document !== null && "id" in document)
    return String(document.id);
  throw new Error("no id");
}

test("a new P1 reaches the dispatcher by mail within five seconds", async () => {
  const collector = await startCollector({ folder: folder.path, environment: environment() });
  try {
    await post(collector, "/api/staff", {
      name: "Nadia",
      email: "nadia@provider.example",
      language: "fr",
      role: "dispatcher",
      timeZone: "Europe/Paris",
    });
    const customer = { name: "Garage Petit", kind: "business", language: "fr", reference: null };
    const customerId = idOf(await post(collector, "/api/customers", customer));
    const sentMs = performance.now();
    await post(collector, "/api/tickets", {
      by: "Karim",
      title: "Serveur en panne",
      customerId,
      type: "incident",
      impact: "high",
      urgency: "high",
      channel: "phone",
    });
    await eventually("the mail arrives", () => server.taken.length > 0);
    expect(performance.now() - sentMs).toBeLessThan(5_000);
    expect(server.taken).toMatchObject([
      {
        from: "support@provider.example",
        to: "nadia@provider.example",
        mail: { subject: "[#1] P1 Garage Petit : Serveur en panne" },
      },
    ]);
  } finally {
    await collector.stop();
  }
}, 30_000);

describe("vigie mail test", () => {
  function vigie(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const { PATH } = process.env;
    const child = spawn(process.execPath, ["collector/main.ts", "mail", ...words], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH, LANG: "C.UTF-8", VIGIE_DATA: folder.path, ...environment() },
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
  }

  test("sends one mail, and says who took it", async () => {
    const { port } = server.settings;
    expect(await vigie("test", "--to", "it@provider.example")).toEqual({
      code: 0,
      out: `localhost:${port} took a mail for it@provider.example.\n`,
      err: "",
    });
    expect(server.taken).toMatchObject([
      { to: "it@provider.example", mail: { subject: "Vigie can send mails" } },
    ]);
  });

  test("says in words what stands against it", async () => {
    isRefusing = true;
    expect(await vigie("test", "--to", "it@provider.example")).toEqual({
      code: 1,
      out: "",
      err: "vigie: The mail server refuses the recipient: 550 no such user here. Check the address.\n",
    });
  });

  test.for([
    ["no address", ["test", "--to", "it"], 1, 'refuses the recipient: "it" is no address'],
    ["no word", [], 2, "There is no command mail."],
    ["another word", ["send", "--to", "it@provider.example"], 2, "There is no command mail send."],
  ] as const)("with %s it says so", async ([, words, code, line]) => {
    const ended = await vigie(...words);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(line);
  });
});
