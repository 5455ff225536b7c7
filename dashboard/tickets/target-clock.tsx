import type { TicketState, TicketTarget } from "@vigie/shared/ticket.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { type ClockLook, type Countdown, countDown, toLook } from "./countdown.ts";

/** One promised time of a ticket, counted down in working time. */
export function TargetClock(props: {
  readonly target: TicketTarget;
  readonly ticketState: TicketState;
  readonly readAtMs: number;
  readonly zone: string;
}) {
  const { target, ticketState, readAtMs, zone } = props;
  const { clock } = useParts();
  const reader = useWords();
  const { words, formats } = reader;
  const says = useClock(clock, (now) =>
    toClockText(
      countDown(target, readAtMs, now),
      { target, ticketState, zone, nowMs: now },
      reader,
    ),
  );
  const look = useClock(clock, (now) => toLook(countDown(target, readAtMs, now)));
  const share = useClock(clock, (now) =>
    Math.round(countDown(target, readAtMs, now).share * 1_000),
  );
  const dueMs = target.dueAt === null ? undefined : Date.parse(target.dueAt);
  const isDue = dueMs !== undefined && look !== "over" && look !== "met";
  const due = useClock(clock, (now) =>
    isDue ? words.clock.dueAt({ moment: formats.moment(dueMs, zone, now) }) : "",
  );
  return (
    <div className="clock" data-look={look}>
      <p className="clock-kind">
        <span className={`shape shape-${SHAPES[look]}`} />
        {nameOf(target, words)}
        <span className="clock-due" title={isDue ? formats.instant(dueMs, zone) : undefined}>
          {due}
        </span>
      </p>
      <div className="track">
        <div className="track-value" style={{ width: `${share / 10}%` }} />
      </div>
      <p className="clock-says">{says}</p>
    </div>
  );
}

/** The shape that goes with each look. */
export const SHAPES: Readonly<Record<ClockLook, string>> = {
  neutral: "running",
  attention: "attention",
  broken: "broken",
  paused: "pending",
  met: "fine",
  over: "unknown",
};

/** A promise that began anew says which time it is. */
export function nameOf(
  { kind, cycle }: Pick<TicketTarget, "kind" | "cycle">,
  { clock }: Words["words"],
): string {
  const name = clock.kind[kind];
  return cycle > 1 ? clock.cycle({ kind: name, cycle }) : name;
}

type Where = {
  readonly target: TicketTarget;
  readonly ticketState: TicketState;
  readonly zone: string;
  readonly nowMs: number;
};

function toClockText(
  { state, remainingSeconds, overrunSeconds, opensAtMs }: Countdown,
  { target, ticketState, zone, nowMs }: Where,
  { words, formats }: Pick<Words, "words" | "formats">,
): string {
  const counted = formats.countdown(remainingSeconds ?? 0);
  const left = words.units.working({ duration: counted });
  switch (state) {
    case "running":
      return words.clock.left({
        duration: counted,
        budget: formats.budget(target.budgetSeconds),
      });
    case "out_of_hours": {
      if (opensAtMs === undefined) return words.clock.outOfHours({ duration: left });
      const moment = formats.moment(opensAtMs, zone, nowMs);
      return words.clock.outOfHoursUntil({ duration: left, moment });
    }
    case "paused":
      return words.clock.paused({ duration: left });
    case "due":
      return words.clock.due;
    case "breached":
      return words.clock.overrun({ duration: formats.countdown(overrunSeconds) });
    case "met":
      return words.clock.metIn({ duration: formats.budget(target.elapsedSeconds) });
    case "ended":
      return endedText(target, ticketState, words);
  }
}

/** What ended without being judged; the end of the ticket says more than that of its promises. */
export function endedText(
  { state }: Pick<TicketTarget, "state">,
  ticketState: TicketState,
  { clock }: Words["words"],
): string {
  if (state !== "cancelled") return clock.notNeeded;
  if (ticketState === "merged" || ticketState === "cancelled") return clock.stopped[ticketState];
  return clock.cancelled;
}
