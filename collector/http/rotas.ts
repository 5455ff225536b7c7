import { Instant } from "@vigie/shared/machine.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import {
  OnCallDocument,
  RotaChange,
  RotaDocument,
  RotaOverrideWish,
  RotaWish,
  ShiftDocument,
} from "@vigie/shared/rota.ts";
import { type Static, Type } from "typebox";
import { shiftsIn } from "../domain/rota.ts";
import type { CalendarBook } from "../flow/calendar-book.ts";
import { readNames, readOnCall, readRota, toShift } from "../flow/on-call-documents.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone, requireFound } from "./problems.ts";
import { createResource, type Resource } from "./resource.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** Who is on call, and when the next one takes over. */

type Parts = Pick<HttpParts, "registry" | "rotas" | "now"> & { readonly book: CalendarBook };
type Rotas = Resource<RotaDocument, RotaWish, RotaChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["on call"];

/** Days of shifts that are told at once: a year and a little. */
const SPAN_DAYS_MAX = 400;
const DAY_MS = 86_400_000;

/** Shifts that are told at once: one a day, and one in the place of each of some. */
const SHIFTS_MAX = 1_000;

const SpanQuery = Type.Object(
  {
    from: Instant,
    /** Exclusive. */
    to: Instant,
  },
  { additionalProperties: false },
);

const OverridePath = Type.Object({
  id: Type.String({ maxLength: 64 }),
  overrideId: Type.String({ maxLength: 64 }),
});

export function addRotas(app: Api, given: Omit<Parts, "book">, book: CalendarBook): void {
  const parts = { ...given, book };
  const { registry, rotas: keeper, now } = given;
  const rotas = createResource({
    path: "/api/rotas",
    find: (id) => registry.read.onCall.findRota(id),
    toDocument: (rota) => readRota(parts, registry.read, { rota, nowMs: now().epochMilliseconds }),
    keeper,
  });
  addReading(app, parts);
  addShifts(app, parts);
  addPlanning(app, rotas);
  addRemoval(app, rotas);
  addOverrides(app, parts, rotas);
}

function addReading(app: Api, parts: Parts): void {
  const { read } = parts.registry;
  app.route({
    ...staff,
    method: "GET",
    url: "/api/rotas",
    schema: {
      summary: "All rotas by name, with who is on call by each now",
      tags,
      response: { 200: Type.Object({ items: Type.Array(RotaDocument) }) },
    },
    handler: async () => {
      const nowMs = parts.now().epochMilliseconds;
      const items: RotaDocument[] = [];
      for (const rota of await read.onCall.rotas()) {
        items.push(await readRota(parts, read, { rota, nowMs }));
      }
      return { items };
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/on-call",
    schema: {
      summary: "Who is on call now, by each rota",
      tags,
      response: { 200: Type.Object({ items: Type.Array(OnCallDocument) }) },
    },
    handler: async () => ({
      items: await readOnCall(parts, read, parts.now().epochMilliseconds),
    }),
  });
}

function addShifts(app: Api, { registry: { read } }: Parts): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/rotas/:id/shifts",
    schema: {
      summary: "Who has the shifts of a rota that touch a span, in order",
      tags,
      params: IdPath,
      querystring: SpanQuery,
      response: { 200: Type.Object({ items: Type.Array(ShiftDocument) }) },
    },
    handler: async ({ params, query }) => {
      const rota = requireFound(await read.onCall.findRota(params.id));
      const nameOf = await readNames(read);
      const shifts = shiftsIn(rota, spanOf(query), SHIFTS_MAX);
      return { items: shifts.map((shift) => toShift(shift, nameOf)) };
    },
  });
}

function addPlanning(app: Api, rotas: Rotas): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/rotas/:id",
    schema: {
      summary: "One rota; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: RotaDocument },
    },
    handler: ({ params }, reply) => rotas.give(params.id, reply),
  });

  app.route({
    ...staff,
    method: "POST",
    url: "/api/rotas",
    schema: {
      summary: "Plan a rota",
      tags,
      body: RotaWish,
      response: { 201: RotaDocument },
    },
    handler: (request, reply) => rotas.add(request, reply),
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/rotas/:id",
    schema: {
      summary:
        "Change a rota; its turns from a day on, else from the next handover on; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: RotaChange,
      response: { 200: RotaDocument },
    },
    handler: (request, reply) => rotas.change(request, reply),
  });
}

function addRemoval(app: Api, rotas: Rotas): void {
  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/rotas/:id",
    schema: {
      summary: "Remove a rota that no escalation policy names; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: (request, reply) => rotas.remove(request, reply),
  });
}

function addOverrides(app: Api, { registry: { read }, rotas: keeper }: Parts, rotas: Rotas): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/rotas/:id/overrides",
    schema: {
      summary:
        "Let somebody stand in for whoever's turn it is, from now on at the earliest; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: RotaOverrideWish,
      response: { 201: RotaDocument },
    },
    handler: async (request, reply) => {
      const { id } = requireFound(await read.onCall.findRota(request.params.id));
      requireDone(await keeper.addOverride(id, request.body, versionOf(request)));
      reply.code(201).header("location", `/api/rotas/${id}`);
      return rotas.give(id, reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/rotas/:id/overrides/:overrideId",
    schema: {
      summary: "Take a stand-in back, what is past of it excepted; If-Match says which version",
      tags,
      params: OverridePath,
      headers: IfMatch,
      response: { 200: RotaDocument },
    },
    handler: async (request, reply) => {
      const { id, overrides } = requireFound(await read.onCall.findRota(request.params.id));
      const { overrideId } = request.params;
      if (!overrides.some((other) => other.id === overrideId)) throw new ProblemError("not_found");
      requireDone(await keeper.removeOverride(id, overrideId, versionOf(request)));
      return rotas.give(id, reply);
    },
  });
}

function spanOf({ from, to }: Static<typeof SpanQuery>) {
  const startMs = Temporal.Instant.from(from).epochMilliseconds;
  const endMs = Temporal.Instant.from(to).epochMilliseconds;
  if (endMs <= startMs) malformed("query/to must be after query/from");
  if (endMs - startMs > SPAN_DAYS_MAX * DAY_MS) {
    malformed(`query/to is more than ${SPAN_DAYS_MAX} days after query/from`);
  }
  return { startMs, endMs };
}

function malformed(detail: string): never {
  throw new ProblemError("request_malformed", { detail });
}
