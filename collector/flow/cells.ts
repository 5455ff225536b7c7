import { type AlertState, advance, QUIET } from "../domain/alert.ts";
import { noteChange, STEADY, settled } from "../domain/flapping.ts";
import type { Rule, Verdict } from "../domain/rule.ts";
import type { AlertRow } from "../registry/registry.ts";
import { type Cell, cellKey, type MachineMemory, shownState } from "./machine-memory.ts";

/** Alerts of machines, as memory has them: how a verdict moves one, and what changed by that. */

/** An alert has changed; it is not kept yet. From firing to firing: what it says changed, or it flaps. */
export type Change = {
  readonly machine: MachineMemory;
  readonly cell: Cell;
  readonly from: AlertState["state"];
  readonly to: AlertState["state"];
  /** Event time. */
  readonly atMs: number;
  readonly value: number | null;
  readonly threshold: number | null;
  /** Of a forecast that is sure. */
  readonly forecast?: AlertRow["forecast"];
};

export type Found = Omit<Change, "from" | "to">;

/** Advances a cell; none or one change. */
export function move(found: Found, verdict: Verdict): [] | [Change] {
  const { cell, atMs } = found;
  const from = shownState(cell);
  const before = cell.state;
  cell.state = advance(before, verdict, { atMs, holdForMs: cell.rule.holdForMs });
  const isFiring = cell.state.state === "firing";
  const hasTurned = isFiring !== (before.state === "firing");
  if (hasTurned) cell.flapping = noteChange(cell.flapping, { isFiring, atMs });
  const to = shownState(cell);
  if (from === to && !(hasTurned && to === "firing")) return [];
  return [{ ...found, from, to }];
}

/** What a cell found is no longer said, whatever is measured. */
export function end(machine: MachineMemory, cell: Cell, atMs: number): [] | [Change] {
  const from = shownState(cell);
  cell.state = QUIET;
  cell.flapping = STEADY;
  if (from === "quiet") return [];
  return [{ machine, cell, from, to: "quiet", atMs, value: null, threshold: null }];
}

/** An alert that flapped may be steady again; what it shows then is what it found last. */
export function calmDown(machine: MachineMemory, cell: Cell, nowMs: number): [] | [Change] {
  const from = shownState(cell);
  const before = cell.flapping;
  cell.flapping = settled(before, nowMs);
  if (cell.flapping === before) return [];
  const { value = null, threshold = null } = cell.row ?? {};
  return [{ machine, cell, from, to: shownState(cell), atMs: nowMs, value, threshold }];
}

/** The cell of a rule and an object, made where there is none. */
export function cellOf(machine: MachineMemory, rule: Rule, object: string): Cell {
  const key = cellKey(rule.id, object);
  const known = machine.cells.get(key);
  if (known !== undefined) return known;
  const cell: Cell = { rule, object, state: QUIET, flapping: STEADY, row: undefined };
  machine.cells.set(key, cell);
  return cell;
}
