import { nextChangeMs, standingAt, versionAt } from "../domain/contract-course.ts";
import { deadlineOf } from "../domain/term.ts";
import type { ContractEventRow, ContractRow, ContractVersionRow } from "../registry/registry.ts";
import { refreshCoverage } from "./coverage.ts";
import { VIGIE } from "./due.ts";
import type { Gathering } from "./ledger.ts";

/**
 * What becomes of a contract as time passes: a version takes effect, a term begins, somebody is
 * reminded, it ends. Each is kept once, under its key, however often and however late it is looked at.
 */

type Kept = Omit<ContractEventRow, "contractId" | "atMs" | "actor">;

/**
 * Does what is due of a contract by now and sets when it is due next. To be called by the sweep, and
 * after whatever a person changed of it.
 */
export async function catchUp(
  gathering: Pick<Gathering, "unit" | "memory" | "draft">,
  contract: ContractRow,
  nowMs: number,
): Promise<void> {
  const { unit } = gathering;
  const versions = await unit.contracts.versionsOf([contract.id]);
  const due = {
    contractId: contract.id,
    fromMs: contract.dueAtMs,
    toMs: nextChangeMs(contract, versions, nowMs),
  };
  // Somebody else has done it.
  if (!(await unit.contracts.setDue(due))) return;
  for (const event of eventsBy(contract, versions, nowMs)) {
    const row = { ...event, contractId: contract.id, atMs: nowMs, actor: VIGIE };
    await unit.contracts.addEvent(row);
  }
  await refreshCoverage(gathering, { customerId: contract.customerId, nowMs });
}

/** What has happened by itself up to now; most of it was kept before. */
function eventsBy(
  contract: ContractRow,
  versions: readonly ContractVersionRow[],
  nowMs: number,
): Kept[] {
  if (versionAt(versions, nowMs) === undefined) return [];
  return [
    ...versions.flatMap((version) => tookEffect(version, nowMs)),
    ...termEvents(contract, versions, nowMs),
  ];
}

function tookEffect(
  { number, state, effectiveOn, effectiveFromMs }: ContractVersionRow,
  nowMs: number,
): Kept[] {
  if (state === "draft" || effectiveFromMs === null || effectiveFromMs > nowMs) return [];
  return [
    {
      kind: "took_effect",
      key: `took_effect ${number}`,
      parameters: { version: number, ...(effectiveOn !== null && { on: effectiveOn }) },
    },
  ];
}

function termEvents(
  contract: ContractRow,
  versions: readonly ContractVersionRow[],
  nowMs: number,
): Kept[] {
  const standing = standingAt(contract, versions, nowMs);
  if (standing === undefined) return [];
  const { state, current, endsOn, on } = standing;
  const events: Kept[] = [];
  const term = versionAt(versions, nowMs)?.clauses.term;
  if (current !== null && current.number > 1 && term?.renewal === "tacit") {
    const { number, startsOn } = current;
    events.push({
      kind: "renewed",
      key: `term ${startsOn}`,
      parameters: { term: number, on: startsOn },
    });
  }
  if (state === "ended" && endsOn !== null) {
    events.push({ kind: "ended", key: `ended ${endsOn}`, parameters: { on: endsOn } });
  }
  // Of reminders that were missed, the last one says it all.
  const reminder = standing.reminders.filter((one) => one.on <= on).at(-1);
  if (reminder !== undefined) {
    const deadline = deadlineOf(reminder);
    events.push({
      kind: "reminded",
      key: `reminded ${deadline} ${reminder.daysBefore}`,
      parameters: { of: reminder.of, daysBefore: reminder.daysBefore, on: reminder.on, deadline },
    });
  }
  return events;
}
