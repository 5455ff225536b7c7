import type { NoticeKind } from "@vigie/shared/notice.ts";
import { NOTICE_KINDS } from "@vigie/shared/notice.ts";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { toLetter } from "../../../collector/notices/content.ts";
import { toHtmlPage, toPlain } from "../../../collector/notices/letter.ts";
import { toMessage } from "../../../collector/notices/message.ts";
import type { Reader } from "../../../collector/notices/reader.ts";
import type { Chapter } from "../../../collector/notices/story.ts";
import { toTimeText } from "../../../collector/notices/times.ts";
import type { TicketListRow, TicketTransitionRow } from "../../../collector/registry/registry.ts";
import { notice } from "../../contract/registry/notice-rows.ts";
import { target, ticket } from "../../contract/registry/rows.ts";

/** What mails say, to whom, and that nobody's words become anything but words. */

const AT_MS = Temporal.Instant.from("2026-11-23T09:00:00Z").epochMilliseconds;

const NAMES = {
  customerName: "Garage Petit",
  siteName: "Lyon",
  machineName: "PC-COMPTA",
  equipmentName: null,
  equipmentKind: null,
  requesterName: null,
  requesterEmail: null,
  ruleKey: "volume_almost_full",
  ruleWords: null,
  contractId: null,
  contractName: null,
  assigneeName: null,
  teamName: null,
  parentNumber: null,
  tags: [],
};
const row = (change: Partial<TicketListRow> = {}): TicketListRow => ({
  ...ticket({ number: 123, priority: 1, object: "C:" }),
  ...NAMES,
  targets: [
    target({ kind: "restoration", state: "running", dueAtMs: AT_MS + 4 * 3_600_000 }),
    target({ id: "tgt_2", kind: "acknowledgement", state: "running", dueAtMs: AT_MS + 3_600_000 }),
  ],
  ...change,
});
const line = (change: Partial<TicketTransitionRow> = {}): TicketTransitionRow => ({
  ticketId: "tic_1",
  kind: "opened",
  atMs: AT_MS,
  effectiveAtMs: AT_MS,
  actor: "vigie",
  fromState: null,
  toState: "new",
  parameters: {},
  promises: null,
  text: null,
  ...change,
});
const chapter = (kind: NoticeKind = "ticket_opened", change: Partial<Chapter> = {}): Chapter => ({
  row: notice({ kind, ticketId: "tic_1", createdAtMs: AT_MS }),
  ticket: row(),
  line: line(),
  recipientName: undefined,
  ...change,
});

const staff: Reader = {
  kind: "staff",
  id: "stf_1",
  mailbox: { name: "Nadia", address: "nadia@provider.example" },
  language: "fr",
  timeZone: "Europe/Paris",
};
const contact: Reader = { ...staff, kind: "contact", id: "ctc_1" };
const publicUrl = "https://vigie.example";

const letter = (story: readonly Chapter[], reader = staff) =>
  toLetter(story, { reader, publicUrl });
const plain = (story: readonly Chapter[], reader = staff) =>
  toPlain(letter(story, reader), reader.language === "fr" ? " :" : ":");

test("a mail to the staff says what happened, what it means, until when, and where", () => {
  expect(letter([chapter()]).subject).toBe("[#123] P1 PC-COMPTA : Volume presque plein C:");
  expect(plain([chapter()])).toBe(`#123 Volume presque plein C:

lundi 23 novembre 2026 à 10:00 UTC+1 (Europe/Paris) : Un nouveau ticket est ouvert.

Priorité : P1
Client : Garage Petit
Site : Lyon
Objet : PC-COMPTA
Affecté à : personne
Couverture : Couvert par le contrat : ses délais promis courent.
Échéance : prise en charge avant le lundi 23 novembre 2026 à 11:00 UTC+1 (Europe/Paris)

Ouvrir le ticket : https://vigie.example/tickets/tic_1

-- 
Vous recevez ce courriel d'après les règles de notification de Vigie.
`);
});

