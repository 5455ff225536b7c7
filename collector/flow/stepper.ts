import { ProblemError } from "@vigie/shared/problems.ts";
import { retryBoundMs } from "../domain/retry.ts";
import type { Gathering, Ledger } from "./ledger.ts";

/**
 * Takes the step of everything that is due, many in one unit. A unit fails as a whole: then each is taken
 * in a unit of its own, and the one that fails is set aside, for longer each time, so that it holds up
 * nobody behind it. What fails for everybody, such as a full disk, is no row's fault and is thrown.
 */
export type Stepper = {
  readonly each: <Row>(due: Due<Row>, nowMs: number) => Promise<void>;
  /** What is set aside now. */
  readonly setAside: () => readonly SetAside[];
  /** How many rows to ask for, so that those behind what is set aside are found. */
  readonly rowsFor: (atOnce: number) => number;
};

export type Due<Row> = {
  /** What kind of thing is due, as the log says it. */
  readonly what: string;
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly step: (gathering: Gathering, row: Row) => void | Promise<void>;
};

/** A row whose step failed. */
export type SetAside = {
  readonly what: string;
  readonly id: string;
  readonly failures: number;
  /** When it is tried again. */
  readonly againAtMs: number;
};

/** Failed steps in one sweep: after each, memory is made anew. */
const FAILURES_A_SWEEP = 10;

/** Rows that are set aside; when there are more it is no longer the rows that are wrong. */
const SET_ASIDE_MAX = 400;

/** Rows of one thing that may be due together: a ticket has several targets and many steps. */
const ROWS_OF_ONE_MAX = 80;

export function createStepper({
  ledger,
  onSetAside,
}: {
  readonly ledger: Ledger;
  readonly onSetAside: (row: SetAside, error: unknown) => void;
}): Stepper {
  const aside = new Map<string, SetAside>();

  function note(key: string, row: Pick<SetAside, "what" | "id">, failed: Failed): void {
    if (!aside.has(key) && aside.size >= SET_ASIDE_MAX) throw failed.error;
    const failures = (aside.get(key)?.failures ?? 0) + 1;
    const noted = { ...row, failures, againAtMs: failed.nowMs + retryBoundMs(failures) };
    aside.set(key, noted);
    onSetAside(noted, failed.error);
  }

  /** What was not due any more when its turn came is over: somebody mended it, or it is gone. */
  function forgetGone(what: string, keys: ReadonlySet<string>, nowMs: number): void {
    for (const [key, row] of aside) {
      if (row.what === what && row.againAtMs <= nowMs && !keys.has(key)) aside.delete(key);
    }
  }

  async function each<Row>({ what, rows, idOf, step }: Due<Row>, nowMs: number): Promise<void> {
    const keyed = new Map(rows.map((row) => [`${what} ${idOf(row)}`, row]));
    forgetGone(what, new Set(keyed.keys()), nowMs);
    const fresh = [...keyed].filter(([key]) => !aside.has(key));
    const again = [...keyed].filter(([key]) => (aside.get(key)?.againAtMs ?? Infinity) <= nowMs);
    const areDone = await together(fresh.map(([, row]) => row));
    let failures = 0;
    for (const [key, row] of areDone ? again : [...fresh, ...again]) {
      if (failures === FAILURES_A_SWEEP) return;
      const failed = await failureOf(() => ledger.write((gathering) => step(gathering, row)));
      if (failed === undefined) aside.delete(key);
      else note(key, { what, id: idOf(row) }, { ...failed, nowMs });
      failures += failed === undefined ? 0 : 1;
    }

    async function together(ready: readonly Row[]): Promise<boolean> {
      if (ready.length === 0) return true;
      const work = async (gathering: Gathering): Promise<void> => {
        for (const row of ready) await step(gathering, row);
      };
      return (await failureOf(() => ledger.write(work))) === undefined;
    }
  }

  return {
    each,
    setAside: () => [...aside.values()],
    rowsFor: (atOnce) => atOnce + aside.size * ROWS_OF_ONE_MAX,
  };
}

type Failed = { readonly error: unknown; readonly nowMs: number };

/** Why a unit was not kept, where that may be the fault of what was in it. Throws what is nobody's. */
async function failureOf(
  write: () => Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError && error.retryable) throw error;
    return { error };
  }
}
