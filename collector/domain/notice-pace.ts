/**
 * When a mail about something may leave. The first one leaves at once, what follows is collected, and
 * the longer it goes on the longer it is collected: a recipient gets a handful of mails about one cause
 * in a night, however often it comes and goes. Nothing is lost by that, for the next mail tells of all
 * that happened since the last one.
 */

/** `at_once` = part of a conversation; `prompt` = somebody waits for it; `calm` = worth knowing. */
export const PACES = ["at_once", "prompt", "calm"] as const;
export type Pace = (typeof PACES)[number];

/** What was told of a thing lately, or waits to be. */
export type Told = {
  readonly id: string;
  readonly kind: string;
  readonly pace: Pace;
  readonly state: string;
  readonly dueAtMs: number;
  readonly sentAtMs: number | null;
};

export type Arrived = {
  readonly kind: string;
  readonly pace: Pace;
  /** Never waits, as long as the handful of its cause is not used up. */
  readonly isUrgent: boolean;
  /** When there is something to tell. */
  readonly atMs: number;
  /** Told only if it still holds then: it stands for nothing but itself. */
  readonly isConditional: boolean;
};

/** Leaves at `dueAtMs`, as a row of its own or as a repetition of one that waits. */
export type Departure = { readonly dueAtMs: number; readonly repeats: string | undefined };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** For how long what was told of a thing counts. */
export const REMEMBERED_MS = 24 * HOUR_MS;

/** Mails about one cause in a night; beyond, even what is urgent is collected until the night is over. */
const HANDFUL = 3;
const NIGHT_MS = 12 * HOUR_MS;

/** How long after the mail before the next one leaves, by how many have left; the last goes on. */
const GAPS_MS: Readonly<Record<Exclude<Pace, "at_once">, readonly number[]>> = {
  prompt: [0, 2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS],
  calm: [0, 15 * MINUTE_MS, 4 * HOUR_MS, NIGHT_MS, REMEMBERED_MS],
};

/** Rows of one mail; what comes beyond is counted on the row of its kind. */
export const ROWS_OF_MAIL_MAX = 20;

/** When a mail about this leaves, by what was told of the same thing within `REMEMBERED_MS`. */
export function departureOf(arrived: Arrived, told: readonly Told[]): Departure {
  const waiting = told.filter(({ state }) => state === "waiting");
  return { dueAtMs: dueMsOf(arrived, told), repeats: repeatedBy(arrived, waiting) };
}

function dueMsOf({ pace, isUrgent, atMs }: Arrived, told: readonly Told[]): number {
  if (pace === "at_once") return atMs;
  const urgentMs = isUrgent ? nextOfHandfulMs(told, atMs) : Number.POSITIVE_INFINITY;
  if (urgentMs <= atMs) return atMs;
  const joined = told
    .filter((row) => row.state === "waiting" && row.pace === pace && row.dueAtMs >= atMs)
    .map(({ dueAtMs }) => dueAtMs);
  if (joined.length > 0) return Math.min(urgentMs, ...joined);

  // A conversation and a fault that comes and goes do not hold one another up.
  const alike = told.filter((row) => row.pace === pace);
  const sent = sentSince(alike, atMs - REMEMBERED_MS);
  const gaps = GAPS_MS[pace];
  const gapMs = gaps[Math.min(sent.length, gaps.length - 1)] ?? 0;
  const leavesMs = Math.max(atMs, (sent.at(-1) ?? Number.NEGATIVE_INFINITY) + gapMs);
  return Math.min(urgentMs, leavesMs);
}

/** When the next one leaves so that no night has more than its handful; what is prompt is not counted. */
function nextOfHandfulMs(told: readonly Told[], atMs: number): number {
  const calm = told.filter(({ pace }) => pace === "calm");
  const before = sentSince(calm, atMs - NIGHT_MS).at(-HANDFUL);
  return before === undefined ? atMs : before + NIGHT_MS;
}

/** The instants at which mails left, in order: rows that left together left in one. */
function sentSince(told: readonly Told[], sinceMs: number): number[] {
  const instants = told.flatMap(({ sentAtMs }) => (sentAtMs === null ? [] : [sentAtMs]));
  return [...new Set(instants)].filter((atMs) => atMs >= sinceMs).toSorted((a, b) => a - b);
}

function repeatedBy(
  { kind, pace, isConditional }: Arrived,
  waiting: readonly Told[],
): string | undefined {
  if (pace === "at_once" || isConditional) return undefined;
  if (pace === "prompt" && waiting.length < ROWS_OF_MAIL_MAX) return undefined;
  return waiting.find((row) => row.kind === kind)?.id;
}
