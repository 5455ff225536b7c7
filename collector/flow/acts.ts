import type { Refusal } from "@vigie/shared/problems.ts";
import type { RuleChange } from "@vigie/shared/rule.ts";
import type { TicketAct } from "../domain/ticket.ts";

/** What a person may do, as the API asks for it. Each act is done whole, or refused and not done. */

export type Outcome = { readonly done: true } | Refusal;

/** Who acts, in their own words: there are no accounts yet. */
export type Author = { readonly by: string };

/** What a person does to one ticket. */
export type HandAct =
  | Extract<
      TicketAct,
      {
        readonly kind:
          | "acknowledge"
          | "comment"
          | "reply"
          | "log_call"
          | "wait"
          | "go_on"
          | "arrive"
          | "work_around"
          | "restore"
          | "resolve"
          | "close"
          | "cancel"
          | "reopen"
          | "set_priority"
          | "set_contract";
      }
    >
  | (Author & { readonly kind: "customer_message" });

/** What goes with an act. */
export type Given = {
  readonly text?: string | undefined;
  /** Of the ticket as the person saw it; left out for what only adds. */
  readonly version?: number | undefined;
  /** When it happened, if that was earlier. */
  readonly atMs?: number | undefined;
};

/**
 * Acts on tickets. Refuses with `not_found`, `ticket_state`, `ticket_full` for a line too many,
 * `ticket_change_invalid`, `ticket_duplicate` for a reopening or, where a version is given,
 * `version_conflict`.
 */
export interface Desk {
  acknowledge(ticketId: string, author: Author, version: number): Promise<Outcome>;
  comment(ticketId: string, comment: Author & { readonly text: string }): Promise<Outcome>;
  resolve(
    ticketId: string,
    resolution: Author & { readonly text?: string },
    version: number,
  ): Promise<Outcome>;
  act(ticketId: string, act: HandAct, given?: Given): Promise<Outcome>;
  /** Ends a ticket in favour of another one of the same customer, which gets a line. */
  merge(
    ticketId: string,
    merge: Author & { readonly into: string; readonly text?: string },
    version: number,
  ): Promise<Outcome>;
}

/** Changes rules. Refuses with `not_found`, `rule_invalid` or `version_conflict`. */
export interface RuleKeeper {
  change(ruleId: string, change: RuleChange, version: number): Promise<Outcome>;
}

/** The row that an act names is not there. */
export function notFound(id: string): Refusal {
  return { problem: "not_found", detail: id };
}

/** Somebody changed the row since the person read it. */
export function conflict(version: number): Refusal {
  return { problem: "version_conflict", detail: `it is at version ${version}` };
}
