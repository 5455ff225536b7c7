import type { ContractSummary } from "@vigie/shared/contract-version.ts";
import type { TermReminder, TermSpan, TermStanding, TermState } from "@vigie/shared/term.ts";
import type { Reader } from "./promise-words.ts";

/** Where a contract's term stands, as a list and a page say it. */

const DAY_MS = 86_400_000;
/** From when on the last day of notice needs a hand: the first of the usual reminders. */
const NOTICE_NEAR_DAYS = 90;

/** A draft has no standing yet, whatever its term would say. */
export type Standing = TermState | "draft";

export function toStanding(contract: Pick<ContractSummary, "version" | "standing">): Standing {
  return contract.version.state === "draft" ? "draft" : contract.standing.state;
}

/** En vigueur; Prend fin le 31 janv. 2027, by a notice or by an end that both agreed on. */
export function toStandingText(
  contract: Pick<ContractSummary, "version" | "standing">,
  { words, formats }: Reader,
): string {
  const standing = toStanding(contract);
  if (standing !== "notice_given") return words.contracts.state[standing];
  const { endsOn } = contract.standing;
  return endsOn === null
    ? words.contracts.state.in_force
    : words.contracts.endsOn({ date: formats.date(endsOn) });
}

/** The day on which a next term begins; undefined where there is none, as before an end that is known. */
export function anniversaryOf({ current, endsOn }: TermStanding): string | undefined {
  const day = current?.anniversaryOn ?? undefined;
  return day !== undefined && endsOn !== null && day > endsOn ? undefined : day;
}

/** The last day on which notice changes something; undefined where none does, as once it is given. */
export function lastNoticeOf({ state, current }: TermStanding): string | undefined {
  return state === "notice_given" ? undefined : (current?.lastNoticeOn ?? undefined);
}

/** Days from one civil date to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/**
 * In how many days notice must be given at the latest, where that is near and notice would still
 * change something; else undefined.
 */
export function noticeNearIn(contract: Pick<ContractSummary, "version" | "standing">) {
  const { on, current } = contract.standing;
  if (toStanding(contract) !== "in_force" || current === null) return undefined;
  if (current.lastNoticeOn === null) return undefined;
  const days = daysBetween(on, current.lastNoticeOn);
  return days >= 0 && days <= NOTICE_NEAR_DAYS ? days : undefined;
}

/** The next reminder, today's included. */
export function nextReminder({ on, reminders }: TermStanding): TermReminder | undefined {
  return reminders.find((reminder) => reminder.on >= on);
}

/** 1 janv. 2026 – 31 déc. 2026; depuis le 1 janv. 2026. */
export function toSpanText({ startsOn, endsOn }: TermSpan, { words, formats }: Reader): string {
  const from = formats.date(startsOn);
  if (endsOn === null) return words.contract.sinceDay({ date: from });
  return words.contract.span({ from, to: formats.date(endsOn) });
}
