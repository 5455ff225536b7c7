import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MachineChange } from "@vigie/shared/estate.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { RuleChange } from "@vigie/shared/rule.ts";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { afterEach, beforeEach } from "vitest";
import type { Outcome } from "../../collector/flow/acts.ts";
import { readMachine } from "../../collector/flow/documents.ts";
import type { Gather } from "../../collector/flow/ledger.ts";
import { createSweeper } from "../../collector/flow/sweeper.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { AlertListRow, Registry } from "../../collector/registry/registry.ts";
import { createStoryAgent, type StoryAgent } from "./journey-agent.ts";
import { createStoryClock } from "./journey-clock.ts";
import { nextDueMs } from "./journey-due.ts";
import { customerIdOf, type Declared, type Settled, settle } from "./journey-estate.ts";
import { type Fault, startFlow, withFault } from "./journey-flow.ts";
import type { SentMail } from "./journey-post.ts";
import { expectReplayed } from "./replayed.ts";

/**
 * A small language for stories on a virtual clock: agents speak bytes, the collector's own flow acts on
 * a real registry, and time passes only when the story says so. While it passes, the sweeper does what
 * it would have done every second.
 */

const SWEEP_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;
const LIST_MAX = 1_000;

export type Story = ReturnType<typeof createStory>;

/** A story with these machines for each test of a file; call it at the top. */
export function useJourney(machines: Readonly<Record<string, Declared>>): Story {
  const story = createStory(machines);
  beforeEach(story.begin);
  afterEach(story.end);
  return story;
}

