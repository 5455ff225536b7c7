import type { EscalationStep, TargetPromise } from "@vigie/shared/contract.ts";
import type { Words } from "../words/words.tsx";

/** What is promised, in words. */

export type Reader = Pick<Words, "words" | "formats">;

type BudgetOf = Pick<TargetPromise, "budgetSeconds" | "workingDays" | "endOfDay">;

/** 4 h ouvrées; J+1, fin de journée. */
export function toBudgetText(promise: BudgetOf, { words, formats }: Reader): string {
  const { clauses } = words;
  if (promise.workingDays === undefined)
    return toWorkingText(promise.budgetSeconds ?? 0, { words, formats });
  const days = clauses.onWorkingDay({ n: promise.workingDays });
  return promise.endOfDay === true ? clauses.endOfDay({ days }) : days;
}

/** A length of working time. */
export function toWorkingText(seconds: number, { words, formats }: Reader): string {
  if (seconds === 0) return words.clauses.atOnce;
  return words.clauses.working({ duration: formats.budget(seconds) });
}

/** à 75 % du délai; 1 h ouvrées avant l'échéance. */
export function toStepText(step: EscalationStep, reader: Reader): string {
  const { due } = reader.words;
  if ("percent" in step) {
    return due.atShare({ percent: reader.formats.share(step.percent * 100) });
  }
  if (step.offsetSeconds === 0) return due.whenDue;
  const duration = toWorkingText(Math.abs(step.offsetSeconds), reader);
  return step.offsetSeconds < 0 ? due.before({ duration }) : due.after({ duration });
}

/** When a step of the exit is due: 30 jours avant la fin; le dernier jour. */
export function toDueDaysText(days: number, { endings }: Words["words"]): string {
  if (days === 0) return endings.onLastDay;
  return days > 0 ? endings.daysAfter({ n: days }) : endings.daysBefore({ n: -days });
}
