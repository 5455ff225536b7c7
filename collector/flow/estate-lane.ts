/**
 * One edit of the estate after the other. An import looks at thousands of rows before it writes: while
 * it does, nobody else changes them by hand, and reports go on meanwhile.
 */
export type EstateLane = <T>(work: () => Promise<T>) => Promise<T>;

export function createEstateLane(): EstateLane {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
}
