import { metricNamed } from "@vigie/shared/metrics.ts";
import type { AbsenceCondition, ThresholdCondition } from "@vigie/shared/rule.ts";
import { type AlertState, advance } from "../domain/alert.ts";
import { type Rule, verdictOf } from "../domain/rule.ts";
import { type Cell, cellKey, forgetCells, type MachineMemory, type Memory } from "./memory.ts";
import { latestOf, type Outline, type ShapeMemory } from "./shapes.ts";

/**
 * Rules on what was measured: from values to changes of alerts. What a rule looks at in a report is
 * worked out once for all reports alike (a binding); after that a report costs a few comparisons, and
 * a machine on which all is well has no cells to look at.
 */

/** One rule on one column of reports of an outline. */
export type Binding = {
  readonly rule: Rule;
  readonly condition: ThresholdCondition;
  /** "" for the machine itself. */
  readonly object: string;
  /** Of the cell that it has once it was not clear. */
  readonly key: string;
  readonly column: number;
  /** The column of the second metric; -1 = there is none in such reports. */
  readonly and: number;
};

/** One rule on a metric that may be missing from a shape. */
export type AbsenceBinding = {
  readonly rule: Rule;
  readonly condition: AbsenceCondition;
  /** Of the cell that it has once the metric was missing. */
  readonly key: string;
};

/** An alert has changed its state; it is not kept yet. */
export type Change = {
  readonly machine: MachineMemory;
  readonly cell: Cell;
  readonly from: AlertState["state"];
  readonly to: AlertState["state"];
  /** Event time. */
  readonly atMs: number;
  readonly value: number | null;
  readonly threshold: number | null;
};

/**
 * Evaluates a report that was just put into its shape. Changes the cells; returns what changed. Where
 * a newer report of another shape came first, what that one has measured too is left alone.
 */
