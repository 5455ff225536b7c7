import { ContractClauses } from "@vigie/shared/contract.ts";
import type { ContractEventKind, InForceWish } from "@vigie/shared/contract-acts.ts";
import type { VersionWish } from "@vigie/shared/contract-version.ts";
import { tellMistake } from "@vigie/shared/mistakes.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { Compile } from "typebox/compile";
import { calendarIdsOf, checkClauses, type Nameable } from "../domain/clauses.ts";
import { startOfDayMs, termOf } from "../domain/contract-course.ts";
import { keptReviews, missingOf, tellMissing } from "../domain/contract-review.ts";
import { checkTerm, checkTermDay } from "../domain/term.ts";
import { settleVariables } from "../domain/variables.ts";
import type {
  ContractListRow,
  ContractRow,
  Contracts,
  ContractVersionRow,
  WordedVersionRow,
} from "../registry/registry.ts";
import { notFound, type Outcome } from "./acts.ts";
import { type ContractContext, STAFF, type VersionName } from "./contract-context.ts";
import { catchUp } from "./contract-due.ts";

/** Drafts: how a version comes to be in force. */

/** Versions of one contract: an amendment every month for eight years. */
const VERSIONS_MAX = 100;

const clausesSchema = Compile(ContractClauses);

/** Copies the newest version into a draft. */
export async function amend(
  context: ContractContext,
  contractId: string,
): Promise<{ readonly number: number } | Refusal> {
  const { gathering, newId, nowMs } = context;
  const { contracts } = gathering.unit;
  const newest = (await contracts.versionsOf([contractId])).at(-1);
  const copied = newest && (await contracts.findVersion(contractId, newest.number));
  if (copied === undefined) return notFound(contractId);
  if (copied.state === "draft") {
    return refused(`version ${copied.number} is a draft already: edit it, or discard it`);
  }
  if (copied.number >= VERSIONS_MAX) {
    return refused(`it has ${VERSIONS_MAX} versions: begin another contract`);
  }
  const number = copied.number + 1;
  await contracts.addVersion({
    id: newId("cov"),
    contractId,
    number,
    createdAtMs: nowMs,
    clauses: copied.clauses,
    texts: copied.texts,
    variables: copied.variables,
  });
  await addEvent(context, "amended", { contractId, number });
  return { number };
}

/** Replaces what a draft says. */
export async function edit(
  { gathering: { unit } }: ContractContext,
  of: VersionName,
  { wish, version }: { readonly wish: VersionWish; readonly version: number },
): Promise<Outcome> {
  const found = await findDraft(unit.contracts, of);
  if ("problem" in found) return found;
  const { contract, draft } = found;
  if (draft.revision !== version) return conflict(draft.revision);
  const outcome = settleVariables(wish, draft);
  if ("problem" in outcome) return outcome;
  const {
    effectiveOn = draft.effectiveOn,
    signedOn = draft.signedOn,
    ...content
  } = outcome.settled;
  const refusal =
    wrongDays({ effectiveOn, signedOn }) ??
    (await wrongClauses(unit.contracts, contract, content.clauses));
  if (refusal !== undefined) return refusal;
  const reviewed = keptReviews(content, draft);
  await unit.contracts.changeDraft({ ...draft, ...content, reviewed, effectiveOn, signedOn });
  return { done: true };
}

/** Removes a draft. */
export async function discard(
  context: ContractContext,
  of: VersionName,
  version: number,
): Promise<Outcome> {
  const { contracts } = context.gathering.unit;
  const found = await findDraft(contracts, of);
  if ("problem" in found) return found;
  const { draft } = found;
  if (draft.revision !== version) return conflict(draft.revision);
  if (draft.number === 1) await contracts.removeContract(of.contractId);
  else {
    await contracts.removeDraft(draft);
    await addEvent(context, "discarded", of);
  }
  return { done: true };
}

/** Makes a draft hold from a day on, for good. */
export async function putInForce(
  context: ContractContext,
  of: VersionName,
  { wish, version }: { readonly wish: InForceWish; readonly version: number },
): Promise<Outcome> {
  const { gathering, nowMs } = context;
  const { contracts } = gathering.unit;
  const found = await findDraft(contracts, of);
  if ("problem" in found) return found;
  const { contract, draft: kept } = found;
  if (kept.revision !== version) return conflict(kept.revision);
  const draft: WordedVersionRow = {
    ...kept,
    effectiveOn: wish.effectiveOn ?? kept.effectiveOn,
    signedOn: wish.signedOn ?? kept.signedOn,
  };
  const before = (await contracts.versionsOf([of.contractId])).filter(
    ({ state }) => state === "in_force",
  );
  const refusal =
    wrongDays(draft) ??
    (await incomplete(contracts, draft, before.at(-1))) ??
    (await wrongClauses(contracts, contract, draft.clauses)) ??
    wrongCourse(contract, toInForce(draft), before);
  if (refusal !== undefined) return refusal;

  await contracts.changeDraft(toInForce(draft));
  await addEvent(context, "in_force", { ...of, on: draft.effectiveOn });
  await catchUp(gathering, contract, nowMs);
  return { done: true };
}

