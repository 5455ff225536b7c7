import { LEVELS } from "@vigie/shared/contract.ts";
import { TICKET_TYPES, type TicketTransition } from "@vigie/shared/ticket.ts";
import { COVERAGES } from "@vigie/shared/ticket-document.ts";
import type { Words } from "../words/words.tsx";

/** Lines about how a ticket is run, in words: the queue, who has it, what it is, what hangs on it. */

type Parameters = TicketTransition["parameters"];
type Catalogue = Words["words"];

export const DESK_SENTENCES = {
  queued: (parameters: Parameters, { history }: Catalogue) => {
    const position = said(parameters, "position");
    return position === undefined ? history.queued : history.queuedAt({ position });
  },
  started: (_parameters: Parameters, { history }: Catalogue) => history.started,
  assigned: assignedText,
  changed: changedText,
  linked: (parameters: Parameters, { history }: Catalogue) =>
    farEndText(parameters, history.linkedTo) ?? history.linked,
  unlinked: (parameters: Parameters, { history }: Catalogue) =>
    farEndText(parameters, history.unlinkedFrom) ?? history.unlinked,
  attached: ({ files }: Parameters, { history }: Catalogue) =>
    typeof files === "number" ? history.attachedFiles({ n: files }) : history.attached,
  coverage_changed: coverageText,
} as const;

/** A parameter as it is written; undefined where the line does not have it. */
function said(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return value === undefined || value === "" ? undefined : String(value);
}

/** With which ticket or machine; undefined where the line does not say. */
function farEndText(
  parameters: Parameters,
  says: Catalogue["history"]["linkedTo"],
): string | undefined {
  const [number, machine] = [said(parameters, "ticket"), said(parameters, "machine")];
  if (number !== undefined) return says.ticket({ number });
  return machine === undefined ? undefined : says.machine({ machine });
}

/** What did not change is not in the line. */
function assignedText(parameters: Parameters, { history }: Catalogue): string {
  const [name, team] = [said(parameters, "to"), said(parameters, "toTeam")];
  if (name !== undefined && team !== undefined) return history.assignedToBoth({ name, team });
  if (name !== undefined) return history.assignedTo({ name });
  if (team !== undefined) return history.assignedToTeam({ team });
  const isTeamsNoMore = parameters["fromTeam"] !== undefined && parameters["from"] === undefined;
  return isTeamsNoMore ? history.assignedToNoTeam : history.assignedToNobody;
}

function changedText(parameters: Parameters, words: Catalogue): string {
  const { history } = words;
  const field = String(parameters["field"]);
  if (field === "weight") return weightText(parameters, words);
  if (field === "type") return typeText(parameters, words);
  return new Map(Object.entries(history.changedField)).get(field) ?? history.changed;
}

function typeText({ to }: Parameters, { history, queue }: Catalogue): string {
  const type = TICKET_TYPES.find((known) => known === to);
  return type === undefined ? history.changed : history.changedType({ type: queue.type[type] });
}

function weightText(parameters: Parameters, { history, ticket }: Catalogue): string {
  const impact = LEVELS.find((level) => level === parameters["impact"]);
  const urgency = LEVELS.find((level) => level === parameters["urgency"]);
  if (impact === undefined || urgency === undefined) return history.changed;
  return history.changedWeight({
    impact: ticket.impactIs[impact],
    urgency: ticket.urgencyIs[urgency],
  });
}

function coverageText(parameters: Parameters, { history, queue }: Catalogue): string {
  const number = said(parameters, "partOf");
  if (number !== undefined) return history.partOf({ number });
  const whole = said(parameters, "partNoMore");
  if (whole !== undefined) return history.partNoMore({ number: whole });
  const coverage = COVERAGES.find((known) => known === parameters["to"]);
  if (coverage === undefined) return history.coverageChanged;
  return history.coverageIs({ coverage: queue.coverage[coverage] });
}
