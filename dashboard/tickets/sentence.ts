import { BREACH_CAUSES } from "@vigie/shared/compliance.ts";
import { metricNamed } from "@vigie/shared/metrics.ts";
import { CHANGE_MODES, REOPEN_MODES } from "@vigie/shared/sla.ts";
import {
  TARGET_KINDS,
  type TargetKind,
  type TicketTransition,
  type TransitionKind,
} from "@vigie/shared/ticket.ts";
import type { Words } from "../words/words.tsx";
import { DESK_SENTENCES } from "./desk-sentence.ts";

/** The lines of a ticket's history in words, with their figures where they have them. */

type Said = Pick<TicketTransition, "kind" | "parameters"> &
  Partial<Pick<TicketTransition, "toState">>;
type Reader = Pick<Words, "words" | "formats">;

export function toSentence(said: Said, metric: string | null, reader: Reader): string {
  const { kind } = said;
  if (isPlain(kind)) return reader.words.history[kind];
  if (isOfDesk(kind)) return DESK_SENTENCES[kind](said.parameters, reader.words);
  const figure = createFigure(said.parameters, metric, reader.formats);
  return SENTENCES[kind](said, figure, reader);
}

/** Lines that say all by their kind. */
const PLAIN = [
  "acknowledged",
  "commented",
  "replied",
  "called",
  "customer_wrote",
  "went_on",
  "arrived",
  "worked_around",
  "restored",
  "resolved",
  "closed",
  "cancelled",
] as const satisfies readonly TransitionKind[];

function isPlain(kind: TransitionKind): kind is (typeof PLAIN)[number] {
  return PLAIN.some((plain) => plain === kind);
}

type OfDesk = keyof typeof DESK_SENTENCES;

function isOfDesk(kind: TransitionKind): kind is OfDesk {
  return kind in DESK_SENTENCES;
}

type Telling = Exclude<TransitionKind, (typeof PLAIN)[number] | OfDesk>;
type Figure = (name: string) => string | undefined;

const SENTENCES: Readonly<Record<Telling, (said: Said, figure: Figure, reader: Reader) => string>> =
  {
    opened: (_said, figure, { words }) => openedText(figure("value"), figure("threshold"), words),
    repeated: (_said, figure, { words: { history } }) =>
      valueText(figure("value"), history.repeated, history.repeatedPlain),
    recovered: (_said, figure, { words: { history } }) =>
      valueText(figure("value"), history.recovered, history.recoveredPlain),
    reopened: (said, figure, { words }) => reopenedText(said, figure("value"), words),
    waiting: ({ toState }, _figure, { words: { history } }) =>
      toState === "waiting_third_party" ? history.waitingThirdParty : history.waitingCustomer,
    merged: ({ parameters }, _figure, { words }) =>
      words.history.merged({ number: String(parameters["into"]) }),
    took_in: ({ parameters }, _figure, { words }) =>
      words.history.took_in({ number: String(parameters["from"]) }),
    priority_changed: ({ parameters }, _figure, { words }) => priorityText(parameters, words),
    contract_changed: ({ parameters }, _figure, { words }) => contractText(parameters, words),
    breached: ({ parameters }, _figure, { words: { history, clock } }) => {
      const target = targetOf(parameters);
      return target === undefined
        ? history.breached
        : history.breachedKind({ kind: clock.kind[target] });
    },
    breach_withdrawn: ({ parameters }, _figure, { words: { history, clock } }) => {
      const target = targetOf(parameters);
      return target === undefined
        ? history.withdrawn
        : history.withdrawnKind({ kind: clock.kind[target] });
    },
    escalated: ({ parameters }, _figure, reader) => escalatedText(parameters, reader),
    cause_said: ({ parameters }, _figure, { words }) => causeText(parameters, words),
  };

type Parameters = TicketTransition["parameters"];

