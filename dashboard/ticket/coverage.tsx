import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { InterventionCost } from "@vigie/shared/ticket-wish.ts";
import { useCost } from "../desk/questions.ts";
import { useWords } from "../words/words.tsx";
import { toCostText, toReasonText } from "./coverage-words.ts";
import type { ReadTicket } from "./reading.ts";

/** Whether the contract holds this ticket, why, and what follows from it. */
export function Coverage({ ticket }: { readonly ticket: ReadTicket }) {
  const { id, coverage, coverageReason: reason } = ticket.document;
  const { words } = useWords();
  const isPaid = reason.consequence === "intervention";
  const cost = useCost(id, isPaid);
  return (
    <div>
      <Verdict {...{ coverage, reason }} />
      {isPaid && <p className="small">{words.coverage.consequence.intervention}</p>}
      {isPaid && cost.isSuccess && <Cost cost={cost.data} />}
    </div>
  );
}

/** Covered or not, and why. */
export function Verdict(props: {
  readonly coverage: TicketDetail["coverage"];
  readonly reason: TicketDetail["coverageReason"];
}) {
  const { coverage, reason } = props;
  const reader = useWords();
  const isPaid = reason.consequence === "intervention";
  return (
    <p>
      <span className={`shape shape-${isPaid ? "attention" : "fine"}`} />
      <b>{reader.words.queue.coverage[coverage]}</b>
      {` · ${toReasonText(reason, reader)}`}
    </p>
  );
}

/** What it would cost, or that no price is known. */
export function Cost({ cost }: { readonly cost: InterventionCost | null | undefined }) {
  const reader = useWords();
  const { words } = reader;
  if (cost === null || cost === undefined) {
    return <p className="small muted">{words.coverage.noPrice}</p>;
  }
  const { atLeast, parts } = toCostText(cost, reader);
  return (
    <p className="small figures">
      {atLeast}
      <span className="muted">{` (${parts.join(", ")})`}</span>
    </p>
  );
}