function createStory(machines: Readonly<Record<string, Declared>>) {
  let folder = "";
  let registry: Registry;
  let flow: Awaited<ReturnType<typeof startFlow>>;
  let failure: Error | undefined;
  let failing: Fault | undefined;
  const clock = createStoryClock();
  const pass = (ms: number): void => clock.pass(ms);
  const agents = new Map<string, StoryAgent>();
  const published: { topic: string; payload: string }[] = [];
  const failures: unknown[] = [];
  const clockSteps: number[] = [];
  const mails: SentMail[] = [];

  const context = {
    now: () => clock.now(),
    mails,
    publish: (topic: string, payload: string) => void published.push({ topic, payload }),
    onFailed: (error: unknown) => void failures.push(error),
    onClockStep: (stepMs: number) => void clockSteps.push(stepMs),
  };

  async function openCollector(): Promise<void> {
    const opened = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
    registry = {
      ...opened,
      // The disk fails at the last moment: all was done, nothing is kept.
      commit: (work) =>
        opened.commit(async (unit) => {
          const answer = await work(failing === undefined ? unit : withFault(unit, failing));
          const reason = failure;
          failure = undefined;
          if (reason !== undefined) throw reason;
          return answer;
        }),
    };
    flow = await startFlow(registry, context);
  }

  async function begin(): Promise<void> {
    folder = mkdtempSync(join(tmpdir(), "vigie-journey-"));
    clock.begin();
    failure = undefined;
    failing = undefined;
    for (const list of [published, failures, clockSteps, mails]) list.length = 0;
    const opened = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
    const settled = await opened.commit((unit) => settle(unit, machines));
    await opened.close();
    await openCollector();
    for (const [name, agent] of settled) agents.set(name, toAgent(agent));
  }

  function toAgent(settled: Settled): StoryAgent {
    return createStoryAgent(settled, {
      now: context.now,
      receive: (topic, payload) => flow.intake.receive(topic, payload),
      flush: () => flow.recorder.flush(),
      published,
    });
  }

  /** However a story went, the clocks of its tickets are what their histories say. */
  async function end(): Promise<void> {
    try {
      await flow.recorder.close();
      await expectReplayed(registry.read, clock.now().wallMs);
    } finally {
      await registry.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Time passes to this instant, swept every second. */
  async function at(text: string): Promise<void> {
    const untilMs = Temporal.Instant.from(text).epochMilliseconds;
    if (untilMs < clock.now().wallMs) throw new Error(`${text} is in the past of the story`);
    await passTo(untilMs);
  }

  async function passTo(untilMs: number): Promise<void> {
    for (;;) {
      await flow.post.sender.drain();
      const dueMs = await nextDueMs(registry, untilMs);
      if (dueMs === undefined) break;
      const waitMs = Math.max(dueMs - clock.now().wallMs, 0);
      const passedMs = Math.ceil(waitMs / SWEEP_EVERY_MS) * SWEEP_EVERY_MS || SWEEP_EVERY_MS;
      if (clock.now().wallMs + passedMs > untilMs) break;
      pass(passedMs);
      await newSweeper().sweep(context.now());
    }
    pass(untilMs - clock.now().wallMs);
  }

  function newSweeper() {
    return createSweeper({ read: registry.read, ...flow, ...context });
  }

  function agent(name: string): StoryAgent {
    const found = agents.get(name);
    if (found === undefined) throw new Error(`no machine ${name} in this story`);
    return found;
  }

  async function rule(key: string) {
    const found = (await registry.read.rules.all()).find((row) => row.key === key);
    if (found === undefined) throw new Error(`no rule ${key}`);
    return found;
  }

  async function machineVersion(id: string): Promise<number> {
    const [row] = await registry.read.estate.machineRows({ ids: [id], sort: "id", limit: 1 });
    if (row === undefined) throw new Error(`no machine ${id}`);
    return row.version;
  }

  return {
    begin,
    end,
    at,
    agent,
    rule,
    after: (duration: Temporal.DurationLike) =>
      passTo(clock.now().wallMs + Temporal.Duration.from(duration).total("milliseconds")),
    now: () => Temporal.Instant.fromEpochMilliseconds(clock.now().wallMs),
    /** The machine reports the same once a minute, for so many minutes. */
    async reportsFor(minutes: number, name: string, said: Parameters<StoryAgent["reports"]>[0]) {
      for (let minute = 0; minute < minutes; minute += 1) {
        await passTo(clock.now().wallMs + MINUTE_MS);
        await agent(name).reports(said);
      }
    },
    /** The sweeper looks at once, as it does every second. */
    sweep: () => newSweeper().sweep(context.now()),
    /** The collector's process stands still: time passes, and nobody sweeps or listens. */
    async standsStill(duration: Temporal.DurationLike): Promise<void> {
      const sweeper = newSweeper();
      await sweeper.sweep(context.now());
      pass(Temporal.Duration.from(duration).total("milliseconds"));
      await sweeper.sweep(context.now());
    },
    /** The wall clock of the collector is set, and the sweeper goes on a second later. */
    async clockIsSetBy(stepMs: number): Promise<void> {
      const sweeper = newSweeper();
      await sweeper.sweep(context.now());
      pass(SWEEP_EVERY_MS);
      clock.setBy(stepMs);
      await sweeper.sweep(context.now()).catch(context.onFailed);
      pass(SWEEP_EVERY_MS);
      await sweeper.sweep(context.now());
    },
    /** The collector is stopped and started on the same data folder. */
    async collectorRestarts(): Promise<void> {
      await flow.recorder.close();
      await registry.close();
      await openCollector();
    },
    /** The collector is down for so long, and starts on the same data folder. */
    async collectorIsDown(duration: Temporal.DurationLike): Promise<void> {
      await flow.recorder.close();
      await registry.close();
      pass(Temporal.Duration.from(duration).total("milliseconds"));
      await openCollector();
    },
    /** The next commit fails at its very end. */
    failNextCommit(error: Error): void {
      failure = error;
    },
    failNextCommitWith(code: "storage_full" | "storage_failed"): void {
      failure = new ProblemError(code, { detail: "in this story" }, { retryable: true });
    },
    /** Every batch with reports of this machine fails, until it is told otherwise. */
    failCommitsOf(machineId: string | undefined, error = new Error("a mistake")): void {
      failing = machineId === undefined ? undefined : { machineId, error };
    },
    /** Whatever is done to this ticket fails, until it is told otherwise. */
    failTicket(ticketId: string | undefined): void {
      failing = ticketId === undefined ? undefined : { ticketId, error: new Error("a mistake") };
    },
    /** Somebody begins or ceases to look at a machine. */
    look: (name: string, isWatched: boolean) =>
      flow.instructor.onWatchedChange(agent(name).machineId, isWatched),
    flush: () => flow.recorder.flush(),
    closeRecorder: () => flow.recorder.close(),
    /** The registry does nothing until the answer is called. */
    holdRegistry(): () => void {
      const held = Promise.withResolvers<void>();
      void registry.commit(() => held.promise);
      return held.resolve;
    },
    changeRule: async (key: string, change: RuleChange, version?: number): Promise<Outcome> => {
      const { id, version: current } = await rule(key);
      return flow.rules.change(id, change, version ?? current);
    },
    rules: () => flow.rules,
    hands: () => flow.hands,
    /** What people do about noise. */
    quiet: () => ({ ...flow.keepers, customerId: customerIdOf(flow.ledger.memory()) }),
    /** What was set aside by the sweeper, each time it was. */
    setAside: () => flow.setAside,
    stepper: () => flow.stepper,
    requests: () => flow.requests,
    calls: () => flow.calls,
    /** What people do to machines; each act is on the machine as it is now. */
    changeMachine: async (name: string, change: MachineChange): Promise<Outcome> => {
      const { machineId } = agent(name);
      return flow.machines.change(machineId, change, await machineVersion(machineId));
    },
    mergeMachines: async (from: string, into: string): Promise<Outcome> => {
      const { machineId } = agent(from);
      const version = await machineVersion(machineId);
      return flow.machines.merge(machineId, agent(into).machineId, version);
    },
    /** Agents whose connections had to end, in order. */
    shutOut: () => flow.shutOut,
    memory: () => flow.ledger.memory(),
    /** Changes what the story has no words for, as everything is changed. */
    write: <T>(gather: Gather<T>): Promise<T> => flow.ledger.write(gather),
    counts: () => flow.recorder.counts(),
    read: () => registry.read,
    machine: async (name: string) => {
      const found = await readMachine(registry.read, agent(name).machineId);
      if (found === undefined) throw new Error(`no machine ${name}`);
      return found;
    },
    ticket: (id: string): Promise<TicketDetail | undefined> => flow.tickets.find(id),
    /** Its tickets with their history, the oldest first. */
    async tickets(name: string): Promise<TicketDetail[]> {
      const query = { machineId: agent(name).machineId, limit: LIST_MAX };
      const ids = (await registry.read.tickets.list(query)).map(({ id }) => id).reverse();
      const found = await Promise.all(ids.map((id) => flow.tickets.find(id)));
      return found.filter((ticket) => ticket !== undefined);
    },
    alerts: (name: string): Promise<AlertListRow[]> =>
      registry.read.alerts.list({ machineId: agent(name).machineId, limit: LIST_MAX }),
    /** Mails that left until now, in order. */
    async mails(): Promise<readonly SentMail[]> {
      await flow.post.sender.drain();
      return [...mails];
    },
    deadLetters: () => registry.read.deliveries.deadLetters({ limit: LIST_MAX }),
    spool: () => registry.read.deliveries.spool(0, LIST_MAX),
    published,
    failures,
    clockSteps,
  };
}