export function evaluate(memory: Memory, machine: MachineMemory, used: ShapeMemory): Change[] {
  const { outline } = used;
  if (outline.boundVersion !== memory.rulesVersion) bind(memory, outline);
  const isNewest = machine.shapes.every(({ atMs }) => atMs <= used.atMs);
  const changes: Change[] = [];
  for (const binding of outline.bindings) {
    if (!isNewest && isSuperseded(machine, binding, used)) continue;
    const change = step(machine, binding, used);
    if (change !== undefined) changes.push(change);
  }
  for (const binding of isNewest ? outline.absences : []) {
    const change = stepAbsence(machine, binding, used);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/**
 * Evaluates what is known already against rules that were just changed, each metric by its newest
 * value. A hold time is never begun or counted on by this, for nothing new was measured.
 */
export function reevaluate(memory: Memory, machine: MachineMemory): Change[] {
  const changes: Change[] = [];
  for (const used of machine.shapes) {
    const { outline } = used;
    if (outline.boundVersion !== memory.rulesVersion) bind(memory, outline);
    if (used.atMs === 0) continue;
    for (const binding of outline.bindings) {
      const { rule, key } = binding;
      const isFiring = machine.cells.get(key)?.state.state === "firing";
      if (!isFiring && rule.holdForMs > 0) continue;
      if (isSuperseded(machine, binding, used)) continue;
      const change = step(machine, binding, used);
      if (change !== undefined) changes.push(change);
    }
  }
  return changes;
}

/** The machine went or came back: what its offline rules make of it. */
export function evaluatePresence(memory: Memory, machine: MachineMemory, atMs: number): Change[] {
  const verdict = machine.presence.state === "offline" ? "breach" : "clear";
  return memory.rules
    .filter((rule) => rule.enabled && rule.condition.kind === "offline")
    .flatMap((rule) => {
      const cell = cellOf(machine, rule, "");
      return move({ machine, cell, atMs, value: null, threshold: null }, verdict);
    });
}

/** A rule was switched off: what it had found is no longer said. */
export function silence(machine: MachineMemory, rule: Rule, atMs: number): Change[] {
  const cells = [...machine.cells.values()].filter((cell) => cell.rule.id === rule.id);
  return cells.flatMap((cell) =>
    move({ machine, cell, atMs, value: null, threshold: null }, "clear"),
  );
}

/** A rule was changed: its alerts go on under the new one. */
export function replaceRule(memory: Memory, changed: Rule): void {
  memory.rules = memory.rules.map((rule) => (rule.id === changed.id ? changed : rule));
  memory.rulesVersion += 1;
  for (const machine of memory.machines.values()) {
    for (const [key, cell] of machine.cells) {
      if (cell.rule.id === changed.id) machine.cells.set(key, { ...cell, rule: changed });
    }
  }
}

/** Whether a newer report of another shape has the same metric of the same object. */
function isSuperseded(machine: MachineMemory, { column }: Binding, used: ShapeMemory): boolean {
  const looked = used.shape.columns[column];
  return looked !== undefined && (latestOf(machine, looked)?.atMs ?? 0) > used.atMs;
}

function bind({ rules, rulesVersion }: Memory, outline: Outline): void {
  const { columns } = outline;
  outline.bindings = rules.flatMap((rule) => {
    const { condition } = rule;
    if (!rule.enabled || condition.kind !== "threshold") return [];
    return columns.flatMap(({ metric, object: named }, column) => {
      if (metric !== condition.metric) return [];
      const and = columns.findIndex(
        (other) => other.metric === condition.and?.metric && other.object === named,
      );
      const object = named ?? "";
      return [{ rule, condition, object, key: cellKey(rule.id, object), column, and }];
    });
  });
  outline.absences = rules.flatMap((rule) => {
    const { condition, enabled } = rule;
    return enabled && condition.kind === "absence"
      ? [{ rule, condition, key: cellKey(rule.id, "") }]
      : [];
  });
  outline.boundVersion = rulesVersion;
}

function step(machine: MachineMemory, binding: Binding, used: ShapeMemory): Change | undefined {
  const { rule, condition, object, column, and } = binding;
  const state = stateOf(machine, binding);
  const value = used.values[column] ?? Number.NaN;
  const second = secondValue(machine, binding, and >= 0 ? used.values[and] : undefined);
  const verdict = verdictOf(condition, { value, and: second }, state === "firing");
  if (verdict === "clear" && state === "quiet") return undefined;
  if (machine.cells.size >= CELLS_MAX && !hasRoomFor(machine, binding)) return undefined;
  const cell = cellOf(machine, rule, object);
  const threshold = verdict === "breach" ? condition.fireAt : condition.clearAt;
  return move({ machine, cell, atMs: used.atMs, value, threshold }, verdict)[0];
}

/** Alerts of one machine at a time: beyond, what else breaks there changes nothing for a person. */
const CELLS_MAX = 256;

/** Whether an alert is there already, or may begin once those that say nothing are forgotten. */
function hasRoomFor(machine: MachineMemory, { key }: Binding): boolean {
  if (machine.cells.has(key)) return true;
  forgetCells(machine);
  return machine.cells.size < CELLS_MAX;
}

/** On a machine on which all is well there is nothing to look up. */
function stateOf({ cells }: MachineMemory, { key }: Binding): AlertState["state"] {
  if (cells.size === 0) return "quiet";
  return cells.get(key)?.state.state ?? "quiet";
}

/** The second metric of a rule, from the same report or else from the newest that has it. */
function secondValue(
  machine: MachineMemory,
  { condition, object }: Binding,
  fromReport: number | undefined,
): number | undefined {
  if (condition.and === undefined || fromReport !== undefined) return fromReport;
  const { metric } = condition.and;
  const named = metricNamed(metric)?.kind === undefined ? null : object;
  return latestOf(machine, { metric, object: named })?.value;
}

/** A report without the metric counts its absence, a report with it ends it. */
function stepAbsence(
  machine: MachineMemory,
  { rule, condition, key }: AbsenceBinding,
  used: ShapeMemory,
): Change | undefined {
  const { metric, absentForSeconds } = condition;
  const isHere = used.outline.measured.has(metric);
  if (isHere && !machine.cells.has(key)) return undefined;
  const lastMs = isHere ? used.atMs : lastMeasuredMs(machine, metric);
  if (lastMs === undefined) return undefined;
  const verdict = used.atMs - lastMs >= absentForSeconds * 1_000 ? "breach" : "clear";
  const cell = cellOf(machine, rule, "");
  return move({ machine, cell, atMs: used.atMs, value: null, threshold: null }, verdict)[0];
}

/** Event time at which any object of the machine last had this metric. */
function lastMeasuredMs(machine: MachineMemory, metric: string): number | undefined {
  let lastMs: number | undefined;
  for (const { outline, atMs } of machine.shapes) {
    if (atMs === 0 || (lastMs !== undefined && atMs <= lastMs)) continue;
    if (outline.measured.has(metric)) lastMs = atMs;
  }
  return lastMs;
}

/** Advances a cell; none or one change. */
function move(
  found: Omit<Change, "from" | "to">,
  verdict: Parameters<typeof advance>[1],
): [] | [Change] {
  const { cell, atMs } = found;
  const before = cell.state;
  cell.state = advance(before, verdict, { atMs, holdForMs: cell.rule.holdForMs });
  if (cell.state.state === before.state) return [];
  return [{ ...found, from: before.state, to: cell.state.state }];
}

function cellOf(machine: MachineMemory, rule: Rule, object: string): Cell {
  const key = cellKey(rule.id, object);
  const known = machine.cells.get(key);
  if (known !== undefined) return known;
  const cell: Cell = { rule, object, state: { state: "quiet" }, row: undefined };
  machine.cells.set(key, cell);
  return cell;
}
