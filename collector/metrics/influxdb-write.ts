import { HttpError, InfluxDB, setLogger } from "@influxdata/influxdb-client";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { OnRefused } from "./metric-store.ts";

/**
 * Writes lines to InfluxDB by its official client, and finds those that it will never take: retrying
 * them would hold up everything behind them, so they are handed to `onRefused`, and the rest goes on.
 */

export type InfluxSettings = {
  readonly url: string;
  readonly database: string;
  /** "" = the database's default. */
  readonly retentionPolicy: string;
  readonly user: string;
  /** The password (1.x) or the token (2.x, 3.x). */
  readonly secret: string;
  /** Which write path and header: `v1` works on all versions, `v2` is for where only that is open. */
  readonly api: "v1" | "v2";
  readonly org?: string;
};

export type Writer = {
  /** Resolves once every line is kept or refused. Rejects with `metrics_unavailable`. */
  write(lines: string): Promise<void>;
  close(): Promise<void>;
};

/** Requests spent on looking for the bad lines of one write; then what is left is refused whole. */
const SEARCH_REQUESTS_MAX = 200;

/** A server's reason, as far as it is kept. */
const REASON_LENGTH_MAX = 500;

/** From this size on a body is worth compressing, unless the server is on this machine. */
const COMPRESS_BYTES = 1_000;

/** The header that proves who we are; none for a server that asks for no password. */
export function authorization({ user, secret, api }: InfluxSettings): Record<string, string> {
  if (user === "" && secret === "") return {};
  if (api === "v2") return { authorization: `Token ${secret}` };
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}` };
}

/** What InfluxDB failed at, as the collector says it. */
export function unavailable(error: unknown): ProblemError {
  const reason = `InfluxDB: ${toReason(error)}`;
  return new ProblemError(
    "metrics_unavailable",
    { detail: reason },
    { cause: error, retryable: true },
  );
}

/** Makes the writer; nothing is sent. */
export function createWriter(
  settings: InfluxSettings,
  { timeoutMs, onRefused }: { readonly timeoutMs: number; readonly onRefused: OnRefused },
): Writer {
  const send = createSender(settings, timeoutMs);

  /** The server's reason when it refuses these lines; undefined when it has them. */
  async function trySending(lines: string): Promise<string | undefined> {
    try {
      await send.lines(lines);
      return undefined;
    } catch (error) {
      if (isRefusal(error)) return toReason(error);
      throw unavailable(error);
    }
  }

  /**
   * Halves until the bad lines stand alone. The good ones are sent again on the way, which changes
   * nothing: the same point takes its own place.
   */
  async function search(lines: readonly string[], reason: string, budget: { requests: number }) {
    if (lines.length === 1 || budget.requests <= 0) {
      onRefused(lines, reason);
      return;
    }
    const middle = Math.ceil(lines.length / 2);
    for (const half of [lines.slice(0, middle), lines.slice(middle)]) {
      budget.requests -= 1;
      const reasonOfHalf = await trySending(half.join("\n"));
      if (reasonOfHalf !== undefined) await search(half, reasonOfHalf, budget);
    }
  }

  return {
    async write(text) {
      const reason = await trySending(text);
      if (reason === undefined) return;
      const lines = text.split("\n").filter((line) => line !== "");
      await search(lines, reason, { requests: SEARCH_REQUESTS_MAX });
    },
    close: send.close,
  };
}

/**
 * The client is held to one request at a time: with a small `batchSize`, an interval or retries it
 * sends in parallel, and a failure is told to nobody who waits.
 */
function createSender(settings: InfluxSettings, timeoutMs: number) {
  const { url, database, retentionPolicy, org = "" } = settings;
  // It prints stacks otherwise; failures are thrown here, and told by whoever catches them.
  setLogger({ error: () => {}, warn: () => {} });
  const client = new InfluxDB({ url, timeout: timeoutMs, headers: authorization(settings) });
  const bucket = retentionPolicy === "" ? database : `${database}/${retentionPolicy}`;
  const api = client.getWriteApi(org, bucket, "ms", {
    batchSize: 1_000,
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    gzipThreshold: isLoopback(url) ? Number.MAX_SAFE_INTEGER : COMPRESS_BYTES,
  });
  if (settings.api === "v1") {
    const rp = retentionPolicy === "" ? "" : `&rp=${encodeURIComponent(retentionPolicy)}`;
    api.path = `/write?db=${encodeURIComponent(database)}${rp}&precision=ms`;
  }
  return {
    async lines(text: string): Promise<void> {
      api.writeRecord(text);
      await api.flush();
    },
    close: () => api.close(),
  };
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
}

/**
 * Whether the lines themselves are at fault. A wrong name of a database or organisation also answers
 * 400 on some versions, and refusing everything for that would lose it: so the words count too.
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  if (error.statusCode === 413) return true;
  if (error.statusCode !== 400 && error.statusCode !== 422) return false;
  return /partial write|unable to parse|parsing failed|field type conflict/i.test(toReason(error));
}

function toReason(error: unknown): string {
  const text = error instanceof HttpError ? httpReason(error) : plainReason(error);
  return text.slice(0, REASON_LENGTH_MAX);
}

function httpReason({ statusCode, body, message }: HttpError): string {
  return `${statusCode} ${body?.trim() || message}`;
}

/** A failed connection has its cause inside, and several of them no message of their own. */
function plainReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return plainReason(error.cause);
  const code = "code" in error ? String(error.code) : error.name;
  return error.message === "" ? code : error.message;
}
