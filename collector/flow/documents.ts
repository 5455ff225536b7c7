import {
  type LatestValue,
  type MachineDetail,
  type MachineSummary,
  ProbeState,
} from "@vigie/shared/machine.ts";
import { METRICS, metricNamed } from "@vigie/shared/metrics.ts";
import { type AlertDocument, metricOfCondition, type RuleDocument } from "@vigie/shared/rule.ts";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { DEFAULT_RULES } from "../domain/default-rules.ts";
import { toInstant } from "../domain/instant.ts";
import type { RuleWords } from "../domain/rule.ts";
import { type Shape, unpackReports } from "../domain/samples.ts";
import type {
  AgentBirth,
  AgentRow,
  AlertListRow,
  LatestRow,
  MachineListRow,
  RuleRow,
  Tables,
} from "../registry/registry.ts";
import { toHeldDocument } from "./hold-documents.ts";

/**
 * Rows as the API says them: machines, alerts and rules. What is not known is `null` here, never a
 * zero or an empty word. Tickets and contracts have a file each beside this one.
 */

/** Where a machine has no site, its times are told in this zone. */
const TIME_ZONE_UNKNOWN = "UTC";

const probeStates = Compile(Type.Array(ProbeState));
const rulesByKey = new Map(DEFAULT_RULES.map((rule) => [rule.key, rule]));
const placeOfMetric = new Map(METRICS.map(({ name }, place) => [name, place]));

export { toInstant };

/** What a rule is called: in its own words, in ours if it is one of the shipped, or else by its key. */
export function ruleLabel(key: string, words?: RuleWords | null): RuleDocument["label"] {
  return words?.label ?? rulesByKey.get(key)?.label ?? { en: key, fr: key };
}

export function toMachineSummary(row: MachineListRow): MachineSummary {
  return {
    id: row.id,
    name: row.name,
    class: row.class,
    customer: { id: row.customerId, name: row.customerName },
    site: row.siteId === null ? null : { id: row.siteId, name: row.siteName ?? row.siteId },
    presence: row.presence,
    lastReportAt: row.lastReportMs === null ? null : toInstant(row.lastReportMs),
    cadenceSeconds: row.cadenceSeconds,
    openTickets: row.openTickets,
    firingAlerts: row.firingAlerts,
    covered: row.contractId !== null,
    retiredAt: row.retiredAtMs === null ? null : toInstant(row.retiredAtMs),
  };
}

export function toAlert(row: AlertListRow): AlertDocument {
  const metric = metricOfCondition(row.condition);
  return {
    id: row.id,
    state: row.state,
    machine: { id: row.machineId, name: row.machineName },
    rule: { id: row.ruleId, key: row.ruleKey, label: ruleLabel(row.ruleKey, row.ruleWords) },
    objectKind: metric === null ? null : (metricNamed(metric)?.kind ?? null),
    object: toObject(row.object),
    severity: row.severity,
    metric,
    value: row.value,
    threshold: row.threshold,
    since: toInstant(row.sinceMs),
    flapping: flappingOf(row),
    forecast: row.forecast && {
      earliest: toInstant(row.forecast.earliestMs),
      latest: toInstant(row.forecast.latestMs),
    },
    ticketId: row.ticketId,
    noTicket: row.noTicket,
    ...toHeldDocument(row),
  };
}

function flappingOf({ flapping }: AlertListRow): AlertDocument["flapping"] {
  if (flapping === null || flapping.sinceMs === null || flapping.calmAtMs === null) return null;
  return { since: toInstant(flapping.sinceMs), until: toInstant(flapping.calmAtMs) };
}

export function toRule({ holdForMs, words, ...row }: RuleRow): RuleDocument {
  return {
    ...row,
    holdForSeconds: Math.round(holdForMs / 1000),
    label: ruleLabel(row.key, words),
    reason: words?.reason ?? rulesByKey.get(row.key)?.reason ?? { en: "", fr: "" },
    shipped: shippedOf(row.key),
  };
}

function shippedOf(key: string): RuleDocument["shipped"] {
  const shipped = rulesByKey.get(key);
  if (shipped === undefined) return null;
  const { condition, holdForMs } = shipped;
  return { condition, holdForSeconds: holdForMs / 1_000 };
}

