import type { ParsedEnvelope } from "@vigie/shared/envelope.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import { PACKET_BYTES_MAX } from "@vigie/shared/limits.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { Unit } from "../registry/registry.ts";
import { absorbEnvelope } from "./absorb.ts";
import type { Arrival } from "./arrival.ts";
import { absorbExtras } from "./extras.ts";
import type { Gathering } from "./ledger.ts";
import type { MachineMemory } from "./memory.ts";
import { absorbHello, type Moment, noteReport } from "./presence.ts";

/**
 * One message into the unit that is being gathered: a greeting, reports, or something that is
 * refused and kept among the dead letters with its reason.
 */

/** What reading a message needs of the unit; it is written to by acts only. */
type Taking = Omit<Gathering, "unit">;

type NewId = (prefix: IdPrefix) => string;

/** What is kept of a dead letter's topic and of its reasons, in characters. */
const TOPIC_LENGTH_MAX = 255;
const DETAIL_LENGTH_MAX = 1_000;

export function takeIn(gathering: Taking, arrival: Arrival, newId: NewId): void {
  const { content, agentId = "" } = arrival;
  const machine = gathering.memory.byAgent.get(agentId);
  if (content.kind === "refused") bury(gathering, { arrival, refusals: [content.refusal], newId });
  else if (machine === undefined) {
    const refusals = [{ problem: "agent_unknown", detail: agentId }] as const;
    bury(gathering, { arrival, refusals, newId });
  } else if (content.kind === "hello") {
    absorbHello({ ...gathering, machine, moment: momentOf(arrival) }, content.hello);
  } else {
    takeReports(gathering, machine, { arrival, parsed: content.parsed, newId });
  }
}

/** Keeps a message that is refused, with why. */
function bury({ draft }: Taking, letter: Letter): void {
  draft.counts.refused += letter.refusals.length;
  draft.acts.push((unit) => keepDeadLetter(unit, letter));
}

/** Keeps a message on which we fail, and tells its agent not to send it for ever. */
export function giveUp(gathering: Taking, arrival: Arrival, newId: NewId): void {
  const refusals = [{ problem: "internal", detail: "Vigie failed on this message" }] as const;
  bury(gathering, { arrival, refusals, newId });
  const { agentId, content } = arrival;
  if (agentId === undefined || content.kind !== "reports") return;
  const { epoch, reports } = content.parsed.envelope;
  const rejected = reports.map(({ seq }) => ({ seq, code: "internal" as const }));
  gathering.draft.refusals.push({ agentId, epoch, received: [], rejected });
}

type Letter = {
  readonly arrival: Arrival;
  readonly refusals: readonly (Refusal & { readonly seq?: number })[];
  readonly newId: NewId;
};

function takeReports(gathering: Taking, machine: MachineMemory, received: Reports): void {
  const { memory, draft, onChange } = gathering;
  const { arrival, parsed, newId } = received;
  const { envelope, refused } = parsed;
  const refusals: (Refusal & { readonly seq: number })[] = [...refused];
  noteReport({ ...gathering, machine, moment: momentOf(arrival) });
  const extras = {
    machine,
    draft,
    epoch: envelope.epoch,
    receivedMs: arrival.receivedMs,
    coversByInventory: memory.customersByInventory.has(machine.customerId),
  };
  absorbEnvelope(
    {
      memory,
      machine,
      arrival,
      draft,
      refused,
      onChange,
      onExtras: (report, eventMs) => absorbExtras(extras, report, eventMs),
      onRefused: (refusal) => refusals.push(refusal),
      onConflict: (unit, refusal) => keepDeadLetter(unit, { arrival, refusals: [refusal], newId }),
    },
    envelope,
  );
  if (refusals.length === 0) return;
  draft.acts.push((unit) => keepDeadLetter(unit, { arrival, refusals, newId }));
}

type Reports = {
  readonly arrival: Arrival;
  readonly parsed: ParsedEnvelope;
  readonly newId: NewId;
};

/** One dead letter a message: the first reason as its code, all of them in its detail. */
async function keepDeadLetter(
  { deliveries }: Unit,
  { arrival, refusals, newId }: Letter,
): Promise<void> {
  const { receivedMs, topic, agentId, payload } = arrival;
  const details = refusals.map(({ seq, problem, detail }) =>
    seq === undefined ? detail : `seq ${seq}: ${problem}: ${detail}`,
  );
  const first = refusals[0];
  await deliveries.addDeadLetter({
    id: newId("dlt"),
    receivedAtMs: receivedMs,
    topic: topic.slice(0, TOPIC_LENGTH_MAX),
    agentId: agentId ?? null,
    seq: first?.seq ?? null,
    code: first?.problem ?? "internal",
    detail: details.join("; ").slice(0, DETAIL_LENGTH_MAX),
    payload: payload.subarray(0, PACKET_BYTES_MAX),
  });
}

function momentOf({ receivedMs, receivedAt }: Arrival): Moment {
  return { wallMs: receivedMs, monotonicMs: receivedAt };
}
