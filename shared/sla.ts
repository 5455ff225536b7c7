import { type Static, Type } from "typebox";
import { CalendarDocument } from "./calendar.ts";
import { EscalationStep } from "./contract.ts";
import { OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";

/** What the clocks of a ticket would say: asked and answered without keeping anything. */

const Name = Type.String({ minLength: 1, maxLength: 100 });

/** How a change of priority, contract or calendar treats what was consumed. */
export const CHANGE_MODES = ["carry_elapsed", "from_start", "restart"] as const;
export const ChangeMode = Type.Enum(CHANGE_MODES);
export type ChangeMode = (typeof CHANGE_MODES)[number];

/** How a reopening treats the time in which the ticket was closed. */
export const REOPEN_MODES = ["resume", "continue", "restart"] as const;
export const ReopenMode = Type.Enum(REOPEN_MODES);
export type ReopenMode = (typeof REOPEN_MODES)[number];

/** A promised time with a calendar by its name. */
export const PreviewTarget = Type.Object(
  {
    name: Name,
    budgetSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 31_536_000 })),
    workingDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 260 })),
    endOfDay: Type.Optional(Type.Boolean()),
    calendar: Name,
    pausable: Type.Boolean(),
  },
  strict,
);
export type PreviewTarget = Static<typeof PreviewTarget>;

/** The body of `POST /api/sla/preview`. */
export const SlaPreviewWish = Type.Object(
  {
    calendars: Type.Record(Name, CalendarDocument, { ...strict, maxProperties: 20 }),
    start: Instant,
    targets: Type.Array(PreviewTarget, { minItems: 1, maxItems: 24 }),
    pauses: Type.Optional(
      Type.Array(Type.Object({ from: Instant, to: OrNull(Instant) }, strict), {
        maxItems: 1_000,
      }),
    ),
    /** What is promised from an instant on; a target that is not named stays as it was. */
    changes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            at: Instant,
            mode: ChangeMode,
            targets: Type.Array(PreviewTarget, { minItems: 1, maxItems: 24 }),
          },
          strict,
        ),
        { maxItems: 100 },
      ),
    ),
    escalations: Type.Optional(Type.Array(EscalationStep, { maxItems: 24 })),
    /** The moment if left out. Pauses and changes after it are taken to happen. */
    now: Type.Optional(Instant),
  },
  strict,
);
export type SlaPreviewWish = Static<typeof SlaPreviewWish>;

const Seconds = Type.Number({ minimum: 0 });
const InstantOrNull = OrNull(Instant);

/** State, seconds and breach are as of `now`; the instants count what is stated for later, too. */
export const PreviewedTarget = Type.Object({
  name: Type.String(),
  clockStart: Instant,
  /** null while paused, and when a pause without end comes first. */
  dueAt: InstantOrNull,
  state: Type.Union([
    Type.Literal("running"),
    Type.Literal("out_of_hours"),
    Type.Literal("paused"),
  ]),
  elapsedSeconds: Seconds,
  remainingSeconds: Seconds,
  breached: Type.Boolean(),
  overrunSeconds: Seconds,
  /** The next stretches that count, `[start, end)`. */
  openIntervals: Type.Array(Type.Tuple([Instant, Instant])),
  /** In the order asked for; `at` is null when `dueAt` would be. */
  escalations: Type.Array(
    Type.Object({
      percent: Type.Optional(Type.Integer()),
      offsetSeconds: Type.Optional(Type.Integer()),
      at: InstantOrNull,
    }),
  ),
});
export type PreviewedTarget = Static<typeof PreviewedTarget>;

export const SlaPreview = Type.Object({ targets: Type.Array(PreviewedTarget) });
export type SlaPreview = Static<typeof SlaPreview>;
