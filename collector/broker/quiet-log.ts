/**
 * A log that strangers can make write: at most some lines in a while, then only how many more there
 * were. Otherwise whoever is refused could fill the disk by trying.
 */
export type QuietLog = {
  readonly log: (line: string) => void;
  readonly close: () => void;
};

const LINES_MAX = 20;
const WHILE_MS = 60_000;

export function createQuietLog(log: (line: string) => void): QuietLog {
  let lines = 0;
  const timer = setInterval(() => {
    if (lines > LINES_MAX) log(`${lines - LINES_MAX} more refusals in the last minute`);
    lines = 0;
  }, WHILE_MS);
  timer.unref();
  return {
    log(line) {
      lines += 1;
      if (lines <= LINES_MAX) log(line);
    },
    close: () => clearInterval(timer),
  };
}
