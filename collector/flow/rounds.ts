/**
 * Who is looked at when, where each of many is to be looked at now and then: all of them once a round,
 * spread over it, and one round in twelve more closely. Who comes when follows from its id, so that a
 * restart forgets nothing. What a round leaves undone is done first in the next.
 */
export type Rounds = {
  /** Those whose turn has come, and whether more closely; each is taken off as it is given out. */
  readonly due: (ids: Iterable<string>, nowMs: number) => Iterable<readonly [string, boolean]>;
  /** All of them are due at once, and closely. */
  readonly hurry: (ids: Iterable<string>) => void;
};

const ROUND_MS = 5 * 60_000;

/** Twelve rounds are an hour. */
const ROUNDS_A_CLOSE_LOOK = 12;

export function createRounds(): Rounds {
  const waiting = new Map<string, boolean>();
  let round = -1;
  /** How many of those that wait are not of this round, and how many of this round there were. */
  let overdue = 0;
  let size = 0;
  let given = 0;

  function begin(ids: Iterable<string>, number: number): void {
    overdue = waiting.size;
    const turns = [...ids].map((id) => ({ id, turn: turnOf(id) }));
    for (const { id, turn } of turns.sort((a, b) => a.turn - b.turn)) {
      const isClose = turn % ROUNDS_A_CLOSE_LOOK === number % ROUNDS_A_CLOSE_LOOK;
      waiting.set(id, waiting.get(id) === true || isClose);
    }
    round = number;
    size = waiting.size - overdue;
    given = 0;
  }

  return {
    *due(ids, nowMs) {
      const number = Math.floor(nowMs / ROUND_MS);
      if (number !== round) begin(ids, number);
      const share = (nowMs - number * ROUND_MS) / ROUND_MS;
      const wanted = overdue + Math.ceil(size * share);
      for (const entry of waiting) {
        if (given >= wanted) return;
        waiting.delete(entry[0]);
        given += 1;
        yield entry;
      }
    },

    hurry(ids) {
      for (const id of ids) waiting.set(id, true);
      overdue = waiting.size;
      size = 0;
      given = 0;
    },
  };
}

/** A number of its own for each id: FNV-1a, 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv). */
function turnOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < id.length; place += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193);
  }
  return hash >>> 0;
}
