import {
  MACRO_VARIABLES,
  type MacroActs,
  type MacroState,
  type MacroVariable,
} from "@vigie/shared/macro.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketState } from "@vigie/shared/ticket.ts";
import { decide, type Ticket, type TicketAct } from "./ticket.ts";

/**
 * Macros: what is often done to a ticket, as acts on the one at hand. What a macro comes to is worked
 * out before anything is done, so that one that cannot be done whole is not begun.
 */

/** Variables in one text: with the longest names, what they become is still a text that is taken. */
const BLANKS_MAX = 20;

const BLANK = /\{\{([^{}]*)\}\}/g;

/** Why texts of a macro cannot be filled in, or undefined. */
export function checkMacro({ note, reply }: MacroActs): Refusal | undefined {
  for (const [field, text] of [
    ["note", note],
    ["reply", reply],
  ] as const) {
    const mistake = text === undefined ? undefined : mistakeIn(text);
    if (mistake !== undefined) {
      return { problem: "macro_invalid", detail: `acts.${field}: ${mistake}` };
    }
  }
  return undefined;
}

function mistakeIn(text: string): string | undefined {
  const blanks = [...text.matchAll(BLANK)].map(([, name = ""]) => name.trim());
  const unknown = blanks.find((name) => variableNamed(name) === undefined);
  if (unknown !== undefined) {
    return `{{${unknown}}} is no variable; there are ${MACRO_VARIABLES.join(", ")}`;
  }
  return blanks.length > BLANKS_MAX
    ? `it has ${blanks.length} variables, at most ${BLANKS_MAX}`
    : undefined;
}

function variableNamed(name: string): MacroVariable | undefined {
  return MACRO_VARIABLES.find((known) => known === name);
}

/** What the variables stand for on one ticket; what it has not is left out. */
export type MacroValues = Readonly<Partial<Record<MacroVariable, string>>>;

/** The text with its variables replaced. A name is a name: nothing in it is read as Markdown. */
export function fillIn(text: string, values: MacroValues): string {
  return text.replaceAll(BLANK, (blank, name: string) => {
    const variable = variableNamed(name.trim());
    return variable === undefined ? blank : plain(values[variable] ?? "");
  });
}

function plain(words: string): string {
  return words.replaceAll(/[\\`*_[\]<>&~|]/g, "\\$&");
}

/** An act of a macro, and what is said with it. */
export type MacroStep = {
  readonly act: Extract<
    TicketAct,
    {
      readonly kind:
        | "set_priority"
        | "comment"
        | "reply"
        | "wait"
        | "acknowledge"
        | "go_on"
        | "resolve"
        | "close"
        | "cancel";
    }
  >;
  readonly text?: string;
};

type Calling = {
  readonly ticket: Ticket & { readonly priority: number };
  readonly by: string;
  readonly values: MacroValues;
};

/**
 * The acts that a macro comes to on a ticket, in their order, or the first refusal that they would
 * meet. A state or a priority that the ticket has already is left as it is.
 */
export function planMacro(acts: MacroActs, calling: Calling): readonly MacroStep[] | Refusal {
  const steps: MacroStep[] = [];
  let now: Ticket = calling.ticket;
  for (const stepFrom of wishedSteps(acts, calling)) {
    const step = stepFrom(now.state);
    if (step === undefined) continue;
    const decision = decide(now, step.act);
    if ("problem" in decision) return decision;
    now = decision;
    steps.push(step);
  }
  return steps;
}

/** What is wished, each as the act that it takes from the state that is reached by then. */
function wishedSteps(
  { priority, note, reply, state }: MacroActs,
  { ticket, by, values }: Calling,
): readonly ((from: TicketState) => MacroStep | undefined)[] {
  const changes = priority !== undefined && priority !== ticket.priority;
  return [
    () =>
      changes ? { act: { kind: "set_priority", by, priority, mode: "carry_elapsed" } } : undefined,
    () =>
      note === undefined ? undefined : { act: { kind: "comment", by }, text: fillIn(note, values) },
    (from) =>
      reply === undefined ? undefined : replyStep(fillIn(reply, values), { by, state, from }),
    (from) => (state === undefined ? undefined : stepTowards(state, { by, from })),
  ];
}

type Towards = { readonly by: string; readonly from: TicketState };

/** Said together with the wait that it begins: that is one act to the customer's clock. */
function replyStep(
  text: string,
  { by, from, state }: Towards & { readonly state: MacroState | undefined },
): MacroStep {
  const waits = state === undefined || state === from ? undefined : WAITS.get(state);
  return { act: { kind: "reply", by, ...(waits !== undefined && { waits }) }, text };
}

const WAITS: ReadonlyMap<MacroState, "customer" | "third_party"> = new Map([
  ["waiting_customer", "customer"],
  ["waiting_third_party", "third_party"],
]);

/** The act that puts a ticket into a state; undefined = it is there already. */
function stepTowards(state: MacroState, { by, from }: Towards): MacroStep | undefined {
  if (state === from) return undefined;
  switch (state) {
    case "acknowledged":
      return { act: { kind: "acknowledge", by } };
    case "in_progress":
      return { act: { kind: "go_on", by } };
    case "waiting_customer":
      return { act: { kind: "wait", by, waits: "customer" } };
    case "waiting_third_party":
      return { act: { kind: "wait", by, waits: "third_party" } };
    case "resolved":
      return { act: { kind: "resolve", by } };
    case "closed":
      return { act: { kind: "close", by } };
    case "cancelled":
      return { act: { kind: "cancel", by } };
  }
}