/** Reads a parameter of the ticket's metric, as people write it. */
function createFigure(parameters: Parameters, metric: string | null, formats: Words["formats"]) {
  const unit = metric === null ? undefined : metricNamed(metric)?.unit;
  return (name: string): string | undefined => {
    const value = parameters[name];
    return typeof value === "number" && unit !== undefined ? formats.text(unit, value) : undefined;
  };
}

function openedText(
  value: string | undefined,
  threshold: string | undefined,
  { history }: Words["words"],
): string {
  if (value === undefined || threshold === undefined) return history.openedPlain;
  return history.opened({ value, threshold });
}

/** One that came back by itself is new again; a person has it in hand and said what becomes of time. */
function reopenedText(
  { parameters, toState }: Said,
  value: string | undefined,
  { history }: Words["words"],
): string {
  const mode = REOPEN_MODES.find((known) => known === parameters["mode"]);
  if (mode !== undefined && toState === "in_progress") {
    return history.reopenedByHand({ mode: history.reopenMode[mode] });
  }
  return valueText(value, history.reopened, history.reopenedPlain);
}

/** With the value where it is known, else without. */
function valueText(
  value: string | undefined,
  says: (said: { readonly value: string }) => string,
  plain: string,
): string {
  return value === undefined ? plain : says({ value });
}

function priorityText(parameters: Parameters, { history }: Words["words"]): string {
  const { from, to } = parameters;
  if (from === undefined || to === undefined) return history.priorityPlain;
  const mode = modeText(parameters, history);
  return history.priority({ from: String(from), to: String(to), mode });
}

function contractText(parameters: Parameters, { history }: Words["words"]): string {
  const { fromContract, fromVersion, toContract, toVersion } = parameters;
  if (fromContract === undefined || toContract === undefined) return history.contractPlain;
  const [from, to] = [
    history.contractVersion({ name: String(fromContract), version: String(fromVersion) }),
    history.contractVersion({ name: String(toContract), version: String(toVersion) }),
  ];
  return history.contract({ from, to, mode: modeText(parameters, history) });
}

function modeText(parameters: Parameters, history: Words["words"]["history"]): string {
  const mode = CHANGE_MODES.find((name) => name === parameters["mode"]) ?? "carry_elapsed";
  return history.changeMode[mode];
}

function targetOf(parameters: Parameters): TargetKind | undefined {
  return TARGET_KINDS.find((name) => name === parameters["target"]);
}

function escalatedText(parameters: Parameters, { words, formats }: Reader): string {
  const { history, clock } = words;
  const { told } = parameters;
  if (told !== undefined) return toldText(String(told), history);
  const kind = clock.kind[targetOf(parameters) ?? "resolution"];
  return history.escalated({
    kind,
    step: stepText(String(parameters["step"]), { history, formats }),
  });
}

/** By a policy, because nobody took the ticket: it says whom it woke. */
function toldText(names: string, { escalatedTo, escalatedToNobody }: Words["words"]["history"]) {
  return names === "" ? escalatedToNobody : escalatedTo({ names });
}

function causeText(parameters: Parameters, { history, clock }: Words["words"]): string {
  const kind = clock.kind[targetOf(parameters) ?? "resolution"];
  const cause = BREACH_CAUSES.find((name) => name === parameters["cause"]);
  if (cause === undefined) return history.causeNone({ kind });
  return history.cause({ kind, cause: history.causes[cause] });
}

/** `75%` of a budget, or `-1800s` and `+3600s` from due. */
function stepText(
  step: string,
  {
    history,
    formats,
  }: { readonly history: Words["words"]["history"]; readonly formats: Words["formats"] },
): string {
  const amount = Number.parseInt(step, 10);
  if (step.endsWith("%")) return history.stepShare({ share: formats.text("percent", amount) });
  if (amount === 0) return history.stepDue;
  const duration = formats.budget(Math.abs(amount));
  return amount < 0 ? history.stepBefore({ duration }) : history.stepAfter({ duration });
}
