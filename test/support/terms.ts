import type { Term } from "@vigie/shared/term.ts";

/** Terms to test with, tacit and with three months' notice where nothing else is said. */

const THREE_MONTHS: Term["notice"] = { months: 3 };

export function day(text: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(text);
}

export function annual(startsOn: string, notice: Term["notice"] = THREE_MONTHS): Term {
  return { timeZone: "Europe/Paris", startsOn, initialMonths: 12, renewal: "tacit", notice };
}

export function quarterly(startsOn: string, notice: Term["notice"] = { days: 30 }): Term {
  return { ...annual(startsOn, notice), initialMonths: 3 };
}

export function monthly(startsOn: string, notice: Term["notice"] = { days: 10 }): Term {
  return { ...annual(startsOn, notice), initialMonths: 1 };
}

export function expressly(startsOn: string): Term {
  return { ...annual(startsOn), renewal: "express" };
}

export function openEnded(startsOn: string, notice: Term["notice"] = THREE_MONTHS): Term {
  return { timeZone: "Europe/Paris", startsOn, renewal: "open_ended", notice };
}
