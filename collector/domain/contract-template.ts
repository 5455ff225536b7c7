import type { CalendarWish } from "@vigie/shared/calendar.ts";
import { CLAUSES, type ClauseName, type ContractClauses } from "@vigie/shared/contract.ts";
import type {
  ClauseTexts,
  ContractKind,
  ContractVariable,
  VersionContent,
} from "@vigie/shared/contract-version.ts";
import type { Language, Refusal } from "@vigie/shared/problems.ts";
import type { Term } from "@vigie/shared/term.ts";
import { completeClauses } from "./default-clauses.ts";
import type { InBoth, Place, TemplateCalendar, TemplateVariable } from "./templates/parts.ts";

/** A whole contract to start from: its clauses, their wording in both languages, and the blanks. */
export type ContractTemplate = {
  readonly key: string;
  readonly kind: ContractKind;
  readonly name: InBoth;
  readonly summary: InBoth;
  /** Clauses that a contract may leave out; they are `null` then. */
  readonly optional: readonly ClauseName[];
  /** By the keys that the clauses name in place of ids. */
  readonly calendars: Readonly<Record<string, TemplateCalendar>>;
  /** All clauses but the usual priorities; where and when the contract starts is said later. */
  readonly clausesIn: (language: Language) => Omit<ContractClauses, "term" | "priorities"> & {
    readonly term: Omit<Term, "timeZone" | "startsOn">;
  };
  readonly texts: Readonly<Record<Language, ClauseTexts>>;
  readonly variables: readonly TemplateVariable[];
};

/** How a contract starts from a template. */
export type Start = {
  readonly language: Language;
  readonly place: Place;
  /** The first day until somebody says another. */
  readonly today: string;
  readonly customerName?: string;
  readonly without?: readonly ClauseName[];
};

export type Started = {
  /** By the key that stands for them in the clauses. */
  readonly calendars: Readonly<Record<string, CalendarWish>>;
  readonly content: VersionContent;
};

/** The first draft of a contract. Refuses to leave out a clause that is not optional. */
export function startFrom(
  template: ContractTemplate,
  { language, place, today, customerName, without = [] }: Start,
): Started | Refusal {
  const needed = without.find((clause) => !template.optional.includes(clause));
  if (needed !== undefined) {
    const optional = template.optional.length === 0 ? "none" : template.optional.join(", ");
    const detail = `without: the template needs its clause ${needed}; optional are: ${optional}`;
    return { problem: "contract_invalid", detail };
  }
  const { levels, term, ...others } = template.clausesIn(language);
  const clauses: ContractClauses = {
    ...completeClauses(levels, {
      ...others,
      term: { ...term, timeZone: place.timeZone, startsOn: today },
    }),
    ...Object.fromEntries(without.map((clause) => [clause, null])),
  };
  const texts = textsOf(clauses, template.texts[language]);
  const variables = template.variables
    .map((variable) => toVariable(variable, language, customerName))
    .filter((variable) => isUsed(variable, { clauses, texts }));
  return {
    calendars: calendarsOf(template, language, place),
    content: { clauses, texts, variables, reviewed: [] },
  };
}

/** The clauses with the ids of the calendars in place of their keys. */
export function withCalendarIds(
  { levels, channels, pricing, ...clauses }: ContractClauses,
  ids: ReadonlyMap<string, string>,
): ContractClauses {
  const idOf = (key: string): string => ids.get(key) ?? key;
  const { multipliers, ...prices } = pricing;
  return {
    ...clauses,
    levels: levels.map(({ priority, targets }) => ({
      priority,
      targets: targets.map((target) => ({ ...target, calendarId: idOf(target.calendarId) })),
    })),
    channels: channels.map(({ calendarId, ...way }) =>
      calendarId === undefined ? way : { ...way, calendarId: idOf(calendarId) },
    ),
    pricing: {
      ...prices,
      ...(multipliers !== undefined && {
        multipliers: multipliers.map(({ calendarId, basisPoints }) => ({
          calendarId: idOf(calendarId),
          basisPoints,
        })),
      }),
    },
  };
}

function calendarsOf(
  { calendars }: ContractTemplate,
  language: Language,
  place: Place,
): Record<string, CalendarWish> {
  return Object.fromEntries(
    Object.entries(calendars).map(([key, { name, documentAt }]) => [
      key,
      { name: name[language], document: documentAt(place) },
    ]),
  );
}

/** A clause that is not there has no wording. */
function textsOf(clauses: ContractClauses, wording: ClauseTexts): ClauseTexts {
  return Object.fromEntries(
    CLAUSES.flatMap((clause) => {
      const text = wording[clause];
      return text === undefined || clauses[clause] === null ? [] : [[clause, text]];
    }),
  );
}

function toVariable(
  { label, value, ...variable }: TemplateVariable,
  language: Language,
  customerName: string | undefined,
): ContractVariable {
  const isCustomer = variable.name === "customer_name" && customerName !== undefined;
  return { ...variable, label: label[language], value: isCustomer ? customerName : value };
}

/** A blank of a clause that was left out is none of this contract. */
function isUsed(
  { name, path }: ContractVariable,
  { clauses, texts }: Pick<VersionContent, "clauses" | "texts">,
): boolean {
  const clause = CLAUSES.find((other) => path?.startsWith(`/${other}/`));
  if (clause !== undefined) return clauses[clause] !== null;
  return Object.values(texts).some((text) => text.includes(`{{${name}}}`));
}
