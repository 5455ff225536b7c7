import { CLAUSES, type ClauseName } from "@vigie/shared/contract.ts";
import type { VersionContent, VersionDocument } from "@vigie/shared/contract-version.ts";
import { diffClauses } from "./contract-diff.ts";
import { renderTexts, unfilled } from "./variables.ts";

/**
 * What somebody has to look at before a version is put in force. Of the first version that is every
 * clause; of an amendment it is what differs from the version before, for the rest was agreed then.
 */

export type Missing = Omit<VersionDocument["missing"], "problem">;

/** What a draft still lacks. */
export function missingOf(
  draft: VersionContent & { readonly effectiveOn: string | null },
  before?: VersionContent,
): Missing {
  const wanted = needReview(draft, before);
  return {
    variables: unfilled(draft.variables),
    clauses: CLAUSES.filter((clause) => wanted.has(clause) && !draft.reviewed.includes(clause)),
    effectiveOn: draft.effectiveOn === null,
  };
}

/** The missing things as one sentence; undefined = nothing is missing. */
export function tellMissing({ variables, clauses, effectiveOn }: Missing): string | undefined {
  const told = [
    ...(variables.length === 0 ? [] : [`variables without a value: ${variables.join(", ")}`]),
    ...(clauses.length === 0 ? [] : [`clauses not reviewed: ${clauses.join(", ")}`]),
    ...(effectiveOn ? ["effectiveOn: say the first day on which it holds"] : []),
  ];
  return told.length === 0 ? undefined : told.join("; ");
}

/**
 * The reviews that stand after an edit. Whoever reviewed a clause has not seen what it became: a
 * clause that was reviewed before and is changed now must be marked again, in a later edit.
 */
export function keptReviews(wish: VersionContent, before: VersionContent): ClauseName[] {
  const changed = differing(wish, before);
  return CLAUSES.filter(
    (clause) =>
      wish.reviewed.includes(clause) && !(before.reviewed.includes(clause) && changed.has(clause)),
  );
}

function needReview(
  draft: VersionContent,
  before: VersionContent | undefined,
): ReadonlySet<string> {
  if (before !== undefined) return differing(draft, before);
  return new Set(CLAUSES.filter((clause) => draft.clauses[clause] !== null));
}

/** The clauses that say something else, as data or in words. */
function differing(a: VersionContent, b: VersionContent): ReadonlySet<string> {
  // The language is the same for both, so any will do.
  const texts = [renderTexts(a, "en"), renderTexts(b, "en")] as const;
  return new Set([
    ...diffClauses(a.clauses, b.clauses).map(({ clause }) => clause),
    ...CLAUSES.filter((clause) => texts[0][clause] !== texts[1][clause]),
  ]);
}
