/** The agent's log: one JSON object a line. */

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, string | number | undefined>>;

export type Log = Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>>;

/** Writes what is at least as serious as `level`. */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const from = LOG_LEVELS.indexOf(level);

  function writer(own: LogLevel): Log[LogLevel] {
    if (LOG_LEVELS.indexOf(own) < from) return () => {};
    return (message, fields) => {
      const at = new Date().toISOString();
      write(`${JSON.stringify({ at, level: own, message, ...fields })}\n`);
    };
  }

  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}

/** What an error says, for a field of the log. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
