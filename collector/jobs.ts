import cron, { type ScheduledTask } from "node-cron";

/**
 * The calendar jobs of the collector, each with a name under which system health shows when it ran
 * last and how. They tidy up; what is due at an instant is the sweeper's.
 */
export type Job = {
  readonly name: string;
  /** Cron expression, UTC. */
  readonly schedule: string;
  readonly run: () => Promise<void>;
};

export type JobState = {
  readonly name: string;
  readonly schedule: string;
  readonly lastRunAt: string | null;
  readonly lastOutcome: "done" | "failed" | null;
};

export type Jobs = { readonly states: () => JobState[]; readonly close: () => Promise<void> };

/** Starts the jobs. A run that is still under way when the next is due is let finish. */
export function startJobs({
  jobs,
  now,
  onFailed,
}: {
  readonly jobs: readonly Job[];
  readonly now: () => Temporal.Instant;
  readonly onFailed: (name: string, error: unknown) => void;
}): Jobs {
  const states = new Map<string, JobState>();
  const tasks: ScheduledTask[] = [];
  for (const { name, schedule, run } of jobs) {
    states.set(name, { name, schedule, lastRunAt: null, lastOutcome: null });
    const task = cron.schedule(schedule, () => runOne({ name, schedule, run }), {
      name,
      timezone: "UTC",
      noOverlap: true,
    });
    tasks.push(task);
  }

  async function runOne({ name, schedule, run }: Job): Promise<void> {
    const lastRunAt = now().toString();
    try {
      await run();
      states.set(name, { name, schedule, lastRunAt, lastOutcome: "done" });
    } catch (error) {
      states.set(name, { name, schedule, lastRunAt, lastOutcome: "failed" });
      onFailed(name, error);
    }
  }

  return {
    states: () => [...states.values()],
    async close() {
      for (const task of tasks) await task.destroy();
    },
  };
}
