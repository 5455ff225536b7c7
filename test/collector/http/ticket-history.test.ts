import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TicketTransitionRow } from "../../../collector/registry/registry.ts";
import { transition } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { OPENED_MS, TICKET } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

/** Tickets of which a lot was said. */

const HOUR_MS = 3_600_000;

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const path = `/api/tickets/${TICKET}`;

/** Writes lines behind those that the ticket has; comments have their place as text. */
async function write(lines: readonly Partial<TicketTransitionRow>[]): Promise<void> {
  await server.registry.commit(async ({ tickets }) => {
    for (const line of lines)
      await tickets.addTransition(transition({ ...line, ticketId: TICKET }));
  });
}

const comments = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: String(index + 1) }));

async function say(text: string) {
  const { status, text: answer } = await ask(server.port, {
    method: "POST",
    path: `${path}/comments`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ by: "Léo", text }),
  });
  return { status, document: JSON.parse(answer) };
}

async function read() {
  return JSON.parse((await ask(server.port, { path })).text);
}

const textsOf = ({ transitions }: { transitions: readonly { text: string | null }[] }) =>
  transitions.map(({ text }) => text);

test("a history of up to 200 lines is given whole", async () => {
  await write(comments(199));
  const ticket = await read();
  expect(textsOf(ticket)).toEqual([null, ...comments(199).map(({ text }) => text)]);
  expect(ticket.transitionsOmitted).toBe(0);
});

test("of a longer one the newest 200 lines are given, oldest first, by acts too", async () => {
  await write(comments(250));
  const ticket = await read();
  expect(textsOf(ticket)).toEqual(
    comments(250)
      .slice(50)
      .map(({ text }) => text),
  );
  expect(ticket.transitionsOmitted).toBe(51);

  const { document } = await say("and one more");
  expect(document).toMatchObject({ transitionsOmitted: 52 });
  expect(document.transitions).toHaveLength(200);
  expect(textsOf(document).at(-1)).toBe("and one more");
});

test("a ticket takes 1,000 comments, and refuses the next one in words", async () => {
  await write(comments(999));
  expect((await say("the thousandth")).status).toBe(200);
  const { status, document } = await say("one too many");
  expect(status).toBe(409);
  expect(document).toMatchObject({ code: "ticket_full", parameters: { detail: "1000" } });
  expect(textsOf(await read()).at(-1)).toBe("the thousandth");
});

test("time in which it was closed counts for no promise, however long ago that was", async () => {
  await write([
    { kind: "resolved", atMs: OPENED_MS + HOUR_MS },
    { kind: "reopened", atMs: OPENED_MS + 2 * HOUR_MS },
    ...comments(250),
  ]);
  server.clock.now = Temporal.Instant.fromEpochMilliseconds(OPENED_MS + 3 * HOUR_MS);
  expect((await read()).targets).toMatchObject([{ elapsedSeconds: 2 * 3_600 }]);
});

describe("a part of a history", () => {
  const pageOf = async (query: string) =>
    JSON.parse((await ask(server.port, { path: `${path}/transitions${query}` })).text);
  const textsIn = ({ items }: { items: readonly { text: string | null }[] }) =>
    items.map(({ text }) => text);

  test("is read backwards by its cursor, each line once, the oldest of a part first", async () => {
    await write(comments(250));
    const read250 = [];
    let page = await pageOf("?limit=100");
    for (;;) {
      read250.unshift(...textsIn(page));
      if (page.nextCursor === null) break;
      page = await pageOf(`?limit=100&cursor=${encodeURIComponent(page.nextCursor)}`);
    }
    expect(read250).toEqual([null, ...comments(250).map(({ text }) => text)]);
  });

  test("comes before a line that is named", async () => {
    await write(comments(5));
    const { transitions } = await read();
    const page = await pageOf(`?before=${transitions[3].id}&limit=2`);
    expect(page.items).toEqual(transitions.slice(1, 3));
    expect((await pageOf(`?before=${transitions[0].id}`)).items).toEqual([]);
  });

  test("is cut where much was written, but never to nothing", async () => {
    const long = "é".repeat(32 * 1_024);
    await write(Array.from({ length: 20 }, () => ({ text: long })));
    const ticket = await read();
    expect([ticket.transitions.length, ticket.transitionsOmitted]).toEqual([16, 5]);
    await write([{ text: "x".repeat(2 * 1_024 ** 2) }]);
    expect((await read()).transitions).toHaveLength(1);
  });

  test("has a cursor of its own", async () => {
    await write(comments(5));
    const { nextCursor } = await pageOf("?limit=2");
    const other = `/api/tickets/${TICKET}/time-entries?cursor=${encodeURIComponent(nextCursor)}`;
    const { text } = await ask(server.port, { path: other });
    expect(JSON.parse(text).code).toBe("cursor_invalid");
  });
});

test.for([
  ["that just fits", 200, "x".repeat(65_536)],
  ["of a byte more", 400, "x".repeat(65_537)],
  ["of fewer letters, but two bytes each", 400, "é".repeat(32_769)],
  ["of Markdown, kept as it was written", 200, "# Titre\n\n- un\n- deux\n\n<b>gras</b>"],
  ["with a character that PostgreSQL keeps nowhere", 400, "a\u0000b"],
  ["of nothing but blanks", 400, " \n "],
] as const)("a text %s is answered with %i", async ([, expected, text]) => {
  const { status, document } = await say(text);
  expect(status).toBe(expected);
  if (status === 200) expect(textsOf(document).at(-1)).toBe(text);
});
