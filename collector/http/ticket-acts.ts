import { Instant } from "@vigie/shared/machine.ts";
import { TicketDetail, WaitsFor } from "@vigie/shared/ticket.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import type { Author, Given, HandAct } from "../flow/acts.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { By, Text } from "./signed.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/**
 * What people do to tickets. Each act answers with the ticket as it is then. What only adds to a ticket
 * needs no If-Match; what changes its state does.
 */

type Parts = Pick<HttpParts, "tickets" | "desk">;

const strict = { additionalProperties: false } as const;
const act = { method: "POST", config: { policy: "staff" } } as const;
const schema = { tags: ["tickets"], params: IdPath, response: { 200: TicketDetail } };

/** When it happened, if it is told late: not before the ticket, and not in the future. */
const At = Type.Optional(Instant);
const Said = Type.Object({ by: By, text: Text }, strict);
const Done = Type.Object({ by: By, text: Type.Optional(Text) }, strict);
const DoneAt = Type.Object({ by: By, text: Type.Optional(Text), at: At }, strict);

export function addTicketActs(app: Api, parts: Parts): void {
  addSayings(app, parts);
  addMessages(app, parts);
  addSteps(app, parts);
  addLateSteps(app, parts);
  addWaiting(app, parts);
}

/** What is said among the staff, and to the customer. */
function addSayings(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/comments",
    schema: { ...schema, summary: "Say something about a ticket, among the staff", body: Said },
    handler: async ({ params, body }, reply) => {
      requireDone(await desk.comment(params.id, body));
      return giveTicket(tickets, params.id, reply);
    },
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/reply",
    schema: {
      ...schema,
      summary: "Reply to the customer; with `waits`, If-Match says which version",
      headers: IfMatch,
      body: Type.Object({ by: By, text: Text, waits: Type.Optional(WaitsFor) }, strict),
    },
    handler: async (request, reply) => {
      const { by, text, waits } = request.body;
      const version = waits === undefined ? undefined : versionOf(request);
      const doing = { kind: "reply", by, waits } as const;
      return carryOut({ tickets, desk, reply }, request.params.id, { doing, text, version });
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
      body: Type.Object({ by: By, text: Text, at: At }, strict),
    },
    handler: async ({ params, body: { by, text, at } }, reply) =>
      carryOut({ tickets, desk, reply }, params.id, {
        doing: { kind: "customer_message", by },
        text,
        atMs: toMs(at),
      }),
  });
}

const STEPS = [
  ["acknowledge", "acknowledge", "Take a ticket; If-Match says which version"],
  ["go-on", "go_on", "Go on with a ticket, which ends a wait; If-Match says which version"],
  ["resolve", "resolve", "Resolve a ticket; If-Match says which version"],
  ["close", "close", "Close a resolved ticket; If-Match says which version"],
  ["cancel", "cancel", "Cancel a ticket: its clocks stop for good; If-Match says which version"],
] as const;

/** Acts that are done when they are told. */
function addSteps(app: Api, { tickets, desk }: Parts): void {
  for (const [name, kind, summary] of STEPS) {
    app.route({
      ...act,
      url: `/api/tickets/:id/${name}`,
      schema: { ...schema, summary, headers: IfMatch, body: Done },
      handler: async (request, reply) => {
        const { id } = await giveTicket(tickets, request.params.id, reply);
        const { by, text } = request.body;
        const version = versionOf(request);
        return carryOut({ tickets, desk, reply }, id, { doing: { kind, by }, text, version });
      },
    });
  }
}

const LATE_STEPS = [
  ["arrive", "arrive", "Note the arrival on site; If-Match says which version"],
  ["work-around", "work_around", "Note that a workaround holds; If-Match says which version"],
  ["restore", "restore", "Note that the service is restored; If-Match says which version"],
] as const;

/** Acts that may be told after they were done. */
function addLateSteps(app: Api, { tickets, desk }: Parts): void {
  for (const [name, kind, summary] of LATE_STEPS) {
    app.route({
      ...act,
      url: `/api/tickets/:id/${name}`,
      schema: { ...schema, summary, headers: IfMatch, body: DoneAt },
      handler: async (request, reply) => {
        const { by, text, at } = request.body;
        const doing = { kind, by };
        const told = { doing, text, version: versionOf(request), atMs: toMs(at) };
        return carryOut({ tickets, desk, reply }, request.params.id, told);
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
      const { by, text, waits } = request.body;
      const doing = { kind: "wait", by, waits } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, request.params.id, { doing, text, version });
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