/** What is wrong with clauses, among what there is to name. */
export async function wrongClauses(
  contracts: Contracts,
  { customerId, kind }: Pick<ContractRow, "customerId" | "kind">,
  clauses: ContractClauses,
): Promise<Refusal | undefined> {
  if (!clausesSchema.Check(clauses)) {
    const detail = `clauses${tellMistake(ContractClauses, clauses)}`;
    return { problem: "contract_invalid", detail };
  }
  const calendarIds = new Set<string>();
  for (const id of calendarIdsOf(clauses)) {
    if ((await contracts.findCalendar(id)) !== undefined) calendarIds.add(id);
  }
  const nameable: Nameable = { kind, calendarIds, ...(await contracts.idsOf(customerId)) };
  return checkClauses(clauses, nameable);
}

async function findDraft(
  contracts: Contracts,
  { contractId, number }: VersionName,
): Promise<{ readonly contract: ContractListRow; readonly draft: WordedVersionRow } | Refusal> {
  const contract = await contracts.findContract(contractId);
  const draft = await contracts.findVersion(contractId, number);
  if (contract === undefined || draft === undefined) {
    return { problem: "not_found", detail: `${contractId}, version ${number}` };
  }
  if (draft.state === "draft") return { contract, draft };
  return refused(`version ${number} is in force and never changes: amend the contract`);
}

async function incomplete(
  contracts: Contracts,
  draft: WordedVersionRow,
  before: ContractVersionRow | undefined,
): Promise<Refusal | undefined> {
  const agreed = before && (await contracts.findVersion(draft.contractId, before.number));
  const detail = tellMissing(missingOf(draft, agreed));
  return detail === undefined ? undefined : { problem: "contract_incomplete", detail };
}

/** Whether the version may follow those in force, and the term hold with it. */
function wrongCourse(
  contract: ContractRow,
  draft: WordedVersionRow,
  before: readonly ContractVersionRow[],
): Refusal | undefined {
  const course = termOf(contract, [...before, draft]);
  const firstDay = (termOf(contract, before) ?? course)?.term.startsOn;
  return (
    wrongPlace(draft, before.at(-1)) ??
    wrongStart(draft, firstDay) ??
    (course && checkTerm(course.term, course.events))
  );
}

function wrongPlace(
  { effectiveOn }: ContractVersionRow,
  last: ContractVersionRow | undefined,
): Refusal | undefined {
  const lastOn = last?.effectiveOn ?? null;
  if (lastOn === null || effectiveOn === null || effectiveOn >= lastOn) return undefined;
  const detail = `effectiveOn: ${effectiveOn} is before ${lastOn}, from which version ${last?.number} holds`;
  return { problem: "contract_invalid", detail };
}

function wrongStart(
  { effectiveOn }: ContractVersionRow,
  firstDay: string | undefined,
): Refusal | undefined {
  if (firstDay === undefined || effectiveOn === null || effectiveOn >= firstDay) return undefined;
  const detail = `effectiveOn: ${effectiveOn} is before the contract's first day ${firstDay}: no version can hold before that day`;
  return { problem: "contract_invalid", detail };
}

function toInForce(draft: WordedVersionRow): WordedVersionRow {
  if (draft.effectiveOn === null) return draft;
  const day = Temporal.PlainDate.from(draft.effectiveOn);
  const effectiveFromMs = startOfDayMs(day, draft.clauses.term.timeZone);
  return { ...draft, state: "in_force", effectiveFromMs };
}

function wrongDays(days: {
  readonly effectiveOn: string | null;
  readonly signedOn: string | null;
}): Refusal | undefined {
  for (const name of ["effectiveOn", "signedOn"] as const) {
    const day = days[name];
    const refusal = day === null ? undefined : checkTermDay(name, day);
    if (refusal !== undefined) return { problem: "contract_invalid", detail: refusal.detail };
  }
  return undefined;
}

async function addEvent(
  { gathering: { unit }, nowMs }: ContractContext,
  kind: ContractEventKind,
  { contractId, number, on }: VersionName & { readonly on?: string | null },
): Promise<void> {
  await unit.contracts.addEvent({
    contractId,
    kind,
    key: null,
    atMs: nowMs,
    actor: STAFF,
    parameters: { version: number, ...(typeof on === "string" && { on }) },
  });
}

function conflict(revision: number): Refusal {
  return { problem: "version_conflict", detail: `the draft is at edit ${revision}` };
}

function refused(detail: string): Refusal {
  return { problem: "contract_state", detail };
}
