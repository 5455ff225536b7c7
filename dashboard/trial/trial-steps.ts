import { isOpenTicket } from "../live/machine-live.ts";
import type { Words } from "../words/words.tsx";
import type { Course, Trial } from "./trial-course.ts";

/** What has happened in a trial, and what is still to come, in words. */

export type TrialStep = {
  readonly id: "lowered" | "alert" | "ticket" | "restored" | "recovered";
  readonly isDone: boolean;
  readonly text: string;
  readonly time: string | undefined;
};

type Reader = Pick<Words, "words" | "formats"> & { readonly zone: string };

export function toSteps(trial: Trial, course: Course, reader: Reader): TrialStep[] {
  return [
    loweredStep(trial, reader),
    alertStep(course, reader),
    ticketStep(course, reader),
    restoredStep(trial, reader),
    recoveredStep(course, reader),
  ];
}

function loweredStep(trial: Trial, { words, formats, zone }: Reader): TrialStep {
  const threshold = formats.text("percent", trial.loweredTo);
  return {
    id: "lowered",
    isDone: true,
    text: words.trial.lowered({ threshold }),
    time: formats.time(trial.loweredAtMs, zone),
  };
}

function alertStep({ alert, ticket }: Course, { words, formats, zone }: Reader): TrialStep {
  const value = alert?.value ?? ticket?.ticket.value ?? undefined;
  const at = alert?.since ?? ticket?.ticket.eventAt;
  const isDone = value !== undefined;
  return {
    id: "alert",
    isDone,
    text: isDone
      ? words.trial.alerted({ value: formats.text("percent", value) })
      : words.trial.waitReport,
    time: at === undefined ? undefined : formats.time(Date.parse(at), zone),
  };
}

function ticketStep(course: Course, { words, formats, zone }: Reader): TrialStep {
  const ticket = course.ticket?.ticket;
  if (ticket === undefined) {
    const isUncovered = course.alert !== undefined && course.alert.noTicket !== null;
    const text = isUncovered ? words.trial.noTicket : words.trial.waitTicket;
    return { id: "ticket", isDone: false, text, time: undefined };
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
    time: formats.time(openedMs, zone),
  };
}

function restoredStep(trial: Trial, { words, formats, zone }: Reader): TrialStep {
  const isDone = trial.putBackAtMs !== undefined;
  const threshold = formats.text("percent", trial.before.condition.fireAt);
  return {
    id: "restored",
    isDone,
    text: isDone ? words.trial.restored({ threshold }) : words.trial.waitPutBack,
    time: isDone ? formats.time(trial.putBackAtMs, zone) : undefined,
  };
}

function recoveredStep({ isRecovered, ticket }: Course, { words }: Reader): TrialStep {
  return {
    id: "recovered",
    isDone: isRecovered,
    text: isRecovered ? recoveredText(ticket?.ticket, words) : words.trial.waitRecovery,
    time: undefined,
  };
}

type Ticket = NonNullable<Course["ticket"]>["ticket"];

function recoveredText(ticket: Ticket | undefined, words: Reader["words"]): string {
  if (ticket === undefined) return words.trial.recoveredPlain;
  const { number } = ticket;
  return isOpenTicket(ticket)
    ? words.trial.recoveredTaken({ number })
    : words.trial.recovered({ number });
}
