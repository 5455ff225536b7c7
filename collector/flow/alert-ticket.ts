import { metricOfCondition } from "@vigie/shared/rule.ts";
import { SEVERITY_WEIGHTS } from "../domain/default-clauses.ts";
import { toInstant } from "../domain/instant.ts";
import type { Rule } from "../domain/rule.ts";
import { type CoverageDecision, decideCoverage, includesType } from "../domain/ticket-coverage.ts";
import type { AlertRow, TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import type { OpeningBasis } from "./bases.ts";
import type { MachineMemory } from "./memory.ts";
import { type Asked, openTicket } from "./opening.ts";
import type { RecountTools } from "./recount.ts";

/** From an alert to its ticket: what the machine's contract makes of it, and what the ticket says. */

/** What is found by monitoring is an incident. */
export const ALERT_TYPE = "incident";

/** A firing alert, with the machine and the rule that it is of. */
export type Alarm = {
  readonly unit: Unit;
  readonly machine: Pick<MachineMemory, "id" | "customerId">;
  readonly rule: Pick<Rule, "id" | "severity" | "condition">;
  readonly row: AlertRow;
};

/** Why no ticket opens by itself for an alert of a machine; undefined = one does. */
export function leftOutBecause({
  coverage,
}: Pick<MachineMemory, "coverage">): AlertRow["noTicket"] | undefined {
  if (coverage === undefined) return "not_covered";
  return includesType(coverage.clauses, ALERT_TYPE) ? undefined : "type_not_included";
}

/** What the contract that has the machine makes of an alert of it; its clauses are in memory. */
export async function decisionFor(
  { contracts }: Unit,
  { coverage }: Pick<MachineMemory, "coverage">,
): Promise<CoverageDecision<OpeningBasis>> {
  const holding = coverage && {
    ...coverage,
    contractName: (await contracts.findContract(coverage.contractId))?.name ?? coverage.contractId,
  };
  const inForce = holding === undefined ? [] : [holding];
  return decideCoverage({ type: ALERT_TYPE, about: "machine", inForce, holding });
}

/** Opens the ticket of an alert; clocks, if there are any, start now. */
export async function openFor(
  tools: RecountTools,
  alarm: Alarm,
  opening: {
    readonly decision: CoverageDecision<OpeningBasis>;
    readonly by: string;
    readonly nowMs: number;
    /** What its first line says besides the value. */
    readonly parameters?: TicketTransitionRow["parameters"];
  },
): Promise<TicketRow> {
  const { unit, row } = alarm;
  const asked = await toAsked(alarm, opening.decision.version);
  const parameters = { ...valueParameters(row), ...opening.parameters };
  return openTicket(tools, { ...opening, unit, asked, parameters });
}

/** The alert's value as parameters of a line; a value that is not there is not said. */
export function valueParameters({
  value,
  threshold,
  object,
  forecast,
}: AlertRow): TicketTransitionRow["parameters"] {
  return {
    ...(value !== null && { value }),
    ...(threshold !== null && { threshold }),
    ...(object !== "" && { object }),
    ...(forecast !== null && {
      earliestAt: toInstant(forecast.earliestMs),
      latestAt: toInstant(forecast.latestMs),
    }),
  };
}

/** What an alert asks for, weighed as the contract says. */
async function toAsked(
  { unit, machine, rule, row }: Alarm,
  version: OpeningBasis | undefined,
): Promise<Asked> {
  const weights = version?.clauses.priorities.severities ?? SEVERITY_WEIGHTS;
  return {
    ...weights[rule.severity],
    customerId: machine.customerId,
    siteId: await unit.noise.outages.siteOf(machine.id),
    machineId: machine.id,
    equipmentId: null,
    ruleId: rule.id,
    object: row.object,
    alertId: row.id,
    title: null,
    channel: "monitoring",
    requesterId: null,
    assigneeId: null,
    teamId: null,
    type: ALERT_TYPE,
    severity: rule.severity,
    metric: metricOfCondition(rule.condition),
    value: row.value,
    threshold: row.threshold,
    eventAtMs: row.sinceMs,
  };
}
