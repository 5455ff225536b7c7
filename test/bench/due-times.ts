import { createRequire } from "node:module";
import dayjs from "dayjs";
import dayjsBusinessTime from "dayjs-business-time";
import { deadline } from "../../collector/domain/working-time.ts";
import { calendarOf, mondayToFriday, PARIS } from "../support/calendars.ts";
import type { Figure } from "./figures.ts";

/**
 * Due times a second on one core, beside two packages of npm that answer the same question: Monday to
 * Friday from 9 to 18, starts by chance in 2026, budgets from 1 to 40 hours. They know no zones but
 * the host's, and count whole minutes; so they are timed with whole minutes while the host is in the
 * calendar's own zone. Their answers are compared there, then with lunch, with starts that have
 * seconds, and on a host in another zone.
 */

const OURS = 400_000;
const THEIRS = 5_000;
const WARM = 2_000;
const COMPARED = 1_000;

const WEEK = "09:00-18:00";
const WEEK_WITH_LUNCH = "09:00-12:00 14:00-18:00";
const OTHER_ZONE = "Asia/Tokyo";

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;
const BUDGET_MINUTES = { from: 60, to: 40 * 60 };

type Question = { readonly startMs: number; readonly budgetMinutes: number };
type Answer = (question: Question) => number;
/** Answers for the hours of Monday to Friday, until others are asked for. */
type Answerer = (hours: string) => Answer;

const PEERS: readonly (readonly [name: string, answerer: Answerer])[] = [
  ["dayjs-business-time", toDayjs],
  ["moment-business-time", toMoment],
];

export async function benchDueTimes(): Promise<Figure[]> {
  return inZone(PARIS, measure);
}

function measure(): Figure[] {
  const next = chance(2026);
  const minutes = Array.from({ length: OURS }, () => question(next, MINUTE_MS));
  const seconds = Array.from({ length: COMPARED }, () => question(next, 1_000));
  const rate = rateOf(toOurs(WEEK), minutes);
  return [
    { name: "due times", value: rate, unit: "/s", least: 100_000 },
    ...PEERS.flatMap(([name, answerer]): Figure[] => {
      const theirRate = rateOf(answerer(WEEK), minutes.slice(0, THEIRS));
      const compared = minutes.slice(0, COMPARED);
      const differ = (what: string, questions: readonly Question[], hours = WEEK): Figure => ({
        name: `  differ, ${what}`,
        value: differentPercent(answerer(hours), toOurs(hours), questions),
        unit: "%",
      });
      return [
        { name, value: theirRate, unit: "/s" },
        { name: "  ours beside it", value: rate / theirRate, unit: "times" },
        differ(`TZ=${PARIS}`, compared),
        differ(`with lunch, TZ=${PARIS}`, compared, WEEK_WITH_LUNCH),
        differ(`starts with seconds, TZ=${PARIS}`, seconds),
        inZone(OTHER_ZONE, () => differ(`TZ=${OTHER_ZONE}`, compared)),
      ];
    }),
  ];
}

// --- who answers ---

function toOurs(hours: string): Answer {
  const week = calendarOf({ timeZone: PARIS, weekly: mondayToFriday(hours) });
  return ({ startMs, budgetMinutes }) => {
    const start = Temporal.Instant.fromEpochMilliseconds(startMs);
    return deadline(week, start, budgetMinutes * MINUTE_MS).epochMilliseconds;
  };
}

function toDayjs(hours: string): Answer {
  dayjs.extend(dayjsBusinessTime);
  const day = spansOf(hours).map(([start, end]) => ({ start, end }));
  const days = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
  dayjs.setBusinessTime({ ...days, saturday: null, sunday: null });
  return ({ startMs, budgetMinutes }) => dayjs(startMs).addBusinessMinutes(budgetMinutes).valueOf();
}

/** What is used of moment-business-time, which has no types. */
type Moment = {
  (atMs: number): { addWorkingTime(count: number, unit: "minutes"): { valueOf(): number } };
  locale(): string;
  updateLocale(
    name: string,
    words: { readonly workinghours: Readonly<Record<number, readonly string[] | null>> },
  ): void;
};

function toMoment(hours: string): Answer {
  const require = createRequire(import.meta.url);
  const peer = require.resolve("moment-business-time");
  require(peer);
  const moment: Moment = createRequire(peer)("moment");
  const day = spansOf(hours).flat();
  const workinghours = { 0: null, 1: day, 2: day, 3: day, 4: day, 5: day, 6: null };
  moment.updateLocale(moment.locale(), { workinghours });
  return ({ startMs, budgetMinutes }) =>
    moment(startMs).addWorkingTime(budgetMinutes, "minutes").valueOf();
}

/** Both want seconds. */
function spansOf(hours: string): [start: string, end: string][] {
  return hours.split(" ").map((span) => {
    const [start = "", end = ""] = span.split("-");
    return [`${start}:00`, `${end}:00`];
  });
}

// --- what is measured ---

/** By the time that the processor took: others may use the machine, too. */
function rateOf(answer: Answer, questions: readonly Question[]): number {
  for (const asked of questions.slice(0, WARM)) answer(asked);
  const before = process.cpuUsage();
  let sum = 0;
  for (const asked of questions) sum += answer(asked);
  const { user, system } = process.cpuUsage(before);
  if (!Number.isFinite(sum)) throw new Error("some answer is no instant");
  return questions.length / ((user + system) / 1e6);
}

function differentPercent(theirs: Answer, ours: Answer, questions: readonly Question[]): number {
  const different = questions.filter((asked) => theirs(asked) !== ours(asked)).length;
  return (100 * different) / questions.length;
}

function inZone<T>(zone: string, act: () => T): T {
  const before = process.env["TZ"];
  try {
    process.env["TZ"] = zone;
    return act();
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
}

function question(next: () => number, stepMs: number): Question {
  const startMs = Date.UTC(2026, 0, 1) + Math.floor((next() * YEAR_MS) / stepMs) * stepMs;
  const { from, to } = BUDGET_MINUTES;
  return { startMs, budgetMinutes: from + Math.floor(next() * (to - from + 1)) };
}

/** Numbers from 0 to 1, the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
