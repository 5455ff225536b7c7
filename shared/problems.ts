import type { ProblemEntry } from "./problem-entry.ts";
import { AGENT_PROBLEMS } from "./problems-of-agents.ts";
import { API_PROBLEMS } from "./problems-of-api.ts";
import { CONVERSATION_PROBLEMS } from "./problems-of-conversation.ts";
import { FILE_PROBLEMS } from "./problems-of-files.ts";
import { LIST_PROBLEMS } from "./problems-of-lists.ts";
import { MAIL_PROBLEMS } from "./problems-of-mail.ts";
import { NOISE_PROBLEMS } from "./problems-of-noise.ts";
import { NOTICE_PROBLEMS } from "./problems-of-notices.ts";
import { ON_CALL_PROBLEMS } from "./problems-of-on-call.ts";
import { START_PROBLEMS } from "./problems-of-start.ts";
import { TICKET_PROBLEMS } from "./problems-of-tickets.ts";
import { ticketStateText } from "./ticket-words.ts";

/**
 * The catalogue of errors: code, HTTP status where it can be an answer of the API, and what it says
 * in both languages: what happened and what to do. `{name}` is filled from the parameters.
 */

export type Language = "en" | "fr";
export const LANGUAGES = ["fr", "en"] as const satisfies readonly Language[];

const catalogue = {
  ...AGENT_PROBLEMS,
  ...API_PROBLEMS,
  ...CONVERSATION_PROBLEMS,
  ...FILE_PROBLEMS,
  ...LIST_PROBLEMS,
  ...MAIL_PROBLEMS,
  ...NOISE_PROBLEMS,
  ...NOTICE_PROBLEMS,
  ...ON_CALL_PROBLEMS,
  ...START_PROBLEMS,
  ...TICKET_PROBLEMS,
};

export type ProblemCode = keyof typeof catalogue;
export type ProblemParameters = Readonly<Record<string, string | number>>;

/** An expected "no": its code, and what exactly was wrong, for the log and the dead letters. */
export type Refusal = { readonly problem: ProblemCode; readonly detail: string };

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemEntry>> = catalogue;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

/**
 * What a problem says in a language. A parameter that is missing stays visible as its name; `state` is
 * the state of a ticket, and is said in the reader's words.
 */
export function problemText(
  code: ProblemCode,
  parameters: ProblemParameters,
  language: Language,
): string {
  return PROBLEMS[code][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    name === "state"
      ? ticketStateText(String(parameters[name] ?? whole), language)
      : String(parameters[name] ?? whole),
  );
}

/** An operational failure with a code of the catalogue, for people and for the log. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly parameters: ProblemParameters;
  /** Whether the same act may succeed later. */
  readonly retryable: boolean;

  constructor(
    code: ProblemCode,
    parameters: ProblemParameters = {},
    { cause, retryable = false }: { readonly cause?: unknown; readonly retryable?: boolean } = {},
  ) {
    super(problemText(code, parameters, "en"), { cause });
    this.name = "ProblemError";
    this.code = code;
    this.parameters = parameters;
    this.retryable = retryable;
  }
}
