import type { Hello } from "@vigie/shared/hello.ts";
import type { Presence } from "@vigie/shared/machine.ts";
import { offlineAfterMs, silentAfterMs } from "../domain/presence.ts";
import { type Draft, touchedOf } from "./draft.ts";
import type { MachineMemory, Memory } from "./memory.ts";
import { type Change, evaluatePresence } from "./watch.ts";

/**
 * Who is there. A greeting, a last will and every report say so at once; silence is found by the
 * sweeper, which asks for the rows whose time is up and believes its own monotonic clock.
 */

export type Moment = {
  readonly wallMs: number;
  /** Monotonic, milliseconds. */
  readonly monotonicMs: number;
};

type Noting = {
  readonly memory: Memory;
  readonly machine: MachineMemory;
  readonly draft: Draft;
  readonly moment: Moment;
  readonly onChange: (change: Change) => void;
};

/** Takes a greeting or a last will. */
export function absorbHello(noting: Noting, hello: Hello): void {
  const { machine, draft, moment } = noting;
  if (hello.state === "lost") {
    if (machine.presence.state === "online") enter(noting, "silent");
    return;
  }
  machine.heardAt = moment.monotonicMs;
  machine.bootId = hello.bootId;
  // It is about to be told our cadence, and its silence is judged by that, not by its own word.
  const cadenceSeconds = noting.memory.cadenceSeconds;
  machine.presence = { ...machine.presence, cadenceSeconds };
  const { agentVersion: version, runtime, platform, arch, hostname } = hello;
  const birth = { version, runtime, platform, arch, hostname };
  draft.acts.push(({ estate }) => estate.setBirth(machine.agentId, birth));
  if (hello.state === "up") draft.greeted.add(machine);
  enter(noting, hello.state === "up" ? "online" : "down");
}

/** Any report proves that the machine is there. */
export function noteReport(noting: Noting): void {
  const { machine, moment } = noting;
  machine.heardAt = moment.monotonicMs;
  if (machine.presence.state !== "online") enter(noting, "online");
}

/** A presence whose time is up: was the machine heard of meanwhile, or does it go a step further? */
export function checkPresence(noting: Noting): void {
  const { memory, machine, moment } = noting;
  const { state, sinceMs, cadenceSeconds } = machine.presence;
  if (state === "online") {
    const quietMs = moment.monotonicMs - machine.heardAt;
    if (quietMs >= silentAfterMs(cadenceSeconds ?? memory.cadenceSeconds)) enter(noting, "silent");
    else enter(noting, "online");
    return;
  }
  const graceMs = offlineAfterMs(state, machine.class);
  if (graceMs === undefined) return;
  const isOver = moment.wallMs >= sinceMs + graceMs;
  const wasWatched = moment.monotonicMs - machine.heardAt >= Math.min(graceMs, WATCHED_MS);
  const isJudged = isOver && wasWatched && couldComeBack(noting);
  enter(noting, isJudged ? "offline" : state);
}

/**
 * Our wall clock was set: what is waited for on it is planned anew, so that a grace is neither over by
 * that nor looked at an hour late.
 */
export function replanPresence(
  { machine, draft }: Pick<Noting, "machine" | "draft">,
  stepMs: number,
): void {
  const { sinceMs, dueAtMs, awaySinceMs } = machine.presence;
  if (dueAtMs === null) return;
  const planned = {
    sinceMs: sinceMs + stepMs,
    dueAtMs: dueAtMs + stepMs,
    awaySinceMs: awaySinceMs === null ? null : awaySinceMs + stepMs,
  };
  machine.presence = { ...machine.presence, ...planned };
  const row = { machineId: machine.id, ...machine.presence };
  draft.acts.push(({ estate }) => estate.setPresence(row));
}

/** We must have listened for so long ourselves before we call a machine offline. */
const WATCHED_MS = 120_000;

/** The longest wait of an agent between two tries, and a little. */
const COME_BACK_MS = 330_000;

/**
 * Whether a machine could have come back to us. While we were away its agent waited longer and longer
 * between two tries; that it lost its connection to us meanwhile says nothing of the machine.
 */
function couldComeBack({ memory, machine, moment }: Noting): boolean {
  const { listeningSince } = memory;
  if (machine.heardAt > listeningSince) return true;
  return moment.monotonicMs - listeningSince >= COME_BACK_MS;
}

/** How soon a presence that could not be decided is looked at again. */
const AGAIN_MS = 30_000;

/** When the sweeper must look again: never for a machine that can only come back by itself. */
function dueOf(
  { memory, machine, moment }: Noting,
  state: Presence,
  sinceMs: number,
): number | null {
  const { class: machineClass, heardAt, presence } = machine;
  const { wallMs, monotonicMs } = moment;
  if (state === "online") {
    const quietMs = monotonicMs - heardAt;
    // The monotonic clock counts in fractions; what is kept is a whole number.
    return Math.ceil(
      wallMs + silentAfterMs(presence.cadenceSeconds ?? memory.cadenceSeconds) - quietMs,
    );
  }
  const graceMs = offlineAfterMs(state, machineClass);
  return graceMs === undefined ? null : Math.max(sinceMs + graceMs, wallMs + AGAIN_MS);
}

/** Enters a state or stays in it, with the instant at which to look again. */
function enter(noting: Noting, state: Presence): void {
  const { memory, machine, draft, moment } = noting;
  const { presence } = machine;
  const isSame = presence.state === state;
  const sinceMs = isSame ? presence.sinceMs : moment.wallMs;
  const dueAtMs = dueOf(noting, state, sinceMs);
  const awaySinceMs = state === "online" ? null : (presence.awaySinceMs ?? moment.wallMs);
  machine.presence = { ...presence, state, sinceMs, dueAtMs, awaySinceMs };
  const row = { machineId: machine.id, ...machine.presence };
  draft.acts.push(({ estate }) => estate.setPresence(row));
  if (isSame) return;
  touchedOf(draft, machine.id).isMachine = true;
  if (state === "online" && presence.awaySinceMs !== null) draft.returned.add(machine);
  for (const change of evaluatePresence(memory, machine, moment.wallMs)) noting.onChange(change);
}
