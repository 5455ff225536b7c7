import type {
  ContractEventKind,
  EarlyEndWish,
  NoticeWish,
  RenewalWish,
} from "@vigie/shared/contract-acts.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { type CourseFacts, standingAt, termOf } from "../domain/contract-course.ts";
import { checkTerm } from "../domain/term.ts";
import type { ContractVersionRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { type ContractContext, STAFF } from "./contract-context.ts";
import { catchUp } from "./contract-due.ts";

/**
 * How long a contract goes on, as people say it: notice, an early end, express renewals. Each raises
 * the contract's version, so that who did not see the last one is told to look again.
 */

/** Renewals that are kept of one contract: a hundred years by the year. */
const RENEWALS_MAX = 100;

type Seen = { readonly version: number };

/** Notes the day on which notice was given, or takes it back. */
export function giveNotice(
  context: ContractContext,
  contractId: string,
  { givenOn, version }: NoticeWish & Seen,
): Promise<Outcome> {
  return changeTerm(context, contractId, {
    version,
    kind: givenOn === null ? "notice_withdrawn" : "notice_given",
    said: { field: "givenOn", on: givenOn },
    toFacts: (before) => ({ ...before, noticeGivenOn: givenOn }),
  });
}

/** Notes the last covered day that both sides agreed on, or takes it back. */
export function endEarly(
  context: ContractContext,
  contractId: string,
  { endsOn, version }: EarlyEndWish & Seen,
): Promise<Outcome> {
  return changeTerm(context, contractId, {
    version,
    kind: endsOn === null ? "early_end_withdrawn" : "ended_early",
    said: { field: "endsOn", on: endsOn },
    toFacts: (before) => ({ ...before, endsEarlyOn: endsOn }),
  });
}

/** Notes an express renewal for one further term, or takes it back before that term begins. */
export function renew(
  context: ContractContext,
  contractId: string,
  { on, undo = false, version }: RenewalWish & Seen,
): Promise<Outcome> {
  return changeTerm(context, contractId, {
    version,
    kind: undo ? "renewal_withdrawn" : "renewed",
    said: { field: "on", on },
    toFacts: ({ renewedOn, ...before }) => ({
      ...before,
      renewedOn: undo ? without(on, renewedOn) : [...renewedOn, on],
    }),
    ...(undo && {
      refuse: (before, versions) => wrongUndo(on, { before, versions, nowMs: context.nowMs }),
    }),
  });
}

type TermChange = Seen & {
  readonly kind: ContractEventKind;
  /** The day of the request, and its field's name; null takes back what was noted. */
  readonly said: { readonly field: "givenOn" | "endsOn" | "on"; readonly on: string | null };
  readonly toFacts: (before: CourseFacts) => CourseFacts;
  /** What else keeps it from being done. */
  readonly refuse?: (
    before: CourseFacts,
    versions: readonly ContractVersionRow[],
  ) => Refusal | undefined;
};

async function changeTerm(
  { gathering, nowMs }: ContractContext,
  contractId: string,
  { version, kind, said, toFacts, refuse }: TermChange,
): Promise<Outcome> {
  const { contracts } = gathering.unit;
  const found = await contracts.findContract(contractId);
  if (found === undefined) return notFound(contractId);
  if (found.version !== version) {
    return conflict(found.version);
  }
  const { customerName: _customerName, sample: _sample, ...before } = found;
  const { noticeGivenOn, endsEarlyOn, renewedOn } = toFacts(before);
  const after = { ...before, noticeGivenOn, endsEarlyOn, renewedOn };
  const versions = await contracts.versionsOf([contractId]);
  const refusal =
    wrongMoment(said.on, { before, versions, nowMs }) ??
    refuse?.(before, versions) ??
    wrongFacts(said, after, versions);
  if (refusal !== undefined) return refusal;

  await contracts.changeContract(after);
  await contracts.addEvent({
    contractId,
    kind,
    key: null,
    atMs: nowMs,
    actor: STAFF,
    parameters: said.on === null ? {} : { on: said.on },
  });
  await catchUp(gathering, after, nowMs);
  return { done: true };
}

type Moment = {
  readonly before: CourseFacts;
  readonly versions: readonly ContractVersionRow[];
  readonly nowMs: number;
};

/** Whether anything can be said of the contract by now. */
function wrongMoment(on: string | null, { before, versions, nowMs }: Moment): Refusal | undefined {
  if (termOf(before, versions) === undefined) {
    return refused("no version is in force: put one in force first");
  }
  const standing = standingAt(before, versions, nowMs);
  // Whoever takes something back that ended it must be able to: the end was noted by mistake.
  if (standing?.state === "ended" && on !== null && standing.endsOn !== before.endsEarlyOn) {
    return refused(`it ended on ${standing.endsOn}`);
  }
  return undefined;
}

/** Renewals count in the order of their days: each is for the term after those of the ones before. */
function wrongUndo(on: string, { before, versions, nowMs }: Moment): Refusal | undefined {
  const inOrder = before.renewedOn.toSorted();
  const place = inOrder.lastIndexOf(on);
  if (place === -1) return refused(`on: no renewal of ${on} is noted`);
  const earlier = {
    noticeGivenOn: null,
    endsEarlyOn: null,
    renewedOn: inOrder.slice(0, place),
  };
  const standing = standingAt(earlier, versions, nowMs);
  if (standing?.state !== "ended") return undefined;
  return refused(
    `on: the term of the renewal of ${on} began after ${standing.endsOn}, it can no longer be taken back`,
  );
}

function wrongFacts(
  { field, on }: TermChange["said"],
  after: CourseFacts,
  versions: readonly ContractVersionRow[],
): Refusal | undefined {
  if (after.renewedOn.length > RENEWALS_MAX) {
    return refused(`it was renewed ${RENEWALS_MAX} times already`);
  }
  const course = termOf(after, versions);
  const refusal = course && checkTerm(course.term, course.events);
  return refusal && { ...refusal, detail: inRequest(refusal.detail, { field, on }) };
}

const FIELDS = { noticeGivenOn: "givenOn", endsEarlyOn: "endsOn" } as const;

/** What is wrong with the term in the words of the request, which has one day and not its list. */
function inRequest(detail: string, { field, on }: TermChange["said"]): string {
  const [, path = "", rest = ""] =
    /^(noticeGivenOn|endsEarlyOn|renewedOn)(?:\[\d+\])?: (.*)$/s.exec(detail) ?? [];
  if (path === "renewedOn") {
    return field === "on" && rest.startsWith(`${on} `) ? `on: ${rest}` : `the renewal of ${rest}`;
  }
  if (path !== "noticeGivenOn" && path !== "endsEarlyOn") return detail;
  return FIELDS[path] === field ? `${field}: ${rest}` : detail;
}

/** The days less the last one that is this day. */
function without(on: string, days: readonly string[]): string[] {
  const place = days.lastIndexOf(on);
  return days.filter((_day, other) => other !== place);
}

function refused(detail: string): Refusal {
  return { problem: "contract_state", detail };
}
