import type { Language } from "@vigie/shared/problems.ts";
import { DEFAULT_RULES } from "../domain/default-rules.ts";
import type { TicketListRow } from "../registry/registry.ts";

/** How mails and deliveries speak of a ticket. */

const RULES = new Map(DEFAULT_RULES.map(({ key, label }) => [key, label]));

/** What a ticket is called: in a person's words, or in those of the rule that found it. */
export function titleOf(
  {
    title,
    ruleKey,
    ruleWords,
    object,
  }: Pick<TicketListRow, "title" | "ruleKey" | "ruleWords" | "object">,
  language: Language,
): string {
  if (title !== null) return title;
  const words = ruleWords?.label ?? RULES.get(ruleKey ?? "");
  const label = words?.[language] ?? ruleKey ?? "";
  return object === "" ? label : `${label} ${object}`;
}

/** What it is about: the nearest thing that has a name. */
export function placeOf(ticket: TicketListRow): string {
  return ticket.machineName ?? ticket.equipmentName ?? ticket.siteName ?? ticket.customerName;
}

/** The promise that is to be kept next, if one runs. */
export function nextTarget({ targets }: Pick<TicketListRow, "targets">) {
  return targets
    .filter(({ state, dueAtMs }) => state === "running" && dueAtMs !== null)
    .toSorted((one, other) => (one.dueAtMs ?? 0) - (other.dueAtMs ?? 0))
    .at(0);
}

/** The page of a ticket; undefined = Vigie does not know its own address. */
export function urlOf(
  { id }: Pick<TicketListRow, "id">,
  publicUrl: string | undefined,
): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}/tickets/${encodeURIComponent(id)}`;
}
