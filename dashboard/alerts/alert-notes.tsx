import type { AlertDocument } from "@vigie/shared/rule.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";

type Noted = Pick<AlertDocument, "noTicket" | "hold" | "acknowledged" | "flapping" | "forecast">;

/** What else there is to say of an alert: why it has no ticket, who knows of it, when it comes true. */
export function AlertNotes(props: { readonly alert: Noted; readonly zone: string }) {
  const { alert, zone } = props;
  const { clock } = useParts();
  const reader = useWords();
  const notes = useClock(clock, (now) =>
    toNotes(alert, { zone, nowMs: now }, reader).join(LINE_END),
  );
  if (notes === "") return null;
  return notes.split(LINE_END).map((note) => (
    <p key={note} className="muted small">
      {note}
    </p>
  ));
}

/** One text, so that the clock tells of a change only when there is one. */
const LINE_END = "\n";

/** The sentences, what has to do with the ticket last. */
export function toNotes(
  { noTicket, hold, acknowledged, flapping, forecast }: Noted,
  { zone, nowMs }: { readonly zone: string; readonly nowMs: number },
  { words: { alerts }, formats }: Pick<Words, "words" | "formats">,
): string[] {
  const moment = (at: string) => formats.moment(Date.parse(at), zone, nowMs);
  const day = (at: string) => formats.day(Date.parse(at), zone);
  const notes = [
    forecast !== null &&
      alerts.forecast({ earliest: day(forecast.earliest), latest: day(forecast.latest) }),
    flapping !== null && alerts.flapping({ moment: moment(flapping.until) }),
    acknowledged !== null &&
      alerts.known({ by: acknowledged.by, moment: moment(acknowledged.until) }),
    typeof acknowledged?.text === "string" && acknowledged.text,
    noTicket !== null && alerts.noTicket[noTicket],
    hold !== null && toHoldText(hold, moment, alerts),
  ];
  return notes.filter((note) => note !== false).filter((note) => note !== "");
}

/** By what it is held, and until when; nothing where neither is known. */
function toHoldText(
  { by, until }: NonNullable<Noted["hold"]>,
  moment: (at: string) => string,
  alerts: Words["words"]["alerts"],
): string {
  const parts = [
    by !== null && alerts.heldBy({ name: by.name }),
    until !== null && alerts.heldUntil({ moment: moment(until) }),
  ];
  return parts.filter((part) => part !== false).join(" · ");
}
