import type { MetricStore } from "../metrics/metric-store.ts";
import type { TrendBinding } from "./bindings.ts";
import { breathe } from "./breathe.ts";
import type { Ledger } from "./ledger.ts";
import type { MachineMemory } from "./machine-memory.ts";
import type { Memory } from "./memory.ts";
import { createRounds } from "./rounds.ts";
import { rulesOf } from "./rule-sets.ts";
import { observe, type Seen, trendsOf } from "./trend-look.ts";
import { stepTrend } from "./watch.ts";

/**
 * Rules on how measures go over time. Unlike a level, a trend is in no report: it is asked of the metric
 * store, for each machine a few times an hour, and for forecasts once an hour. What it finds becomes
 * alerts as everything else does.
 */
export type TrendWatch = {
  /** Looks at what is due at the moment. */
  readonly sweep: (moment: Moment) => Promise<void>;
  /** A rule was changed: looks at every machine as soon as that is possible. */
  readonly hurry: () => void;
  readonly start: () => void;
  readonly close: () => Promise<void>;
};

type Moment = { readonly wallMs: number };

type Tools = {
  readonly metrics: MetricStore;
  readonly ledger: Ledger;
  readonly now: () => Moment;
  readonly onFailed: (error: unknown) => void;
};

const SWEEP_EVERY_MS = 1_000;

/** Machines whose series are read in one sweep: a store is for people first. */
const MACHINES_AT_ONCE = 20;

export function createTrendWatch({ now, onFailed, ...tools }: Tools): TrendWatch {
  const { ledger } = tools;
  const rounds = createRounds();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;

  async function sweep({ wallMs }: Moment): Promise<void> {
    const findings: Finding[] = [];
    try {
      let looked = 0;
      for (const [machineId, isFull] of rounds.due(ledger.memory().machines.keys(), wallMs)) {
        const bindings = bindingsOf(ledger.memory(), machineId, isFull);
        if (bindings.length === 0) continue;
        const place = { machineId, bindings, nowMs: wallMs, signal: closing.signal };
        for await (const finding of look(tools, place)) findings.push(finding);
        looked += 1;
        if (looked === MACHINES_AT_ONCE || closing.signal.aborted) break;
      }
    } finally {
      if (findings.length > 0) await take(ledger, findings, wallMs);
    }
  }

  function tick(): void {
    sweeping ??= sweep(now())
      .catch(onFailed)
      .finally(() => {
        sweeping = undefined;
      });
  }

  return {
    sweep,
    hurry: () => rounds.hurry(ledger.memory().machines.keys()),
    start() {
      timer = setInterval(tick, SWEEP_EVERY_MS);
    },
    async close() {
      closing.abort();
      clearInterval(timer);
      await sweeping;
    },
  };
}

/** What one rule sees in one series. */
type Finding = {
  readonly machineId: string;
  readonly binding: TrendBinding;
  readonly seen: Seen;
};

type Place = {
  readonly machineId: string;
  readonly bindings: readonly TrendBinding[];
  readonly nowMs: number;
  readonly signal: AbortSignal;
};

/** What a machine's rules see now, where that is news. */
async function* look(
  { metrics, ledger }: Pick<Tools, "metrics" | "ledger">,
  { machineId, bindings, nowMs, signal }: Place,
): AsyncGenerator<Finding> {
  for (const binding of bindings) {
    if (signal.aborted) return;
    const seen = await observe(metrics, { machineId, binding, nowMs });
    if (seen !== undefined) {
      const finding = { machineId, binding, seen };
      if (isNews(ledger.memory(), finding)) yield finding;
    }
    await breathe();
  }
}

function bindingsOf(memory: Memory, machineId: string, isFull: boolean): readonly TrendBinding[] {
  const machine = memory.machines.get(machineId);
  if (machine === undefined) return [];
  const trends = trendsOf(memory, machine);
  return isFull ? trends : trends.filter(({ condition }) => condition.kind !== "forecast");
}

/** On a machine on which all is well nothing is written. */
function isNews({ machines }: Memory, { machineId, binding, seen }: Finding): boolean {
  const isKnown = machines.get(machineId)?.cells.has(binding.key) === true;
  return isKnown || seen.judge(false).verdict === "breach";
}

/** Takes what was found in one unit. What was found by a rule that was changed meanwhile says nothing. */
async function take(ledger: Ledger, findings: readonly Finding[], nowMs: number): Promise<void> {
  await ledger.write(({ memory, onChange }) => {
    for (const { machineId, binding, seen } of findings) {
      const machine = memory.machines.get(machineId);
      if (machine === undefined || !isInForce(memory, machine, binding)) continue;
      const isFiring = machine.cells.get(binding.key)?.state.state === "firing";
      const { verdict, ...said } = seen.judge(isFiring);
      if (verdict === undefined) continue;
      for (const change of stepTrend(machine, binding, { ...said, verdict, atMs: nowMs })) {
        onChange(change);
      }
    }
  });
}

function isInForce(memory: Memory, machine: MachineMemory, { rule }: TrendBinding): boolean {
  return rulesOf(memory, machine).byId.get(rule.id) === rule;
}
