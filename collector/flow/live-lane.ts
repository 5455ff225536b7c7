/** Work that is done one after the other. What is in the lane when one fails goes on all the same. */
export type Lane = {
  /** Resolves when the work was done, or has failed. */
  readonly enter: (work: () => Promise<void>) => Promise<void>;
  /** Resolves when all work so far is done. */
  readonly idle: () => Promise<void>;
};

export function createLane(onFailure: (cause: unknown) => void): Lane {
  let last = Promise.resolve();

  function enter(work: () => Promise<void>): Promise<void> {
    last = last.then(work).catch(onFailure);
    return last;
  }

  return { enter, idle: () => last };
}