/** An object's name as rows keep it: "" stands for the machine itself. */
export function toObject(name: string): string | null {
  return name === "" ? null : name;
}

/**
 * The newest value of every column of the shapes in use, in the catalogue's order. A column that
 * several shapes have is told once, by its newest report.
 */
export function toLatestValues(
  row: LatestRow | undefined,
  shapes: readonly Shape[],
): LatestValue[] {
  if (row === undefined) return [];
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  const newestFirst = unpackReports(row.samples).sort((a, b) => b.atMs - a.atMs);
  const latest = new Map<string, LatestValue>();
  for (const { shapeId, atMs, values } of newestFirst) {
    const at = toInstant(atMs);
    for (const [place, { metric, object }] of (byId.get(shapeId)?.columns ?? []).entries()) {
      const key = `${metric}\n${object ?? ""}`;
      const value = values[place];
      if (value !== undefined && !latest.has(key)) latest.set(key, { metric, object, value, at });
    }
  }
  return [...latest.values()].sort(byCatalogue);
}

/** All that there is to know of one machine; undefined when there is none of this id. */
export async function readMachine(read: Tables, id: string): Promise<MachineDetail | undefined> {
  const row = await findMachine(read, id);
  if (row === undefined) return undefined;
  const agent = await read.estate.agentOf(id);
  return {
    ...toMachineSummary(row),
    version: row.version,
    reference: row.reference,
    tags: [...row.tags],
    classChosen: row.classChosen,
    mergedInto: row.mergedInto,
    timeZone: row.timeZone ?? TIME_ZONE_UNKNOWN,
    contract:
      row.contractId === null
        ? null
        : { id: row.contractId, name: row.contractName ?? row.contractId },
    agent: agent === undefined ? null : toAgent(agent),
    latest: await readLatest(read, id),
    probes: await readProbes(read, id),
    facts: await readFacts(read, id),
    clockSkewSeconds: row.clockSkewMs === null ? null : Math.round(row.clockSkewMs / 1000),
  };
}

export async function findMachine(read: Tables, id: string): Promise<MachineListRow | undefined> {
  const [row] = await read.estate.machineList({
    ids: [id],
    sort: "name",
    descending: false,
    limit: 1,
    withRetired: true,
  });
  return row;
}

export async function readLatest({ estate }: Tables, machineId: string): Promise<LatestValue[]> {
  const row = await estate.latestOf(machineId);
  if (row === undefined) return [];
  const ids = new Set(unpackReports(row.samples).map(({ shapeId }) => shapeId));
  return toLatestValues(row, await estate.shapes([...ids]));
}

async function readProbes({ estate }: Tables, machineId: string): Promise<ProbeState[]> {
  const row = await estate.probeStatesOf(machineId);
  if (row === undefined) return [];
  const states: unknown = JSON.parse(row.document);
  if (!probeStates.Check(states)) throw new TypeError(`probe states of ${machineId} are malformed`);
  return states;
}

async function readFacts({ estate }: Tables, machineId: string): Promise<MachineDetail["facts"]> {
  const rows = await estate.facts(machineId);
  return Object.fromEntries(
    rows.map(({ name, document, atMs }): [string, MachineDetail["facts"][string]] => [
      name,
      { at: toInstant(atMs), document: JSON.parse(document) },
    ]),
  );
}

/** Before its first greeting nothing is known of an agent but its id. */
const UNBORN = { version: null, runtime: null, platform: null, arch: null, hostname: null };

function toAgent({
  id,
  birth,
}: AgentRow & { readonly birth: AgentBirth | null }): MachineDetail["agent"] {
  return { ...UNBORN, ...birth, id };
}

function byCatalogue(a: LatestValue, b: LatestValue): number {
  const places =
    (placeOfMetric.get(a.metric) ?? Infinity) - (placeOfMetric.get(b.metric) ?? Infinity);
  if (places !== 0 && !Number.isNaN(places)) return places;
  return (a.object ?? "") < (b.object ?? "") ? -1 : 1;
}
