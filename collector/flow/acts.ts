import type { Refusal } from "@vigie/shared/problems.ts";
import type { RuleChange, RuleWish } from "@vigie/shared/rule.ts";
import type { RuleOverride } from "@vigie/shared/rule-override.ts";
import type { TicketAct } from "../domain/ticket.ts";
import type { OverrideKey } from "../registry/registry.ts";

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
          | "start"
          | "resolve"
          | "close"
          | "cancel"
          | "reopen"
          | "set_priority"
          | "set_weight"
          | "set_type"
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
  /** Files that go with what is said; each waits on this ticket for its line. */
  readonly attachmentIds?: readonly string[] | undefined;
};

/**
 * Acts on tickets. Refuses with `not_found`, `ticket_state`, `ticket_full` for a line too many,
 * `ticket_change_invalid`, `ticket_duplicate` for a reopening, `attachment_invalid` or, where a version
 * is given, `version_conflict`.
 */
export interface Desk {
  act(ticketId: string, act: HandAct, given?: Given): Promise<Outcome>;
  /** Ends a ticket in favour of another one of the same customer, which gets a line. */
  merge(
    ticketId: string,
    merge: Author & { readonly into: string; readonly text?: string },
    version: number,
  ): Promise<Outcome>;
}

/** Changes rules. Refuses with `not_found`, `rule_invalid`, `rule_shipped` or `version_conflict`. */
export interface RuleKeeper {
  create(wish: RuleWish): Promise<{ readonly id: string } | Refusal>;
  change(ruleId: string, change: RuleChange, version: number): Promise<Outcome>;
  /** Of a rule of one's own; what it has found ends, and stays to be read. */
  remove(ruleId: string, version: number): Promise<Outcome>;
  /** Says what is otherwise for a class or a machine; without a version nothing was until now. */
  setOverride(key: OverrideKey, change: RuleOverride, version?: number): Promise<Outcome>;
  removeOverride(key: OverrideKey, version: number): Promise<Outcome>;
}

/** The row that an act names is not there. */
export function notFound(id: string): Refusal {
  return { problem: "not_found", detail: id };
}

/** Somebody changed the row since the person read it. */
export function conflict(version: number): Refusal {
  return { problem: "version_conflict", detail: `it is at version ${version}` };
}
