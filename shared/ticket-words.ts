import type { TicketState } from "./ticket.ts";

type Sayings = { readonly en: string; readonly fr: string };

/** The states of a ticket as a sentence names them: "the ticket is closed". */
const STATE_WORDS: Readonly<Record<TicketState, Sayings>> = {
  new: { en: "new", fr: "nouveau" },
  acknowledged: { en: "acknowledged", fr: "pris en charge" },
  in_progress: { en: "in progress", fr: "en cours" },
  waiting_customer: { en: "waiting for the customer", fr: "en attente du client" },
  waiting_third_party: { en: "waiting for a third party", fr: "en attente d'un tiers" },
  resolved: { en: "resolved", fr: "résolu" },
  closed: { en: "closed", fr: "clos" },
  cancelled: { en: "cancelled", fr: "annulé" },
  merged: { en: "merged", fr: "fusionné" },
};

const BY_NAME: ReadonlyMap<string, Sayings> = new Map(Object.entries(STATE_WORDS));

/** A state in words; what is no state is said as it is. */
export function ticketStateText(state: string, language: keyof Sayings): string {
  return BY_NAME.get(state)?.[language] ?? state;
}
