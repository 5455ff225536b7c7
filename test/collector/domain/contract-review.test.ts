import { CLAUSES, type ClauseName } from "@vigie/shared/contract.ts";
import type { VersionContent } from "@vigie/shared/contract-version.ts";
import { describe, expect, test } from "vitest";
import { keptReviews, missingOf, tellMissing } from "../../../collector/domain/contract-review.ts";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";

/** Nothing is put in force that nobody has read. */

const content = (change: Partial<VersionContent> = {}): VersionContent => ({
  clauses: completeClauses([{ priority: 1, targets: [] }]),
  texts: { term: "From {{start}} on." },
  variables: [{ name: "start", label: "Start", kind: "text", value: "Monday" }],
  reviewed: [],
  ...change,
});
const draft = (change: Partial<VersionContent> = {}) => ({
  ...content(change),
  effectiveOn: "2026-01-01",
});
const twoTypes: VersionContent["clauses"] = {
  ...content().clauses,
  types: ["corrective", "preventive"],
};
/** What the one before says, in another order of its words. */
const { perimeter, types } = content().clauses;
const reordered: VersionContent["clauses"] = {
  ...content().clauses,
  perimeter: { exclude: perimeter.exclude, include: perimeter.include },
  types: types.toReversed(),
};

describe("what is missing", () => {
  test("of a first version every clause that it has must be reviewed", () => {
    const absent = new Set<ClauseName>(["simultaneous", "penalties", "managed"]);
    expect(missingOf(draft()).clauses).toEqual(CLAUSES.filter((clause) => !absent.has(clause)));
    expect(missingOf(draft({ reviewed: [...CLAUSES] })).clauses).toEqual([]);
  });

  test.for<readonly [why: string, amended: Partial<VersionContent>, clauses: ClauseName[]]>([
    ["an amendment that changes nothing needs no review", {}, []],
    [
      "nor does a list in another order, of which no difference is shown",
      { clauses: reordered },
      [],
    ],
    ["what it changes does", { clauses: twoTypes }, ["types"]],
    ["so does other wording", { texts: { term: "From {{start}}." } }, ["term"]],
    [
      "and a value that the wording tells",
      { variables: [{ name: "start", label: "Start", kind: "text", value: "Tuesday" }] },
      ["term"],
    ],
    ["until it is reviewed", { clauses: twoTypes, reviewed: ["types"] }, []],
  ])("%s", ([, amended, clauses]) => {
    expect(missingOf(draft(amended), content()).clauses).toEqual(clauses);
  });

  test("a clause that an amendment drops must be looked at too", () => {
    const limited = content({
      clauses: { ...content().clauses, simultaneous: { limit: 3, per: "site" } },
    });
    expect(missingOf(draft(), limited).clauses).toEqual(["simultaneous"]);
  });

  test("it is told in one sentence, or not at all", () => {
    const blank = [{ name: "start", label: "Start", kind: "text", value: null } as const];
    const lacking = { ...content({ variables: blank }), effectiveOn: null };
    expect(tellMissing(missingOf(lacking, content({ variables: blank })))).toBe(
      "variables without a value: start; effectiveOn: say the first day on which it holds",
    );
    expect(tellMissing(missingOf(draft({ reviewed: [...CLAUSES] })))).toBeUndefined();
  });
});

describe("reviews that stand after an edit", () => {
  test.for<
    readonly [why: string, before: ClauseName[], wish: Partial<VersionContent>, kept: ClauseName[]]
  >([
    [
      "of what was not changed",
      ["types", "term"],
      { reviewed: ["term", "types"] },
      ["term", "types"],
    ],
    [
      "not of what was changed after its review",
      ["types", "term"],
      { reviewed: ["term", "types"], clauses: twoTypes },
      ["term"],
    ],
    [
      "of what was reviewed as it was changed",
      [],
      { reviewed: ["types"], clauses: twoTypes },
      ["types"],
    ],
    ["not of what was taken back", ["types"], { reviewed: [] }, []],
  ])("%s", ([, reviewed, wish, kept]) => {
    expect(keptReviews(content(wish), content({ reviewed }))).toEqual(kept);
  });
});
