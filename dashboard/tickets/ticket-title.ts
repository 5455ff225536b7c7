import type { Language } from "@vigie/shared/problems.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";

type Named = Pick<TicketSummary, "title" | "object"> & {
  readonly rule: Pick<NonNullable<TicketSummary["rule"]>, "label"> | null;
};

/** What a ticket is called: in a person's words, or in those of the rule that found it. */
export function toTitle({ title, rule, object }: Named, language: Language): string {
  if (title !== null) return title;
  const label = rule?.label[language] ?? "";
  return object === null ? label : `${label} ${object}`;
}
