import { isOpenTicket } from "../live/machine-live.ts";
import type { Words } from "../words/words.tsx";
import type { Course, Shipped, Trial } from "./trial-course.ts";

/** What has happened in a trial, and what is still to come, in words. */

export type TrialStep = {
  readonly id: "lowered" | "alert" | "ticket" | "restored" | "recovered";
  readonly isDone: boolean;
  readonly text: string;
  readonly time: string | undefined;
};

type Reader = Pick<Words, "words" | "formats"> & { readonly zone: string };
type Told = Omit<TrialStep, "time"> & { readonly atMs: number | undefined };

/** In the order of what happens; an alert that the putting back forestalled is none of them. */
export function toSteps(
  told: { readonly trial: Trial; readonly course: Course; readonly shipped: Shipped },
  reader: Reader,
): TrialStep[] {
  const { trial, course, shipped } = told;
  const alert = alertStep(course, reader);
  const isForestalled = course.isPutBack && !alert.isDone;
  const steps = [
    loweredStep(trial, shipped, reader),
    ...(isForestalled ? [] : [alert, ticketStep(course, reader)]),
    restoredStep(trial, { course, shipped }, reader),
    recoveredStep(course, reader),
  ];
  return timed(steps, reader);
}

const MINUTE_MS = 60_000;

/**
 * Writes the times that are known. One that lies before a step above it says something else, such as
 * when a ticket was opened that this trial opened again, and is left out.
 */
function timed(steps: readonly Told[], { formats, zone }: Reader): TrialStep[] {
  let minute = 0;
  return steps.map(({ atMs, ...step }) => {
    const own = atMs === undefined ? -1 : Math.floor(atMs / MINUTE_MS);
    if (atMs === undefined || own < minute) return { ...step, time: undefined };
    minute = own;
    return { ...step, time: formats.time(atMs, zone) };
  });
}

function loweredStep(trial: Trial, shipped: Shipped, { words, formats }: Reader): Told {
  const threshold = formats.text("percent", trial.loweredTo);
  const isBelow = trial.loweredTo < shipped.condition.fireAt;
  return {
    id: "lowered",
    isDone: true,
    text: isBelow ? words.trial.lowered({ threshold }) : words.trial.changed({ threshold }),
    atMs: trial.loweredAtMs,
  };
}

function alertStep(course: Course, { words, formats }: Reader): Told {
  const { value, at } = raisedBy(course);
  if (value === undefined) {
    return { id: "alert", isDone: false, text: words.trial.waitReport, atMs: undefined };
  }
  return {
    id: "alert",
    isDone: true,
    text: words.trial.alerted({ value: formats.text("percent", value) }),
    atMs: at === undefined ? undefined : Date.parse(at),
  };
}

/** What raised the alert, and when; once that is over, the ticket still says it. */
function raisedBy({ alert, ticket }: Course) {
  if (ticket === undefined || alert?.state === "firing") {
    const at = alert?.state === "firing" ? alert.since : undefined;
    return { value: alert?.value ?? undefined, at };
  }
  return { value: ticket.value ?? undefined, at: ticket.eventAt };
}

function ticketStep({ ticket, alert }: Course, { words, formats, zone }: Reader): Told {
  if (ticket === undefined) {
    const isUncovered = alert !== undefined && alert.noTicket !== null;
    const text = isUncovered ? words.trial.noTicket : words.trial.waitTicket;
    return { id: "ticket", isDone: false, text, atMs: undefined };
  }
  const openedMs = Date.parse(ticket.openedAt);
  const due = ticket.targets.flatMap(({ kind, dueAt }) => {
    if (dueAt === null) return [];
    const moment = formats.moment(Date.parse(dueAt), zone, openedMs);
    return [words.trial.dueBy({ kind: words.clock.kind[kind], moment })];
  });
  return {
    id: "ticket",
    isDone: true,
    text: words.trial.ticketed({ number: ticket.number, due: due.join(", ") }),
    atMs: openedMs,
  };
}

function restoredStep(
  { putBackAtMs }: Trial,
  { course, shipped }: { readonly course: Course; readonly shipped: Shipped },
  { words, formats }: Reader,
): Told {
  const { isPutBack: isDone } = course;
  const threshold = formats.text("percent", shipped.condition.fireAt);
  return {
    id: "restored",
    isDone,
    text: isDone ? words.trial.restored({ threshold }) : words.trial.waitPutBack,
    atMs: isDone ? putBackAtMs : undefined,
  };
}

function recoveredStep({ isRecovered, ticket }: Course, { words }: Reader): Told {
  const resolvedAt = isRecovered ? (ticket?.resolvedAt ?? undefined) : undefined;
  return {
    id: "recovered",
    isDone: isRecovered,
    text: isRecovered ? recoveredText(ticket, words) : words.trial.waitRecovery,
    atMs: resolvedAt === undefined ? undefined : Date.parse(resolvedAt),
  };
}

function recoveredText(ticket: Course["ticket"], words: Reader["words"]): string {
  if (ticket === undefined) return words.trial.recoveredPlain;
  const { number } = ticket;
  return isOpenTicket(ticket)
    ? words.trial.recoveredTaken({ number })
    : words.trial.recovered({ number });
}
