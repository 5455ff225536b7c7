import { type DiffReader, isKnown, textIn } from "./diff-values.ts";
import { toStepText } from "./promise-words.ts";

/** Where in a contract something differs, in words: "Rétablissement P1, calendrier". */
export function toPathText(path: string, reader: DiffReader): string {
  const [clause = "", ...parts] = path.split(".");
  if (parts.length === 0) return textIn(reader.words.clauses.name, clause);
  const text = isKnown(TEXTS, clause) ? TEXTS[clause] : undefined;
  return text === undefined ? joined(props(parts, reader)) : text(parts, reader);
}

/** How each clause's paths are read; those that are not here have plain fields only. */
const TEXTS: Readonly<Record<string, (parts: readonly string[], reader: DiffReader) => string>> = {
  levels: levelText,
  perimeter: ([side, ...rule], reader) =>
    `${ruleText(rule.join("."), reader)} (${sideText(side, reader)})`,
  types: ([type = ""], { words }) => textIn(words.clauses.types, type),
  priorities: priorityText,
  channels: ([channel = "", ...parts], reader) =>
    joined([textIn(reader.words.channels.name, channel), ...props(parts, reader)]),
  exit: exitText,
  penalties: penaltyText,
  pricing: pricingText,
  managed: managedText,
};

const joined = (parts: readonly string[]): string => parts.join(", ");

function props(names: readonly string[], { words }: DiffReader): string[] {
  return names.map((name) => textIn(words.diff.props, name));
}

/** "Rétablissement P1": which of its parts is said only where it is not the budget. */
function levelText([level = "", kind, part, ...rest]: readonly string[], reader: DiffReader) {
  const { words } = reader;
  const priority = words.clauses.priority({ priority: Number(level.slice(1)) });
  if (kind === undefined) return priority;
  const promise = `${textIn(words.clock.kind, kind)} ${priority}`;
  if (part === undefined || BUDGET_PARTS.has(part)) return promise;
  return joined([promise, ...props([part], reader), ...rest.map((step) => stepText(step, reader))]);
}

const BUDGET_PARTS: ReadonlySet<string> = new Set(["budget", "budgetSeconds", "workingDays"]);

/** The collector writes a step as `50 %` or `-3600 s`. */
function stepText(step: string, reader: DiffReader): string {
  const [amount, unit] = step.split(" ");
  const count = Number(amount);
  return toStepText(unit === "%" ? { percent: count } : { offsetSeconds: count }, reader);
}

function sideText(side: string | undefined, { words }: DiffReader): string {
  return side === "exclude" ? words.diff.excluding : words.diff.including;
}

/** The collector writes a rule as what it goes by, then what it names. */
function ruleText(rule: string, { words, nameOf }: DiffReader): string {
  const [by = "", ...rest] = rule.split(" ");
  const name = rest.join(" ");
  const { perimeter } = words;
  switch (by) {
    case "everything":
      return perimeter.everything;
    case "site":
    case "machine":
    case "equipment":
      return perimeter[by]({ name: nameOf(name) });
    case "class":
      return textIn(perimeter.class, name);
    case "equipment_kind":
      return textIn(perimeter.equipmentKind, name);
    case "tag":
    case "software":
      return perimeter[by]({ name });
    default:
      return rule;
  }
}

function priorityText([table, row = "", column = ""]: readonly string[], { words }: DiffReader) {
  const { clauses, alerts } = words;
  if (table === "severities") {
    return joined([
      words.diff.alert({ severity: textIn(alerts.severity, row) }),
      textIn(words.diff.props, column),
    ]);
  }
  return joined([
    words.diff.impact({ level: textIn(clauses.level, row) }),
    clauses.urgency({ level: textIn(clauses.urgencyLevel, column) }).toLowerCase(),
  ]);
}

/** A step is known by its title, in which there may be anything. */
function exitText(parts: readonly string[], reader: DiffReader): string {
  if (parts[0] !== "steps") return joined(props(parts, reader));
  const last = parts.at(-1) ?? "";
  const hasPart = parts.length > 2 && isKnown(STEP_PARTS, last);
  const title = parts.slice(1, hasPart ? -1 : undefined).join(".");
  return joined([title, ...(hasPart ? props([last], reader) : [])]);
}

const STEP_PARTS = { kind: "", owner: "", dueDays: "", proofRequired: "" };

function penaltyText(parts: readonly string[], reader: DiffReader): string {
  const { words } = reader;
  const [list = "", member] = parts;
  if (member === undefined) return joined(props([list], reader));
  const name = {
    targets: () => textIn(words.clock.kind, member),
    priorities: () => words.clauses.priority({ priority: Number(member) }),
    exclusions: () => textIn(words.endings.causes, member),
  };
  const said = isKnown(name, list) ? name[list]() : member;
  return joined([...props([list], reader), said]);
}

function pricingText(parts: readonly string[], reader: DiffReader): string {
  const [what = "", member] = parts;
  if (what !== "multipliers" || member === undefined) return joined(props(parts, reader));
  return joined([...props([what], reader), reader.calendarName(member)]);
}

function managedText(parts: readonly string[], reader: DiffReader): string {
  const [what = "", member] = parts;
  if (what !== "presence" || member === undefined) return joined(props(parts, reader));
  return joined([...props([what], reader), reader.nameOf(member)]);
}
