import { CLAUSES, type ContractClauses, type EscalationStep } from "@vigie/shared/contract.ts";
import type { ClauseChange, ClauseTexts } from "@vigie/shared/contract-version.ts";

/**
 * What differs between two versions, in a form that reads. Nothing is told by its place in a list:
 * levels are known by priority and target, rules of a perimeter by what they say, channels and exit
 * steps by their names. So a list that is only in another order differs in nothing.
 *
 * What is new or gone as a whole is one change at its own path: a promise that was added is not
 * five.
 */

/** The changes of clauses, in the order of the clauses and of their parts. */
export function diffClauses(before: ContractClauses, after: ContractClauses): ClauseChange[] {
  return CLAUSES.flatMap((clause) => {
    const changes = compare(TREES[clause](before), TREES[clause](after), clause);
    return changes.map((change) => ({ clause, ...change }));
  });
}

/** The clauses whose wording differs. */
export function diffTexts(before: ClauseTexts, after: ClauseTexts): ClauseChange[] {
  return CLAUSES.flatMap((clause) => {
    const [old, young] = [before[clause] ?? null, after[clause] ?? null];
    if (old === young) return [];
    return [{ clause: "texts" as const, path: `texts.${clause}`, before: old, after: young }];
  });
}

/** Values under stable names; what has no names of its own is a leaf. */
type Tree = { readonly [name: string]: Tree } | Leaf;
type Leaf = string | number | boolean | null | undefined;

const TREES: Readonly<Record<(typeof CLAUSES)[number], (clauses: ContractClauses) => Tree>> = {
  term: ({ term }) => ({
    ...term,
    notice: "days" in term.notice ? `${term.notice.days} days` : `${term.notice.months} months`,
    reminderDays: setOf(term.reminderDays ?? []),
  }),
  perimeter: ({ perimeter }) => ({
    include: setOf(perimeter.include.map(ruleName)),
    exclude: setOf(perimeter.exclude.map(ruleName)),
  }),
  types: ({ types }) => setOf(types),
  priorities: ({ priorities }) => priorities,
  levels: ({ levels }) =>
    named(
      levels,
      ({ priority }) => `P${priority}`,
      ({ targets }) =>
        named(
          targets,
          ({ kind }) => kind,
          ({ kind: _kind, escalations = [], ...promise }) => ({
            ...promise,
            escalations: setOf(escalations.map(stepName)),
          }),
        ),
    ),
  channels: ({ channels }) =>
    named(
      channels,
      ({ channel }) => channel,
      ({ channel: _channel, ...way }) => way,
    ),
  simultaneous: ({ simultaneous }) => simultaneous,
  pricing: ({ pricing: { multipliers = [], ...pricing } }) => ({
    ...pricing,
    multipliers: named(
      multipliers,
      ({ calendarId }) => calendarId,
      ({ basisPoints }) => basisPoints,
    ),
  }),
  penalties: ({ penalties }) =>
    penalties && {
      ...penalties,
      base: penalties.base === "flat_fee" ? "flat_fee" : penalties.base.amountCents,
      targets: setOf(penalties.targets),
      priorities: setOf(penalties.priorities),
      exclusions: setOf(penalties.exclusions),
    },
  exit: ({ exit }) => ({
    assistanceDays: exit.assistanceDays,
    steps: named(
      exit.steps,
      ({ title }) => title,
      ({ title: _title, ...step }) => step,
    ),
  }),
  managed: ({ managed }) =>
    managed && {
      ...managed,
      presence: named(
        managed.presence,
        ({ siteId }) => siteId,
        ({ daysPerMonth }) => daysPerMonth,
      ),
    },
};

function named<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  treeOf: (item: Item) => Tree,
): Tree {
  return Object.fromEntries(items.map((item) => [nameOf(item), treeOf(item)]));
}

function setOf(values: readonly (string | number)[]): Tree {
  return Object.fromEntries(values.map((value) => [String(value), true]));
}

/** `site sit_1`, `class server`, `everything`. */
function ruleName({ by, ...rest }: ContractClauses["perimeter"]["include"][number]): string {
  return [by, ...Object.values(rest)].join(" ");
}

/** `50 %`, or seconds from due such as `-3600 s`. */
function stepName(step: EscalationStep): string {
  return "percent" in step ? `${step.percent} %` : `${step.offsetSeconds} s`;
}

type Difference = Pick<ClauseChange, "path" | "before" | "after">;

function compare(before: Tree, after: Tree, path: string): Difference[] {
  if (!isBranch(before) || !isBranch(after)) {
    const [old, young] = [before ?? null, after ?? null];
    const isSame = !isBranch(before) && !isBranch(after) && old === young;
    return isSame ? [] : [{ path, before: old, after: young }];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    compare(own(before, name), own(after, name), `${path}.${name}`),
  );
}

function isBranch(tree: Tree): tree is { readonly [name: string]: Tree } {
  return typeof tree === "object" && tree !== null;
}

/** Names come from people: `constructor` is a title like any other. */
function own(branch: { readonly [name: string]: Tree }, name: string): Tree {
  return Object.hasOwn(branch, name) ? branch[name] : undefined;
}