test("in the reader's language and zone", () => {
  const reader = { ...staff, language: "en", timeZone: "Pacific/Auckland" } as const;
  const said = plain([chapter("assigned", { line: line({ actor: "Ana" }) })], reader);
  expect(said).toContain(
    "Monday, 23 November 2026 at 22:00 GMT+13 (Pacific/Auckland): The ticket was given to somebody by Ana.",
  );
});

describe("a subject", () => {
  test.for<[string, readonly Chapter[], string]>([
    [
      "says why it came, where the ticket's words do not",
      [chapter("breached", { line: line({ parameters: { target: "restoration" } }) })],
      "[#123] P1 PC-COMPTA : Volume presque plein C: (échéance dépassée)",
    ],
    [
      "holds no line of its own, and nothing that turns its letters",
      [chapter("ticket_opened", { ticket: row({ title: "a\r\nBcc: x@y\u202e" }) })],
      "[#123] P1 PC-COMPTA : a Bcc: x@y",
    ],
    [
      "is cut where nobody reads on",
      [
        chapter("breached", {
          ticket: row({ title: "é".repeat(500), machineName: "m".repeat(500) }),
        }),
      ],
      `[#123] P1 ${"m".repeat(39)}… : ${"é".repeat(89)}… (échéance dépassée)`,
    ],
    [
      "of several tickets says how many",
      [chapter(), chapter("ticket_opened", { ticket: row({ id: "tic_2", number: 124 }) })],
      "Vigie : du nouveau sur 2 tickets",
    ],
  ])("%s", async ([, story, subject]) => {
    expect((await parsed(letter(story))).subject).toBe(subject);
  });
});

async function parsed(made: ReturnType<typeof letter>) {
  const raw = await toMessage(made, {
    from: { name: 'Support "R&D", <é>', address: "support@provider.example" },
    to: { name: "Nadia\r\nBcc: x@y", address: "nadia@provider.example" },
    messageId: "ntc_1.x@provider.example",
    references: ["tic_1.x@provider.example"],
    atMs: AT_MS,
    automatic: "generated",
  });
  return PostalMime.parse(raw);
}

test("a message has the headers by which programs treat it well", async () => {
  const mail = await parsed(letter([chapter()]));
  expect(mail).toMatchObject({
    from: { name: 'Support "R&D", <é>', address: "support@provider.example" },
    to: [{ name: "Nadia Bcc: x@y", address: "nadia@provider.example" }],
    messageId: "<ntc_1.x@provider.example>",
    inReplyTo: "<tic_1.x@provider.example>",
    references: "<tic_1.x@provider.example>",
    date: "2026-11-23T09:00:00.000Z",
  });
  const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
  expect(headers.get("auto-submitted")).toBe("auto-generated");
  expect(headers.get("x-auto-response-suppress")).toBe("All");
  expect(headers.get("list-id")).toBe("Vigie <notices.provider.example>");
  expect(headers.has("bcc")).toBe(false);
});

