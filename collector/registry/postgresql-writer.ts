import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "@vigie/shared/problems.ts";
import {
  type Ask,
  openSession,
  type PostgresqlSettings,
  type Session,
} from "./postgresql-connection.ts";

/**
 * The one connection that writes. It holds a lock of the server for as long as it lives: who has lost
 * the connection has lost the lock with it, and writes no more until it has both again. So a database
 * has one collector, and one that was cut off and replaced cannot write behind the other's back.
 */
export type Writer = {
  /** Asks inside the unit that is open; rejects when none is. */
  readonly ask: Ask;
  /** Does a step of the unit that is open. After one that failed the unit is undone, even if its work goes on. */
  readonly inUnit: <T>(step: () => Promise<T>) => Promise<T>;
  /** Runs the work in a transaction of its own. Whatever fails, commit included, undoes all of it. */
  readonly inTransaction: <T>(work: () => Promise<T>) => Promise<T>;
  readonly end: () => Promise<void>;
};

/** "Vigi" in ASCII, and which of Vigie's locks it is. */
const LOCK = [0x56_69_67_69, 1] as const;

/** A collector that was killed leaves its lock to the next one once the server has noticed. */
const LOCK_WAIT_MS = 3_000;
const LOCK_POLL_MS = 100;

/** With one writer nothing more is needed, whatever the database's own default is. */
const BEGIN = "begin isolation level read committed";

/** Opens a connection that holds the lock. Rejects with `registry_in_use` when another one does. */
export async function openLocked(
  settings: PostgresqlSettings,
  onLost: (reason: string) => void,
): Promise<Session> {
  const session = await openSession(settings, onLost);
  try {
    await takeLock(session);
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

async function takeLock({ ask }: Session): Promise<void> {
  for (const startMs = performance.now(); ; await sleep(LOCK_POLL_MS)) {
    const { rows } = await ask("select pg_try_advisory_lock($1, $2) as taken", LOCK);
    if (rows[0]?.taken === 1) return;
    if (performance.now() - startMs > LOCK_WAIT_MS) {
      throw new ProblemError("registry_in_use", {}, { retryable: true });
    }
  }
}

/**
 * Writes through a session that holds the lock. When that is lost, the next unit opens another one by
 * `reopen`, and still fails: meanwhile somebody else may have written, so that what its caller knows
 * must be read again first.
 */
export function createWriter(first: Session, reopen: () => Promise<Session>): Writer {
  let session = first;
  /** undefined = none is open. */
  let unit: OpenUnit | undefined;

  async function renew(): Promise<void> {
    await session.end();
    session = await reopen();
  }

  async function inUnit<T>(step: () => Promise<T>): Promise<T> {
    const current = unit;
    if (current === undefined) {
      throw new Error("A unit was used outside its commit: await everything that it does.");
    }
    try {
      return await step();
    } catch (error) {
      if (error instanceof Error) current.failure ??= error;
      throw error;
    }
  }

  return {
    inUnit,
    ask: (text, parameters) => inUnit(() => session.ask(text, parameters)),

    async inTransaction(work) {
      if (!(await begin(session))) {
        await renew();
        const detail = "the connection to PostgreSQL was lost, and is open again";
        throw new ProblemError("storage_failed", { detail }, { retryable: true });
      }
      const current: OpenUnit = {};
      unit = current;
      try {
        const result = await work();
        await commit(session, current);
        return result;
      } catch (error) {
        await undo(session);
        throw error;
      } finally {
        unit = undefined;
      }
    },

    end: () => session.end(),
  };
}

/** What went wrong first in a unit. */
type OpenUnit = { failure?: Error };

/** Begins a transaction; false = the connection is lost, and nothing was begun. */
async function begin(session: Session): Promise<boolean> {
  if (session.isLost()) return false;
  try {
    await session.ask(BEGIN);
    return true;
  } catch (error) {
    if (session.isLost()) return false;
    throw error;
  }
}

async function commit(session: Session, { failure }: OpenUnit): Promise<void> {
  // Also of what never came to the server, such as a value that cannot be bound.
  if (failure !== undefined) throw failure;
  const { command } = await session.ask("commit");
  if (command === "ROLLBACK") throw new Error("PostgreSQL undid the unit.");
}

/** A connection that cannot even undo is given up; the server undoes what it had open. */
async function undo(session: Session): Promise<void> {
  try {
    await session.ask("rollback");
  } catch {
    await session.end();
  }
}
