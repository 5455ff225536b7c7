import type { ContractEventKind } from "@vigie/shared/contract-acts.ts";
import { type CourseFacts, standingAt, termOf } from "../domain/contract-course.ts";
import { checkTerm } from "../domain/term.ts";
import type { Outcome } from "./acts.ts";
import { type ContractContext, STAFF } from "./contract-context.ts";
import { catchUp } from "./contract-due.ts";

/** How long a contract goes on, as people say it: notice, an early end, express renewals. */

/** Renewals that are kept of one contract: a hundred years by the year. */
const RENEWALS_MAX = 100;

/** Notes the day on which notice was given, or takes it back. */
export function giveNotice(
  context: ContractContext,
  contractId: string,
  givenOn: string | null,
): Promise<Outcome> {
  return changeTerm(context, contractId, {
    kind: givenOn === null ? "notice_withdrawn" : "notice_given",
    on: givenOn,
    toFacts: (before) => ({ ...before, noticeGivenOn: givenOn }),
  });
}

/** Notes the last covered day that both sides agreed on, or takes it back. */
export function endEarly(
  context: ContractContext,
  contractId: string,
  endsOn: string | null,
): Promise<Outcome> {
  return changeTerm(context, contractId, {
    kind: endsOn === null ? "early_end_withdrawn" : "ended_early",
    on: endsOn,
    toFacts: (before) => ({ ...before, endsEarlyOn: endsOn }),
  });
}

/** Notes an express renewal for one further term. */
export function renew(context: ContractContext, contractId: string, on: string): Promise<Outcome> {
  return changeTerm(context, contractId, {
    kind: "renewed",
    on,
    toFacts: (before) => ({ ...before, renewedOn: [...before.renewedOn, on] }),
  });
}

type TermChange = {
  readonly kind: ContractEventKind;
  readonly on: string | null;
  readonly toFacts: (before: CourseFacts) => CourseFacts;
};

async function changeTerm(
  { gathering, nowMs }: ContractContext,
  contractId: string,
  { kind, on, toFacts }: TermChange,
): Promise<Outcome> {
  const { contracts } = gathering.unit;
  const found = await contracts.findContract(contractId);
  if (found === undefined) return { problem: "not_found", detail: contractId };
  const { customerName: _customerName, sample: _sample, ...before } = found;
  const { noticeGivenOn, endsEarlyOn, renewedOn } = toFacts(before);
  const after = { ...before, noticeGivenOn, endsEarlyOn, renewedOn };
  const versions = await contracts.versionsOf([contractId]);
  const course = termOf(after, versions);
  if (course === undefined) {
    return { problem: "contract_state", detail: "no version is in force: put one in force first" };
  }
  if (renewedOn.length > RENEWALS_MAX) {
    return { problem: "contract_state", detail: `it was renewed ${RENEWALS_MAX} times already` };
  }
  const standing = standingAt(before, versions, nowMs);
  // Whoever takes something back that ended it must be able to: the end was noted by mistake.
  if (standing?.state === "ended" && on !== null && standing.endsOn !== before.endsEarlyOn) {
    return { problem: "contract_state", detail: `it ended on ${standing.endsOn}` };
  }
  const refusal = checkTerm(course.term, course.events);
  if (refusal !== undefined) return refusal;

  await contracts.changeContract(after);
  await contracts.addEvent({
    contractId,
    kind,
    key: null,
    atMs: nowMs,
    actor: STAFF,
    parameters: on === null ? {} : { on },
  });
  await catchUp(gathering, after, nowMs);
  return { done: true };
}