describe("what people wrote", () => {
  const wrote = (text: string) =>
    toHtmlPage(
      letter([chapter("customer_replied", { line: line({ kind: "customer_wrote", text }) })]),
    );

  test("is Markdown", () => {
    expect(wrote("**gras** et [lien](https://example.org/a?b=1&c=2)")).toContain(
      '<strong>gras</strong> et <a href="https://example.org/a?b=1&amp;c=2">lien</a>',
    );
  });

  test.for([
    ["<script>alert(1)</script>", "a script"],
    ['<img src=x onerror="alert(1)">', "a picture that calls"],
    ["[a](javascript:alert(1))", "a link that acts"],
    ["[a](data:text/html,x)", "a link that is a page"],
    ["[a](vbscript:x)", "a link that acts elsewhere"],
    ["![a](https://evil.example/pixel.gif)", "a picture that tells who reads"],
    ["<https://ok.example> <style>*{display:none}</style>", "a style"],
    ['"><svg onload=alert(1)>', "the end of an attribute"],
  ] as const)("%s is text: %s", ([text]) => {
    const page = wrote(text);
    expect(page).not.toMatch(/<(script|img|svg|style|iframe)/i);
    expect(page).not.toMatch(/href="(?!https?:|mailto:)/i);
    expect(tagsOf(page)).toEqual([]);
  });

  test("a title is text too", () => {
    const page = toHtmlPage(
      letter([chapter("ticket_opened", { ticket: row({ title: "<b>&\"'" }) })]),
    );
    expect(page).toContain("#123 &lt;b&gt;&amp;&quot;&#39;");
  });

  test("that is endless is cut, and the mail says so", () => {
    const said = plain([
      chapter("customer_replied", {
        line: line({ kind: "customer_wrote", text: "é".repeat(30_000) }),
      }),
    ]);
    expect(said.length).toBeLessThan(22_000);
    expect(said).toContain("[La suite du texte est dans Vigie.]");
  });
});

/** Tags that were opened and not closed, or the other way round, in order. */
function tagsOf(page: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (["meta", "br", "hr"].includes(name)) continue;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

describe("every kind", () => {
  test.for(NOTICE_KINDS.flatMap((kind) => [["fr", kind] as const, ["en", kind] as const]))(
    "in %s has its words: %s",
    ([language, kind]) => {
      const parameters = {
        target: "restoration",
        step: "75%",
        machines: 40,
        code: "mail_deferred",
      };
      const told = chapter(kind, { line: line({ actor: "Ana", parameters }) });
      const made = letter([{ ...told, row: { ...told.row, parameters } }], { ...staff, language });
      const page = toHtmlPage(made);
      expect(tagsOf(page)).toEqual([]);
      expect(page).not.toMatch(/undefined|null|NaN|\[object/);
      expect(page).not.toMatch(/<link|<script|src=|url\(/);
    },
  );
});

describe("a customer", () => {
  const PRIVATE = "le mot de passe est 1234";

  test("is told what the staff wrote to them, and how to go on", () => {
    const said = plain(
      [
        chapter("staff_replied", {
          line: line({ kind: "replied", actor: "Ana", text: "Bonjour **Léa**" }),
        }),
      ],
      contact,
    );
    expect(said).toBe(`Volume presque plein C:

--- Merci de répondre au-dessus de cette ligne ---

Ana a écrit :

Bonjour **Léa**

-- 
Répondez à ce courriel pour continuer le ticket n° 123.
`);
  });

  test.for(NOTICE_KINDS)("never reads a private note: %s", (kind) => {
    for (const noted of ["commented", "waiting", "resolved", "called"] as const) {
      const told = chapter(kind, { line: line({ kind: noted, text: PRIVATE }) });
      for (const reader of [contact, { ...contact, kind: "address" } as const]) {
        expect(plain([told], reader)).not.toContain(PRIVATE);
        expect(toHtmlPage(letter([told], reader))).not.toContain(PRIVATE);
      }
    }
  });

  test("reads nothing of priorities, coverage or who has the ticket", () => {
    const said = plain([chapter("ticket_opened")], contact);
    for (const word of ["P1", "Couverture", "Affecté", "vigie.example"])
      expect(said).not.toContain(word);
  });
});

test("a time says its zone, and which of two hours it means as clocks go back", () => {
  const at = (text: string) =>
    toTimeText(Temporal.Instant.from(text).epochMilliseconds, {
      language: "fr",
      timeZone: "Europe/Paris",
    });
  expect(at("2026-10-25T00:30:00Z")).toBe("dimanche 25 octobre 2026 à 02:30 UTC+2 (Europe/Paris)");
  expect(at("2026-10-25T01:30:00Z")).toBe("dimanche 25 octobre 2026 à 02:30 UTC+1 (Europe/Paris)");
  const gone = toTimeText(AT_MS, { language: "en", timeZone: "Mars/Olympus" });
  expect(gone).toContain("(UTC)");
});
