import { describe, expect, test } from "vitest";
import {
  audienceOf,
  foldQuote,
  toConversation,
} from "../../../dashboard/ticket/conversation-parts.ts";
import type { TicketTransition, TransitionKind } from "../../../shared/ticket.ts";

function line(id: number, kind: TransitionKind, text: string | null = null): TicketTransition {
  const at = "2026-11-23T09:00:00Z";
  const state = { fromState: null, toState: "new" } as const;
  return { id, kind, at, effectiveAt: at, actor: "Claire", ...state, parameters: {}, text };
}

test("lines between two messages stay together", () => {
  const lines = [
    line(1, "opened"),
    line(2, "assigned"),
    line(3, "replied", "Bonjour"),
    line(4, "waiting"),
    line(5, "customer_wrote"),
  ];
  const parts = toConversation(lines).map((part) =>
    part.kind === "message" ? part.line.id : part.lines.map(({ id }) => id),
  );
  expect(parts).toEqual([[1, 2], 3, [4], 5]);
});

test.for([
  ["opened", "customer", "what they asked for"],
  ["replied", "customer", "a reply"],
  ["called", "customer", "they were on the phone"],
  ["customer_wrote", "customer", "their own words"],
  ["commented", "staff", "a note"],
  ["resolved", "staff", "words with an act are of the staff"],
] as const)("%s is read by the %s: %s", ([kind, audience]) => {
  expect(audienceOf({ kind })).toBe(audience);
});

describe("a quote", () => {
  test.for([
    ["Merci", "Merci", undefined, "there is none"],
    ["Merci\n\n> avant\n> encore", "Merci", "> avant\n> encore", "at the end"],
    [
      "Merci\n\nLe 23 nov. 2026, Noé a écrit :\n> avant",
      "Merci",
      "Le 23 nov. 2026, Noé a écrit :\n> avant",
      "with the line that introduces it",
    ],
    [
      "Thanks\n\nOn Mon, Noé wrote:\n\n> before\n",
      "Thanks",
      "On Mon, Noé wrote:\n\n> before",
      "a blank between",
    ],
    ["> avant\n\nOui", "> avant\n\nOui", undefined, "one that is answered below belongs to it"],
    ["> avant", "> avant", undefined, "nothing would be left"],
  ] as const)("%j: %s", ([text, said, quoted]) => {
    expect(foldQuote(text)).toEqual({ said, quoted });
  });
});
