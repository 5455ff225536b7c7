import { describe, expect, test } from "vitest";
import { openClock } from "../../agent/identity.ts";
import { createLog } from "../../agent/log.ts";
import type { Outbox, ReportBody } from "../../agent/outbox.ts";
import type { Outcome } from "../../agent/probe.ts";
import { createReporter } from "../../agent/reporter.ts";
import { createSampler } from "../../agent/sampler.ts";

type Kept = { readonly body: ReportBody; readonly class: string };

/** A reporter over one probe; `refuse` makes the outbox throw. */
function reporting(measure: () => Outcome | Promise<Outcome>) {
  const kept: Kept[] = [];
  const lines: string[] = [];
  const state = { refuse: false, kicks: 0 };
  const clock = openClock(process.platform);
  const log = createLog("warn", (line) => void lines.push(line));
  const entry = { name: "probe", everyMs: 0, isApart: false, limitMs: 5_000 };
  const sampler = createSampler({
    entries: [{ ...entry, create: () => ({ measure }) }],
    context: { platform: process.platform, inventoryProgram: "" },
    now: () => clock.now(),
    log,
  });
  const outbox: Pick<Outbox, "put"> = {
    put(body, { class: kind }) {
      if (state.refuse) throw new Error("no room");
      return kept.push({ body, class: kind });
    },
  };
  const onKept = (): void => {
    state.kicks += 1;
  };
  const { report } = createReporter({ sampler, outbox, clock, onKept, log });
  return { report, kept, lines, state };
}

const inventory = { hash: "abc=", document: { os: "Debian" } };
const fact = (): Outcome => ({ outcome: "value", facts: { inventory } });
const load = (): Outcome => ({ outcome: "value", samples: { load_1m: 1 } });

test("a report is kept, and told on", async () => {
  const { report, kept, state } = reporting(load);
  await report();
  expect(kept).toMatchObject([{ class: "metrics", body: { samples: { load_1m: 1 } } }]);
  expect(state.kicks).toBe(1);
});

test("a report with a document is among the last to be dropped", async () => {
  const { report, kept } = reporting(fact);
  await report();
  await report();
  expect(kept.map((one) => one.class)).toEqual(["event", "metrics"]);
});

describe("when the outbox refuses a report", () => {
  test("the agent goes on and says so", async () => {
    const { report, kept, lines, state } = reporting(load);
    state.refuse = true;
    await report();
    state.refuse = false;
    await report();
    expect(kept).toHaveLength(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("no room");
  });

  test("its document goes with the next", async () => {
    const { report, kept, state } = reporting(fact);
    state.refuse = true;
    await report();
    state.refuse = false;
    await report();
    expect(kept[0]?.body.facts?.["inventory"]?.document).toEqual({ os: "Debian" });
  });
});

test("a report that is due while one is under way is skipped, and said", async () => {
  let answer: (outcome: Outcome) => void = () => {};
  const { report, kept, lines } = reporting(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const first = report();
  await report();
  answer(load());
  await first;
  expect(kept).toHaveLength(1);
  expect(lines).toHaveLength(1);
});
