import { afterEach, beforeEach, expect, test } from "vitest";
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
