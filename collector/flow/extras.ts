import type { Report } from "@vigie/shared/envelope.ts";
import { classOf } from "../domain/machine-class.ts";
import { type Draft, touchedOf } from "./draft.ts";
import type { MachineMemory } from "./memory.ts";

/**
 * What is rare in a report: facts that changed, probes that measured nothing, gaps. Each becomes an
 * act of the batch. What a report does not mention stays as it is known.
 */
export function absorbExtras(
  { machine, draft, epoch, receivedMs }: ExtrasContext,
  report: Report,
  eventMs: number,
): void {
  if (report.facts !== undefined)
    absorbFacts({ machine, draft, epoch, receivedMs }, report, eventMs);
  absorbProbes({ machine, draft, epoch, receivedMs }, report, eventMs);
  const { gap } = report;
  if (gap === undefined) return;
  const { agentId } = machine;
  draft.acts.push(({ deliveries }) =>
    deliveries.addGap({ ...gap, agentId, epoch, receivedAtMs: receivedMs }),
  );
}

export type ExtrasContext = {
  readonly machine: MachineMemory;
  readonly draft: Draft;
  readonly epoch: string;
  readonly receivedMs: number;
};

function absorbFacts({ machine, draft }: ExtrasContext, { facts }: Report, eventMs: number): void {
  for (const [name, { hash, document }] of Object.entries(facts ?? {})) {
    if (machine.factHashes.get(name) === hash) continue;
    if (document === undefined) {
      machine.wantedFacts.add(name);
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
    if (name === "inventory") classify(machine, draft, document);
  }
}

/** The inventory says what kind of machine it is, unless a person has. */
function classify(machine: MachineMemory, draft: Draft, inventory: unknown): void {
  const found = classOf(inventory);
  if (machine.classChosen || found === undefined || found === machine.class) return;
  machine.class = found;
  draft.acts.push(({ estate }) => estate.setMachineClass(machine.id, found));
}

/** Outcomes go with every report; only a change of them is kept. */
function absorbProbes(
  { machine, draft }: ExtrasContext,
  { probes }: Report,
  eventMs: number,
): void {
  const outcomes = JSON.stringify(probes ?? []);
  if (outcomes === machine.probeStates) return;
  machine.probeStates = outcomes;
  touchedOf(draft, machine.id).isMachine = true;
  const at = Temporal.Instant.fromEpochMilliseconds(eventMs).toString();
  const document = JSON.stringify((probes ?? []).map((outcome) => ({ ...outcome, at })));
  draft.acts.push(({ estate }) => estate.setProbeStates({ machineId: machine.id, document }));
}
