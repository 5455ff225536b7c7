import type { Refusal } from "@vigie/shared/problems.ts";
import type { RuleChange } from "@vigie/shared/rule.ts";

/** What a person may do, as the API asks for it. Each act is done whole, or refused and not done. */

export type Outcome = { readonly done: true } | Refusal;

/** Who acts, in their own words: there are no accounts yet. */
export type Author = { readonly by: string };

/**
 * Acts on tickets. Refuses with `not_found`, `ticket_state`, `ticket_full` for a comment too many or,
 * where a version is given, `version_conflict`.
 */
export interface Desk {
  acknowledge(ticketId: string, author: Author, version: number): Promise<Outcome>;
  comment(ticketId: string, comment: Author & { readonly text: string }): Promise<Outcome>;
  resolve(
    ticketId: string,
    resolution: Author & { readonly text?: string },
    version: number,
  ): Promise<Outcome>;
}

/** Changes rules. Refuses with `not_found`, `rule_invalid` or `version_conflict`. */
export interface RuleKeeper {
  change(ruleId: string, change: RuleChange, version: number): Promise<Outcome>;
}
