import { expect, test } from "vitest";
import { endedText, nameOf } from "../../../dashboard/tickets/target-clock.tsx";
import { isActable } from "../../../dashboard/tickets/ticket-acts.tsx";
import { fr } from "../../../dashboard/words/fr.ts";
import { OPEN_TICKET_STATES, TICKET_STATES } from "../../../shared/ticket.ts";

test.for([
  ["cancelled", "merged", "arrêté : ticket fusionné", "it goes on in the other ticket"],
  ["cancelled", "cancelled", "arrêté : ticket annulé", "nobody needs it"],
  ["cancelled", "in_progress", "n’est plus promis", "a change took the promise back"],
  ["not_needed", "resolved", "plus nécessaire", "it recovered by itself"],
] as const)("%s on a ticket that is %s reads %s: %s", ([state, ticketState, says]) => {
  expect(endedText({ state }, ticketState, fr)).toBe(says);
});

test.for([
  [1, "Rétablissement", "the first time needs no number"],
  [2, "Rétablissement, cycle 2", "it began anew"],
] as const)("cycle %i is called %s: %s", ([cycle, name]) => {
  expect(nameOf({ kind: "restoration", cycle }, fr)).toBe(name);
});

test("acts are offered while one of them can be done", () => {
  const actable = TICKET_STATES.filter((state) => isActable({ state }));
  expect(actable).toEqual([...OPEN_TICKET_STATES, "resolved"]);
});
