import type { Reader } from "./promise-words.ts";
import { toBudgetText, toDueDaysText, toWorkingText } from "./promise-words.ts";

/** Single values of a contract in words, by the name of the field that holds them. */

/** A reader that also knows the names of what a contract speaks of by id. */
export type DiffReader = Reader & {
  readonly currency: string;
  readonly nameOf: (id: string) => string;
  readonly calendarName: (id: string) => string;
};

export function isKnown<K extends string>(
  of: Readonly<Record<K, unknown>>,
  name: string,
): name is K {
  return Object.hasOwn(of, name);
}

/** The word for a name; the name itself where there is none, so that nothing is hidden. */
export function textIn<K extends string>(of: Readonly<Record<K, string>>, name: string): string {
  return isKnown(of, name) ? of[name] : name;
}

/** A value in words; undefined = it is not there. */
export function toValueText(path: string, value: unknown, reader: DiffReader): string | undefined {
  const { diff } = reader.words;
  const field = path.split(".").at(-1) ?? "";
  if (value === null || value === undefined) {
    return FLAGS.has(field) ? diff.no : undefined;
  }
  if (typeof value === "boolean") return value ? diff.yes : diff.no;
  if (typeof value === "number") return numberText(path, value, reader);
  if (typeof value === "string") return wordText(field, value, reader);
  return wholeText(path, value, reader);
}

/** Fields that mean "no" where they are left out. */
const FLAGS: ReadonlySet<string> = new Set(["endOfDay", "carryOver", "pausable", "proofRequired"]);

/** By how the field's name ends; the first that fits. */
const NUMBERS: readonly (readonly [
  field: RegExp,
  write: (value: number, reader: DiffReader) => string,
])[] = [
  [/Cents$|^penalties\.base$/, (value, { formats, currency }) => formats.money(value, currency)],
  [/BasisPoints$|\.multipliers\.[^.]+$/, (value, { formats }) => formats.share(value)],
  [/Seconds$/, (value, reader) => toWorkingText(value, reader)],
  [/workingDays$/, (value, reader) => toBudgetText({ workingDays: value }, reader)],
  [/inutes$/, (value, { formats }) => formats.budget(value * MINUTE_SECONDS)],
  [/Months$/, (value, { words }) => words.terms.months({ n: value })],
  [/dueDays$/, (value, { words }) => toDueDaysText(value, words)],
  [/Days$/, (value, { words }) => words.terms.noticeDays({ n: value })],
  [/^priorities\.matrix\./, (value, { words }) => words.clauses.priority({ priority: value })],
];

const MINUTE_SECONDS = 60;

function numberText(path: string, value: number, reader: DiffReader): string {
  const found = NUMBERS.find(([field]) => field.test(path));
  return found === undefined ? reader.formats.text("count", value) : found[1](value, reader);
}

/** By the field's name; what is in none of these tables is written as it stands. */
const WORDS: Readonly<Record<string, (value: string, reader: DiffReader) => string>> = {
  calendarId: (value, { calendarName }) => calendarName(value),
  startsOn: (value, { formats }) => formats.date(value),
  notice: (value, reader) => noticeText(value, reader),
  renewal: (value, { words }) => textIn(words.terms.renewals, value),
  ticket: (value, { words }) => textIn(words.channels.tickets, value),
  kind: (value, { words }) => textIn(words.endings.kind, value),
  owner: (value, { words }) => textIn(words.endings.owner, value),
  per: (value, { words }) => textIn(words.diff.per, value),
  impact: (value, { words }) => textIn(words.clauses.level, value),
  urgency: (value, { words }) => textIn(words.clauses.urgencyLevel, value),
  base: (value, { words }) => (value === "flat_fee" ? words.endings.flatFee : value),
};

function wordText(field: string, value: string, reader: DiffReader): string {
  return isKnown(WORDS, field) ? (WORDS[field]?.(value, reader) ?? value) : value;
}

/** The collector writes a notice as `3 months` or `90 days`. */
function noticeText(notice: string, { words }: DiffReader): string {
  const [count, unit] = notice.split(" ");
  const n = Number(count);
  return unit === "months" ? words.terms.months({ n }) : words.terms.noticeDays({ n });
}

/** A part that is new or gone as a whole: its fields, each with its value; of a promise, its budget. */
function wholeText(path: string, value: unknown, reader: DiffReader): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = Object.entries(value);
  if (/^levels\.P\d\.\w+$/.test(path)) return promiseText(fields, path, reader);
  const { props } = reader.words.diff;
  const said = fields.flatMap(([name, held]) => {
    const text = held === true ? undefined : toValueText(`${path}.${name}`, held, reader);
    const label = isKnown(props, name) ? props[name] : kindText(name, reader);
    if (held === true) return [label];
    return text === undefined || text === "" ? [] : [`${label} ${text}`];
  });
  return said.length === 0 ? undefined : said.join(", ");
}

function kindText(name: string, { words }: DiffReader): string {
  return textIn(words.clock.kind, name);
}

function promiseText(
  fields: readonly (readonly [string, unknown])[],
  path: string,
  reader: DiffReader,
): string | undefined {
  const held = new Map(fields);
  const days = held.get("workingDays");
  if (typeof days === "number") {
    return toBudgetText({ workingDays: days, endOfDay: held.get("endOfDay") === true }, reader);
  }
  return toValueText(`${path}.budgetSeconds`, held.get("budgetSeconds"), reader);
}
