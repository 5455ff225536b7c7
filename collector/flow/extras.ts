import type { Report } from "@vigie/shared/envelope.ts";
import { classOf } from "../domain/machine-class.ts";
import { type Draft, touchedOf } from "./draft.ts";
import type { MachineMemory } from "./memory.ts";

/**
 * What is rare in a report: facts that changed, probes that measured nothing, gaps. Each becomes an
 * act of the batch. What a report does not mention stays as it is known.
 */
export function absorbExtras(
  { machine, draft, epoch, receivedMs, coversByInventory }: ExtrasContext,
  report: Report,
  eventMs: number,
): void {
  const isNewest = eventMs >= machine.toldMs;
  if (isNewest) machine.toldMs = eventMs;
  absorbFacts({ machine, draft, isNewest, coversByInventory }, report, eventMs);
  if (isNewest) absorbProbes({ machine, draft }, report, eventMs);
  const { gap } = report;
  if (gap === undefined) return;
  const { agentId } = machine;
  draft.acts.push(async ({ deliveries }) => {
    if ((await deliveries.gaps(agentId)).length >= GAPS_PER_AGENT_MAX) return;
    await deliveries.addGap({ ...gap, agentId, epoch, receivedAtMs: receivedMs });
  });
}

/** Gaps of one agent that are kept. An honest one has a few in its life; who has more has said it. */
const GAPS_PER_AGENT_MAX = 256;

/** Facts of one machine: ten times as many as there are kinds of documents. */
const FACTS_PER_MACHINE_MAX = 64;

/** Says that there are too many facts if the report would add more than are kept of a machine. */
export function excessOfFacts(machine: MachineMemory, { facts }: Report): string | undefined {
  if (facts === undefined) return undefined;
  const { factHashes, wantedFacts } = machine;
  const added = Object.keys(facts).filter(
    (name) => !factHashes.has(name) && !wantedFacts.has(name),
  );
  if (added.length === 0) return undefined;
  const names = new Set([...factHashes.keys(), ...wantedFacts.keys(), ...added]);
  return names.size > FACTS_PER_MACHINE_MAX
    ? `more than ${FACTS_PER_MACHINE_MAX} facts`
    : undefined;
}

export type ExtrasContext = {
  readonly machine: MachineMemory;
  readonly draft: Draft;
  readonly epoch: string;
  readonly receivedMs: number;
  /** Whether it depends on the inventory what a contract covers. */
  readonly coversByInventory: boolean;
};

type Extras = Pick<ExtrasContext, "machine" | "draft">;

/**
 * The newest report says which document holds; an older one, which comes later, may still bring the
 * very document that is missing.
 */
function absorbFacts(
  {
    machine,
    draft,
    isNewest,
    coversByInventory,
  }: Extras & Pick<ExtrasContext, "coversByInventory"> & { readonly isNewest: boolean },
  { facts }: Report,
  eventMs: number,
): void {
  if (facts === undefined) return;
  for (const [name, { hash, document }] of Object.entries(facts)) {
    if (!isNewest && machine.wantedFacts.get(name) !== hash) continue;
    if (machine.factHashes.get(name) === hash) {
      machine.wantedFacts.delete(name);
      continue;
    }
    if (document === undefined) {
      machine.wantedFacts.set(name, hash);
      continue;
    }
    machine.factHashes.set(name, hash);
    machine.wantedFacts.delete(name);
    touchedOf(draft, machine.id).isMachine = true;
    const row = {
      machineId: machine.id,
      name,
      hash,
      document: JSON.stringify(document),
      atMs: eventMs,
    };
    draft.acts.push(({ estate }) => estate.setFact(row));
    if (name !== "inventory") continue;
    classify(machine, draft, document);
    if (coversByInventory) draft.coverageOf.add(machine.customerId);
  }
}

/** The inventory says what kind of machine it is, unless a person has. */
function classify(machine: MachineMemory, draft: Draft, inventory: unknown): void {
  const found = classOf(inventory);
  if (machine.classChosen || found === undefined || found === machine.class) return;
  machine.class = found;
  machine.ruleSet = undefined;
  draft.acts.push(({ estate }) => estate.setMachineClass(machine.id, found));
}

/** Outcomes go with every report; only a change of them is kept. */
function absorbProbes({ machine, draft }: Extras, { probes }: Report, eventMs: number): void {
  const outcomes = JSON.stringify(probes ?? []);
  if (outcomes === machine.probeStates) return;
  machine.probeStates = outcomes;
  touchedOf(draft, machine.id).isMachine = true;
  const at = Temporal.Instant.fromEpochMilliseconds(eventMs).toString();
  const document = JSON.stringify((probes ?? []).map((outcome) => ({ ...outcome, at })));
  draft.acts.push(({ estate }) => estate.setProbeStates({ machineId: machine.id, document }));
}
