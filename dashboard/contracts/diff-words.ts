import type { ClauseChange } from "@vigie/shared/contract-version.ts";
import { toPathText } from "./diff-paths.ts";
import { type DiffReader, textIn, toValueText } from "./diff-values.ts";
import { toBudgetText } from "./promise-words.ts";

/** What differs between two versions, as a person would tell it. */

/** A line to read; the texts of a clause are shown one below the other. */
export type ChangeLine = {
  readonly key: string;
  readonly says: string;
  readonly texts?: { readonly before: string; readonly after: string };
};

/** The changes of one clause as lines. */
export function toChangeLines(
  changes: readonly ClauseChange[],
  reader: DiffReader,
): readonly ChangeLine[] {
  return withBudgetsWhole(changes, reader).map((change) => toLine(change, reader));
}

type Said = { readonly path: string; readonly before: unknown; readonly after: unknown };

function toLine({ path, before, after }: Said, reader: DiffReader): ChangeLine {
  const { diff, clauses } = reader.words;
  const [start, clause = ""] = path.split(".");
  if (start === "texts") {
    const texts = { before: textOf(before), after: textOf(after) };
    return { key: path, says: diff.textChanged({ clause: textIn(clauses.name, clause) }), texts };
  }
  return { key: path, says: toSentence({ path, before, after }, reader) };
}

/** A member of a set, or a part of several fields, comes or goes; a field changes. */
function toSentence({ path, before, after }: Said, reader: DiffReader): string {
  const { diff } = reader.words;
  const what = toPathText(path, reader);
  const [old, young] = [before, after].map((value) =>
    value === true ? undefined : toValueText(path, value, reader),
  );
  if (before === null && isPart(after)) return diff.added({ what: joined(what, young) });
  if (after === null && isPart(before)) return diff.removed({ what: joined(what, old) });
  return capital(
    diff.changed({
      what,
      before: sideText(path, before, reader),
      after: sideText(path, after, reader),
    }),
  );
}

function sideText(path: string, value: unknown, reader: DiffReader): string {
  return toValueText(path, value, reader) ?? reader.words.diff.nothingThere;
}

const isPart = (value: unknown): boolean =>
  value === true || (typeof value === "object" && value !== null);

const joined = (what: string, text: string | undefined): string =>
  text === undefined ? what : `${what}, ${text}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const BUDGET = /^(levels\.P\d\.\w+)\.(budgetSeconds|workingDays|endOfDay)$/;

/** A budget that goes from hours to days differs in several fields, and is one change all the same. */
function withBudgetsWhole(changes: readonly ClauseChange[], reader: DiffReader): readonly Said[] {
  const budgets = new Map<string, ClauseChange[]>();
  for (const change of changes) {
    const promise = BUDGET.exec(change.path)?.[1];
    if (promise !== undefined) budgets.set(promise, [...(budgets.get(promise) ?? []), change]);
  }
  const told = new Set<string>();
  return changes.flatMap((change): Said[] => {
    const promise = BUDGET.exec(change.path)?.[1];
    const parts = budgets.get(promise ?? "");
    const isWhole = parts?.some(({ path }) => path.endsWith("Seconds")) && parts.length > 1;
    if (promise === undefined || parts === undefined || isWhole !== true) return [change];
    if (told.has(promise)) return [];
    told.add(promise);
    return [
      {
        path: `${promise}.budget`,
        before: toBudgetText(budgetOf(parts, "before"), reader),
        after: toBudgetText(budgetOf(parts, "after"), reader),
      },
    ];
  });
}

function budgetOf(parts: readonly ClauseChange[], side: "before" | "after") {
  const find = (name: string) => parts.find(({ path }) => path.endsWith(`.${name}`))?.[side];
  const [seconds, days] = [find("budgetSeconds"), find("workingDays")];
  return {
    ...(typeof seconds === "number" && { budgetSeconds: seconds }),
    ...(typeof days === "number" && { workingDays: days }),
    ...(find("endOfDay") === true && { endOfDay: true }),
  };
}
