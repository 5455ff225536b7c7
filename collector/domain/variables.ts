import type { ClauseName, ContractClauses } from "@vigie/shared/contract.ts";
import { CLAUSES } from "@vigie/shared/contract.ts";
import type { ClauseTexts, ContractVariable } from "@vigie/shared/contract-version.ts";
import type { Language, Refusal } from "@vigie/shared/problems.ts";
import { isCivilDate } from "./civil-time.ts";
import { partOf } from "./document.ts";
import { type Findings, repeated } from "./findings.ts";

/**
 * The blanks of a contract. A value goes into the texts, and where the variable has a path, into the
 * clauses too, so that a text and what is acted upon cannot say two things.
 */

/** What a person writes of a version, as far as variables are concerned. */
export type Filled = {
  readonly clauses: ContractClauses;
  readonly texts: ClauseTexts;
  readonly variables: readonly ContractVariable[];
};

/**
 * Makes texts and clauses agree. Of a variable with a path, whichever was changed since `before`
 * holds: a value that was filled in goes into the clauses, a clause that was edited goes into the
 * variable. Where both were changed, the variable wins. Refuses with `contract_invalid`.
 */
export function settleVariables<Wish extends Filled>(
  wish: Wish,
  before?: Filled,
): { readonly settled: Wish } | Refusal {
  const finding = firstOf(variableProblems(wish));
  if (finding !== undefined) return { problem: "contract_invalid", detail: finding };

  let { clauses } = wish;
  const variables: ContractVariable[] = [];
  for (const variable of wish.variables) {
    const value = newestValue({ variable, clauses: wish.clauses }, before);
    variables.push({ ...variable, value });
    if (variable.path !== undefined && value !== null) {
      clauses = withValueAt(clauses, variable.path, value);
    }
  }
  return { settled: { ...wish, clauses, variables } };
}

/** The names of variables that have no value yet. */
export function unfilled(variables: readonly ContractVariable[]): string[] {
  return variables.filter(({ value }) => value === null).map(({ name }) => name);
}

/** The texts with their values in words; a variable without one stands as `[label]`. */
export function renderTexts(
  { texts, variables, clauses }: Filled,
  language: Language,
): ClauseTexts {
  const words = new Map(
    variables.map((variable) => [
      variable.name,
      variable.value === null
        ? `[${variable.label}]`
        : inWords(variable, { language, currency: clauses.pricing.currency }),
    ]),
  );
  const rendered: Partial<Record<ClauseName, string>> = {};
  for (const clause of CLAUSES) {
    const text = texts[clause];
    if (text === undefined) continue;
    rendered[clause] = text.replaceAll(BLANK, (blank, name: string) => words.get(name) ?? blank);
  }
  return rendered;
}

const BLANK = /\{\{([a-z][a-z0-9_]{0,63})\}\}/g;

function inWords(
  { kind, value }: ContractVariable,
  { language, currency }: { readonly language: Language; readonly currency: string },
): string {
  if (typeof value !== "number") {
    return kind === "date" && value !== null ? dateInWords(value, language) : String(value);
  }
  if (kind === "cents") {
    const money = new Intl.NumberFormat(language, { style: "currency", currency });
    const { maximumFractionDigits: digits = 2 } = money.resolvedOptions();
    return money.format(value / 10 ** digits);
  }
  if (kind === "basis_points") {
    const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
    return share.format(value / 10_000);
  }
  return new Intl.NumberFormat(language).format(value);
}

function dateInWords(date: string, language: Language): string {
  return Temporal.PlainDate.from(date).toLocaleString(language, { dateStyle: "long" });
}

function* variableProblems({ clauses, texts, variables }: Filled): Findings {
  const names = variables.map(({ name }) => name);
  for (const { value, place } of repeated(names)) {
    yield `variables[${place}].name: ${value} is listed twice`;
  }
  for (const [place, variable] of variables.entries()) {
    const wrong = wrongValue(variable) ?? wrongPath(variable, clauses);
    if (wrong !== undefined) yield `variables[${place}].${wrong}`;
  }
  for (const clause of CLAUSES) {
    for (const [blank, name] of (texts[clause] ?? "").matchAll(BLANK)) {
      if (!names.includes(name ?? "")) yield `texts.${clause}: there is no variable for ${blank}`;
    }
  }
}

function wrongValue({ kind, value }: ContractVariable): string | undefined {
  if (value === null) return undefined;
  if (kind === "text") return typeof value === "string" ? undefined : "value: it must be a text";
  if (kind === "date") {
    const isDay = typeof value === "string" && isCivilDate(value);
    return isDay ? undefined : "value: it must be a date, as 2026-12-31";
  }
  return Number.isSafeInteger(value) && Number(value) >= 0
    ? undefined
    : "value: it must be a whole number, zero or more";
}

/** A variable may only fill a place that is there, with a value of the same sort. */
function wrongPath({ path, kind }: ContractVariable, clauses: ContractClauses): string | undefined {
  if (path === undefined) return undefined;
  const held = valueAt(clauses, path);
  if (typeof held !== "string" && typeof held !== "number") {
    return `path: the clauses have no value at ${path}`;
  }
  const isText = kind === "text" || kind === "date";
  return isText === (typeof held === "string") ? undefined : `path: ${path} holds no ${kind}`;
}

function newestValue(
  { variable, clauses }: { readonly variable: ContractVariable; clauses: ContractClauses },
  before: Filled | undefined,
): ContractVariable["value"] {
  const { name, path, value } = variable;
  const known = before?.variables.find((other) => other.name === name);
  if (path === undefined || before === undefined || known?.value !== value) return value;
  const held = valueAt(clauses, path);
  const isEdited = held !== valueAt(before.clauses, path);
  return isEdited && (typeof held === "string" || typeof held === "number") ? held : value;
}

function valueAt(clauses: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>(partOf, clauses);
}

/** A copy with the value at a place that is there. */
function withValueAt<T>(clauses: T, pointer: string, value: string | number): T {
  const copy = structuredClone(clauses);
  const steps = stepsOf(pointer);
  const last = steps.pop();
  const holder = steps.reduce<unknown>(partOf, copy);
  if (last !== undefined && typeof holder === "object" && holder !== null) {
    Object.defineProperty(holder, last, { value });
  }
  return copy;
}

/** The steps of a JSON pointer (RFC 6901). */
function stepsOf(pointer: string): string[] {
  if (!pointer.startsWith("/")) return pointer === "" ? [] : [pointer];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function firstOf(findings: Findings): string | undefined {
  for (const finding of findings) return finding;
  return undefined;
}
