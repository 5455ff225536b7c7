import { CLAUSES, type ClauseName } from "@vigie/shared/contract.ts";
import type { VersionDocument, VersionWish } from "@vigie/shared/contract-version.ts";

/**
 * What a draft on the screen lacks. Which clauses need a review, the collector says of what was saved:
 * of an amendment only those that differ. What is written since needs one too, until it is saved.
 */

/** What of the saved draft counts here. */
export type SavedDraft = Pick<VersionDocument, "missing"> & VersionWish;

export type Missing = {
  readonly variables: number;
  readonly clauses: readonly ClauseName[];
  readonly effectiveDay: boolean;
  /** What is wrong with the clauses, which no review mends. */
  readonly problem: string | null;
};

export function missingOf(content: VersionWish, saved: SavedDraft): Missing {
  return {
    variables: content.variables.filter(({ value }) => value === null).length,
    clauses: CLAUSES.filter(
      (clause) => !content.reviewed.includes(clause) && needsReview(clause, content, saved),
    ),
    effectiveDay: (content.effectiveOn ?? null) === null,
    problem: saved.missing.problem,
  };
}

/** Whether it can be put in force as it is. */
export function isComplete({ variables, clauses, effectiveDay, problem }: Missing): boolean {
  return variables === 0 && clauses.length === 0 && !effectiveDay && problem === null;
}

/** The content without the marks of clauses that an edit changed: nobody has seen what they became. */
export function withoutStaleReviews(content: VersionWish, before: VersionWish): VersionWish {
  const reviewed = content.reviewed.filter(
    (clause) => !(before.reviewed.includes(clause) && differs(clause, content, before)),
  );
  return reviewed.length === content.reviewed.length ? content : { ...content, reviewed };
}

/** Clauses that were changed since they were saved, and marked as reviewed after that. */
export function reviewedAnew(content: VersionWish, saved: VersionWish): ClauseName[] {
  return content.reviewed.filter((clause) => differs(clause, content, saved));
}

function needsReview(clause: ClauseName, content: VersionWish, saved: SavedDraft): boolean {
  return (
    saved.missing.clauses.includes(clause) ||
    saved.reviewed.includes(clause) ||
    differs(clause, content, saved)
  );
}

/** Whether a clause says something else, as data, in words, or by a value in either. */
function differs(clause: ClauseName, a: VersionWish, b: VersionWish): boolean {
  if (a === b) return false;
  return (
    JSON.stringify(a.clauses[clause]) !== JSON.stringify(b.clauses[clause]) ||
    a.texts[clause] !== b.texts[clause] ||
    valuesIn(clause, a) !== valuesIn(clause, b)
  );
}

function valuesIn(clause: ClauseName, { variables, texts }: VersionWish): string {
  const text = texts[clause] ?? "";
  const own = variables.filter(
    ({ name, path }) => path?.startsWith(`/${clause}/`) || text.includes(`{{${name}}}`),
  );
  return JSON.stringify(own.map(({ name, value }) => [name, value]));
}
