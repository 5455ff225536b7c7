import type { TicketTarget } from "@vigie/shared/ticket.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { type ClockLook, type Countdown, countDown, toLook } from "./countdown.ts";

/** One promised time of a ticket, counted down in working time. */
export function TargetClock(props: {
  readonly target: TicketTarget;
  readonly readAtMs: number;
  readonly zone: string;
}) {
  const { target, readAtMs, zone } = props;
  const { clock } = useParts();
  const reader = useWords();
  const { words, formats } = reader;
  const says = useClock(clock, (now) =>
    toClockText(countDown(target, readAtMs, now), { target, zone, nowMs: now }, reader),
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
        {words.clock.kind[target.kind]}
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

const SHAPES: Readonly<Record<ClockLook, string>> = {
  neutral: "running",
  attention: "attention",
  broken: "broken",
  paused: "pending",
  met: "fine",
  over: "unknown",
};

type Where = { readonly target: TicketTarget; readonly zone: string; readonly nowMs: number };

function toClockText(
  { state, remainingSeconds, overrunSeconds, opensAtMs }: Countdown,
  { target, zone, nowMs }: Where,
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
      return endedText(target, words);
  }
}

function endedText({ state }: TicketTarget, { clock }: Words["words"]): string {
  return state === "cancelled" ? clock.cancelled : clock.notNeeded;
}
