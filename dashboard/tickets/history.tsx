import { metricNamed } from "@vigie/shared/metrics.ts";
import { TARGET_KINDS, type TicketDetail, type TicketTransition } from "@vigie/shared/ticket.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";

/** What happened to a ticket, who did it and when, newest first. */
export function History(props: { readonly ticket: TicketDetail; readonly zone: string }) {
  const { ticket, zone } = props;
  const { clock } = useParts();
  const reader = useWords();
  const { words, formats } = reader;
  return (
    <ol className="history">
      {ticket.transitions.toReversed().map((transition) => {
        const atMs = Date.parse(transition.at);
        return (
          <li key={transition.id} data-kind={transition.kind}>
            <p>{toSentence(transition, ticket.metric, reader)}</p>
            {transition.text !== null && <blockquote>{transition.text}</blockquote>}
            <p className="muted small" title={formats.instant(atMs, zone)}>
              {transition.actor === BY_ITSELF ? words.history.byItself : transition.actor}
              {" · "}
              {formats.moment(atMs, zone, clock.now())}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** How the collector signs what it did without a hand. */
const BY_ITSELF = "vigie";

/** A transition in words, with its figures where it has them. */
export function toSentence(
  { kind, parameters }: Pick<TicketTransition, "kind" | "parameters">,
  metric: string | null,
  { words, formats }: Pick<Words, "words" | "formats">,
): string {
  const figure = createFigure(parameters, metric, formats);
  const value = figure("value");
  switch (kind) {
    case "opened":
      return openedText(value, figure("threshold"), words);
    case "repeated":
    case "recovered":
    case "reopened":
      return value === undefined ? words.history[`${kind}Plain`] : words.history[kind]({ value });
    case "breached":
      return breachedText(parameters, words);
    case "acknowledged":
    case "commented":
    case "resolved":
      return words.history[kind];
  }
}

/** Reads a parameter of the ticket's metric, as people write it. */
function createFigure(
  parameters: TicketTransition["parameters"],
  metric: string | null,
  formats: Words["formats"],
) {
  const unit = metric === null ? undefined : metricNamed(metric)?.unit;
  return (name: string): string | undefined => {
    const value = parameters[name];
    return typeof value === "number" && unit !== undefined ? formats.text(unit, value) : undefined;
  };
}

function openedText(
  value: string | undefined,
  threshold: string | undefined,
  { history }: Words["words"],
): string {
  if (value === undefined || threshold === undefined) return history.openedPlain;
  return history.opened({ value, threshold });
}

function breachedText(
  parameters: TicketTransition["parameters"],
  { history, clock }: Words["words"],
): string {
  const target = TARGET_KINDS.find((name) => Object.values(parameters).includes(name));
  if (target === undefined) return history.breached;
  return history.breachedKind({ kind: clock.kind[target] });
}
