import { ProblemError } from "@vigie/shared/problems.ts";
import { CalendarAddress } from "@vigie/shared/rota.ts";
import { Type } from "typebox";
import { type Shift, shiftsIn } from "../domain/rota.ts";
import { readNames } from "../flow/on-call-documents.ts";
import { toCalendarText } from "../ical/shifts.ts";
import type { RotaRow, Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireFound } from "./problems.ts";

/**
 * The calendar of a rota, and of one of the staff, for programs that can show nothing but the address that
 * they were given: it carries the key. A wrong key is answered as a calendar that is not there, and
 * addresses are in no log.
 */

type Parts = Pick<HttpParts, "registry" | "calendarKeys" | "now">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["on call"];

/** How far a calendar reaches back and ahead. */
const DAY_MS = 86_400_000;
const BACK_MS = 28 * DAY_MS;
const AHEAD_MS = 182 * DAY_MS;

/** Shifts of one rota in one calendar. */
const SHIFTS_MAX = 500;

/** A key that is given twice is refused as no question of this form; what is no key opens nothing. */
const KeyQuery = Type.Object({ key: Type.Optional(Type.String()) });

const CALENDAR_TYPE = "text/calendar; charset=utf-8";

/** Whose shifts a calendar has. */
type Owner = {
  readonly path: "rotas" | "staff";
  readonly whose: string;
  /** Its name and whether a shift is in it; undefined = there is no such owner. */
  readonly find: (read: Tables, id: string) => Promise<Found | undefined>;
};
type Found = {
  readonly name: string;
  readonly has: (rota: RotaRow, shift: Shift) => boolean;
};

const OWNERS: readonly Owner[] = [
  {
    path: "rotas",
    whose: "a rota",
    async find({ onCall }, id) {
      const rota = await onCall.findRota(id);
      return rota && { name: rota.name, has: (other) => other.id === id };
    },
  },
  {
    path: "staff",
    whose: "what one of the staff is on call for",
    async find({ staff: people }, id) {
      const [person] = await people.staff({ ids: [id], limit: 1 });
      return person && { name: person.name, has: (_rota, { staffId }) => staffId === id };
    },
  },
];

export function addRotaCalendars(app: Api, parts: Parts): void {
  for (const owner of OWNERS) {
    addKeys(app, parts, owner);
    addCalendar(app, parts, owner);
  }
}

function addKeys(app: Api, { registry: { read }, calendarKeys }: Parts, owner: Owner): void {
  const { path, whose, find } = owner;
  app.route({
    ...staff,
    method: "POST",
    url: `/api/${path}/:id/calendar-key`,
    schema: {
      summary: `Make the address under which calendar programs read ${whose}; the one before ends`,
      tags,
      params: IdPath,
      response: { 201: CalendarAddress },
    },
    handler: async ({ params: { id } }, reply) => {
      requireFound(await find(read, id));
      const key = await calendarKeys.make(id);
      return reply.code(201).send({ url: `/api/${path}/${id}/calendar.ics?key=${key}` });
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: `/api/${path}/:id/calendar-key`,
    schema: {
      summary: `Withdraw the address under which calendar programs read ${whose}`,
      tags,
      params: IdPath,
      response: { 204: Type.Null() },
    },
    handler: async ({ params: { id } }, reply) => {
      requireFound(await find(read, id));
      await calendarKeys.withdraw(id);
      return reply.code(204).send(null);
    },
  });
}

function addCalendar(app: Api, parts: Parts, { path, whose, find }: Owner): void {
  const { registry, calendarKeys, now } = parts;
  app.route({
    config: { policy: "key" },
    method: "GET",
    url: `/api/${path}/:id/calendar.ics`,
    schema: {
      summary: `The calendar of ${whose}, for whoever has its key`,
      tags,
      params: IdPath,
      querystring: KeyQuery,
      produces: [CALENDAR_TYPE],
    },
    handler: async ({ params: { id }, query: { key = "" } }, reply) => {
      if (!(await calendarKeys.opens(id, key))) throw new ProblemError("not_found");
      const found = requireFound(await find(registry.read, id));
      const text = await readCalendar(registry.read, found, now().epochMilliseconds);
      return reply.type(CALENDAR_TYPE).send(text);
    },
  });
}

async function readCalendar(read: Tables, { name, has }: Found, nowMs: number): Promise<string> {
  const nameOf = await readNames(read);
  const span = { startMs: nowMs - BACK_MS, endMs: nowMs + AHEAD_MS };
  const rotas = (await read.onCall.rotas()).filter(({ active }) => active);
  const shifts = rotas.flatMap((rota) =>
    shiftsIn(rota, span, SHIFTS_MAX)
      .filter((shift) => has(rota, shift))
      .map((shift) => ({ rota, shift, personName: nameOf(shift.staffId).name })),
  );
  return toCalendarText(name, shifts, nowMs);
}
