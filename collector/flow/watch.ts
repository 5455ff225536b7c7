import { metricNamed } from "@vigie/shared/metrics.ts";
import { metricOfCondition } from "@vigie/shared/rule.ts";
import type { AlertState } from "../domain/alert.ts";
import { clockVerdict, type Rule, type Verdict, verdictOf } from "../domain/rule.ts";
import { type AbsenceBinding, type Binding, boundTo, type TrendBinding } from "./bindings.ts";
import { type Change, cellOf, end, type Found, move } from "./cells.ts";
import { cellKey, forgetCells, type MachineMemory, shownState } from "./machine-memory.ts";
import type { Memory } from "./memory.ts";
import { rulesOf } from "./rule-sets.ts";
import { latestOf, type ShapeMemory } from "./shapes.ts";

export type { Change };

/**
 * Rules on what was measured: from values to changes of alerts. What a rule looks at in a report is
 * worked out once for all reports alike (bindings.ts); after that a report costs a few comparisons, and
 * a machine on which all is well has no cells to look at.
 */

/**
 * Evaluates a report that was just put into its shape. Changes the cells; returns what changed. Where
 * a newer report of another shape came first, what that one has measured too is left alone.
 */
export function evaluate(memory: Memory, machine: MachineMemory, used: ShapeMemory): Change[] {
  const changes = adoptRules(memory, machine, used.atMs);
  const bound = boundTo(rulesOf(memory, machine), used);
  const isNewest = machine.shapes.every(({ atMs }) => atMs <= used.atMs);
  for (const binding of bound.bindings) {
    if (!isNewest && isSuperseded(machine, binding, used)) continue;
    const change = step(machine, binding, used);
    if (change !== undefined) changes.push(change);
  }
  for (const binding of isNewest ? bound.absences : []) {
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
    if (used.atMs === 0) continue;
    for (const binding of boundTo(rulesOf(memory, machine), used).bindings) {
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
  const changes = adoptRules(memory, machine, atMs);
  for (const rule of rulesOf(memory, machine).offline) {
    if (verdict === "clear" && !machine.cells.has(cellKey(rule.id, ""))) continue;
    const cell = cellOf(machine, rule, "");
    changes.push(...move({ machine, cell, atMs, value: null, threshold: null }, verdict));
  }
  return changes;
}

/** The machine's clock is wrong by so much; undefined = it is right, as far as anybody can tell. */
export function evaluateClock(
  memory: Memory,
  machine: MachineMemory,
  { skewMs, atMs }: { readonly skewMs: number | undefined; readonly atMs: number },
): Change[] {
  if (skewMs === undefined && machine.cells.size === 0) return [];
  const value = Math.round((skewMs ?? 0) / 1_000);
  const changes = adoptRules(memory, machine, atMs);
  for (const rule of rulesOf(memory, machine).clock) {
    changes.push(...stepClock(machine, rule, { value, atMs }));
  }
  return changes;
}

function stepClock(
  machine: MachineMemory,
  rule: Rule,
  said: { readonly value: number; readonly atMs: number },
): Change[] {
  const { condition } = rule;
  if (condition.kind !== "clock") return [];
  const known = machine.cells.get(cellKey(rule.id, ""));
  const verdict = clockVerdict(condition, said.value, known?.state.state === "firing");
  if (known === undefined && verdict === "clear") return [];
  const threshold = verdict === "breach" ? condition.fireAtSeconds : condition.clearAtSeconds;
  return move({ ...said, machine, cell: known ?? cellOf(machine, rule, ""), threshold }, verdict);
}

/** What was found out about how a column goes over time. */
export type TrendFinding = Omit<Found, "machine" | "cell"> & { readonly verdict: Verdict };

/** Takes what a trend says; an alert that goes on firing says its newest dates. */
export function stepTrend(
  machine: MachineMemory,
  { rule, object, key }: TrendBinding,
  { verdict, ...said }: TrendFinding,
): Change[] {
  const known = machine.cells.get(key);
  if (known === undefined && (verdict === "clear" || !hasRoomFor(machine, key))) return [];
  const found = { ...said, machine, cell: known ?? cellOf(machine, rule, object) };
  const changes = move(found, verdict);
  if (changes.length > 0 || shownState(found.cell) !== "firing") return changes;
  return [{ ...found, from: "firing", to: "firing" }];
}

/** A rule was switched off, or the machine left: what it had found is no longer said. */
export function silence(machine: MachineMemory, rule: Rule, atMs: number): Change[] {
  const cells = [...machine.cells.values()].filter((cell) => cell.rule.id === rule.id);
  return cells.flatMap((cell) => end(machine, cell, atMs));
}

/**
 * Alerts of a machine go on under the rules that hold for it now, if these were not worked out yet; what
 * a rule can no longer mean ends.
 */
export function adoptRules(memory: Memory, machine: MachineMemory, atMs: number): Change[] {
  if (machine.ruleSet !== undefined) return [];
  const { byId } = rulesOf(memory, machine);
  const changes: Change[] = [];
  for (const [key, cell] of machine.cells) {
    const rule = byId.get(cell.rule.id);
    const goesOn = rule?.enabled === true && subjectOf(rule) === subjectOf(cell.rule);
    if (!goesOn) changes.push(...end(machine, cell, atMs));
    if (rule === undefined) machine.cells.delete(key);
    else cell.rule = rule;
  }
  return changes;
}

/** What a rule looks at. */
function subjectOf({ condition }: Rule): string {
  return `${condition.kind} ${metricOfCondition(condition) ?? ""}`;
}

/** Whether a newer report of another shape has the same metric of the same object. */
function isSuperseded(machine: MachineMemory, { column }: Binding, used: ShapeMemory): boolean {
  const looked = used.shape.columns[column];
  return looked !== undefined && (latestOf(machine, looked)?.atMs ?? 0) > used.atMs;
}

function step(machine: MachineMemory, binding: Binding, used: ShapeMemory): Change | undefined {
  const { rule, condition, object, column, and } = binding;
  const state = stateOf(machine, binding);
  const value = used.values[column] ?? Number.NaN;
  const second = secondValue(machine, binding, and >= 0 ? used.values[and] : undefined);
  const verdict = verdictOf(condition, { value, and: second }, state === "firing");
  if (verdict === "clear" && state === "quiet") return undefined;
  if (!hasRoomFor(machine, binding.key)) return undefined;
  const cell = cellOf(machine, rule, object);
  const threshold = verdict === "breach" ? condition.fireAt : condition.clearAt;
  return move({ machine, cell, atMs: used.atMs, value, threshold }, verdict)[0];
}

/** Alerts of one machine at a time: beyond, what else breaks there changes nothing for a person. */
const CELLS_MAX = 256;

/** Whether an alert is there already, or may begin once those that say nothing are forgotten. */
function hasRoomFor(machine: MachineMemory, key: string): boolean {
  if (machine.cells.size < CELLS_MAX || machine.cells.has(key)) return true;
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
