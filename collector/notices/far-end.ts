import type { ProblemCode } from "@vigie/shared/problems.ts";

/** How it went to hand something over to somebody else's server. */
export type Handover = { readonly done: true } | Failure;

export type Failure = {
  readonly done: false;
  readonly code: ProblemCode;
  /** What the far end said, or what was met on the way to it. */
  readonly detail: string;
  /** Trying again would change nothing. */
  readonly isFinal: boolean;
  /** It is not about this one: whatever else goes to the same server would fail likewise. */
  readonly isOfServer: boolean;
};

const DETAIL_MAX = 300;

/** What somebody else wrote, as far as it is kept: one line, bounded, without what a terminal would obey. */
export function toDetail(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, DETAIL_MAX);
}
