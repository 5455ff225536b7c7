/** Lets all else go on: an embedded registry answers at once, so a long loop would hold everybody up. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
