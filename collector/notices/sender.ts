import type { ProblemCode } from "@vigie/shared/problems.ts";
import type { Notifier } from "../flow/notifier.ts";
import type { NoticeRow, Registry } from "../registry/registry.ts";
import type { Courier } from "./courier.ts";
import { Lane } from "./lane.ts";

/**
 * Sends what is due from the outbox. It looks at once when a commit added something, and else when the
 * next one is due; a notice is handed over outside of any unit and marked after, so that a crash in
 * between repeats it once, under the same Message-ID or Idempotency-Key.
 */
export type Sender = {
  /** Something may be due. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Sends until nothing is due at the moment. */
  readonly drain: () => Promise<void>;
  readonly counts: () => SenderCounts;
  /** Waits for what is under way, but not for long: what was not marked is sent again. */
  readonly close: () => Promise<void>;
};

export type SenderCounts = {
  readonly sent: number;
  readonly failed: number;
  readonly givenUp: number;
  /** Why the mail server did not take the last mail; undefined = it did, or there was none. */
  readonly mailProblem: { readonly code: ProblemCode; readonly detail: string } | undefined;
};

export type SenderTools = {
  readonly registry: Registry;
  readonly notifier: Pick<Notifier, "tell">;
  readonly couriers: readonly Courier[];
  readonly now: () => number;
  /** Drawn from [0, 1). */
  readonly chance: () => number;
  readonly onFailed: (error: unknown) => void;
  readonly onGivenUp: (row: NoticeRow, code: ProblemCode) => void;
};

export function createSender({ couriers, ...tools }: SenderTools): Sender {
  const lanes = couriers.map((courier) => new Lane(courier, { ...tools, wakeAll }));

  function wakeAll(): void {
    for (const lane of lanes) lane.wake();
  }

  return {
    wake: wakeAll,
    start() {
      for (const lane of lanes) lane.start();
    },
    async drain() {
      // What one gives up another one tells.
      for (let isDone = false; !isDone; ) {
        const sent = await Promise.all(lanes.map((lane) => lane.drain()));
        isDone = sent.every((count) => count === 0);
      }
    },
    counts() {
      const all = lanes.map((lane) => lane.counts());
      const sum = (name: "sent" | "failed" | "givenUp") =>
        all.reduce((total, counts) => total + counts[name], 0);
      const mail = all.find(({ channel }) => channel === "mail");
      return {
        sent: sum("sent"),
        failed: sum("failed"),
        givenUp: sum("givenUp"),
        mailProblem: mail?.problem,
      };
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}
