import { AttachmentIds } from "@vigie/shared/conversation.ts";
import { strict } from "@vigie/shared/fields.ts";
import { Instant } from "@vigie/shared/machine.ts";
import { WaitsFor } from "@vigie/shared/ticket.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import type { Author, Given, HandAct } from "../flow/acts.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { By, Text } from "./ticket-fields.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/**
 * What people do to tickets. Each act answers with the ticket as it is then. What only adds to a ticket
 * needs no If-Match; what changes its state does.
 */

type Parts = Pick<HttpParts, "tickets" | "desk">;

const act = { method: "POST", config: { policy: "staff" } } as const;
const schema = { tags: ["tickets"], params: IdPath, response: { 200: TicketDetail } };

/** When it happened, if it is told late: not before the ticket, and not in the future. */
const At = Type.Optional(Instant);
/** What somebody says, and the files that go with it. */
const saying = { by: By, text: Text, attachmentIds: Type.Optional(AttachmentIds) };
const Said = Type.Object(saying, strict);
const Done = Type.Object({ by: By, text: Type.Optional(Text) }, strict);
const DoneAt = Type.Object({ by: By, text: Type.Optional(Text), at: At }, strict);

export function addTicketActs(app: Api, parts: Parts): void {
  addSayings(app, parts);
  addMessages(app, parts);
  addSteps(app, parts);
  addWaiting(app, parts);
}

/** What is said among the staff, and to the customer. */
function addSayings(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/comments",
    schema: { ...schema, summary: "Say something about a ticket, among the staff", body: Said },
    handler: async ({ params, body: { by, ...said } }, reply) =>
      carryOut({ tickets, desk, reply }, params.id, { doing: { kind: "comment", by }, ...said }),
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/reply",
    schema: {
      ...schema,
      summary: "Reply to the customer; with `waits`, If-Match says which version",
      headers: IfMatch,
      body: Type.Object({ ...saying, waits: Type.Optional(WaitsFor) }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, waits, ...said } = request.body;
      const version = waits === undefined ? undefined : versionOf(request);
      const doing = { kind: "reply", by, waits } as const;
      return carryOut({ tickets, desk, reply }, id, { doing, ...said, version });
    },
  });
}

/** What is told of calls and messages, perhaps later. */
function addMessages(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/call",
    schema: { ...schema, summary: "Note that the customer was called", body: DoneAt },
    handler: async ({ params, body: { by, text, at } }, reply) =>
      carryOut({ tickets, desk, reply }, params.id, {
        doing: { kind: "log_call", by },
        text,
        atMs: toMs(at),
      }),
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/messages",
    schema: {
      ...schema,
      summary: "Note what the customer said; it ends the wait for the customer",
      body: Type.Object({ ...saying, at: At }, strict),
    },
    handler: async ({ params, body: { by, at, ...said } }, reply) =>
      carryOut({ tickets, desk, reply }, params.id, {
        doing: { kind: "customer_message", by },
        ...said,
        atMs: toMs(at),
      }),
  });
}

/** Acts by their path. What is noted may be told after it was done. */
const STEPS = [
  ["acknowledge", "acknowledge", Done, "Take a ticket"],
  ["go-on", "go_on", Done, "Go on with a ticket, which ends a wait"],
  ["resolve", "resolve", Done, "Resolve a ticket"],
  ["close", "close", Done, "Close a resolved ticket"],
  ["cancel", "cancel", Done, "Cancel a ticket: its clocks stop for good"],
  ["arrive", "arrive", DoneAt, "Note the arrival on site"],
  ["work-around", "work_around", DoneAt, "Note that a workaround holds"],
  ["restore", "restore", DoneAt, "Note that the service is restored"],
  ["start", "start", Done, "Let a ticket begin that waits for a slot, though none is free"],
] as const;

function addSteps(app: Api, { tickets, desk }: Parts): void {
  for (const [name, kind, body, told] of STEPS) {
    const summary = `${told}; If-Match says which version`;
    app.route({
      ...act,
      url: `/api/tickets/:id/${name}`,
      schema: { ...schema, summary, headers: IfMatch, body },
      handler: async (request, reply) => {
        const { id } = await giveTicket(tickets, request.params.id, reply);
        const { by, text, at }: Static<typeof DoneAt> = request.body;
        const given = { text, version: versionOf(request), atMs: toMs(at) };
        return carryOut({ tickets, desk, reply }, id, { doing: { kind, by }, ...given });
      },
    });
  }
}

function addWaiting(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/wait",
    schema: {
      ...schema,
      summary: "Wait for the customer or a third party; If-Match says which version",
      headers: IfMatch,
      body: Type.Object({ by: By, text: Type.Optional(Text), waits: WaitsFor }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, text, waits } = request.body;
      const doing = { kind: "wait", by, waits } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, id, { doing, text, version });
    },
  });
}

type Answering = Parts & { readonly reply: FastifyReply };

/** Does it, and answers with the ticket as it is then. */
export async function carryOut(
  { tickets, desk, reply }: Answering,
  id: string,
  { doing, ...given }: Given & { readonly doing: HandAct & Author },
): Promise<TicketDetail> {
  requireDone(await desk.act(id, doing, given));
  return giveTicket(tickets, id, reply);
}

function toMs(at: string | undefined): number | undefined {
  return at === undefined ? undefined : Temporal.Instant.from(at).epochMilliseconds;
}
