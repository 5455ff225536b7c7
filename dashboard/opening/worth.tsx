import type {
  ChannelRefusal,
  TicketPreview,
  TicketPreviewWish,
} from "@vigie/shared/ticket-wish.ts";
import { Check } from "../desk/checks.tsx";
import { useTicketPreview } from "../desk/questions.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { Cost, Verdict } from "../ticket/coverage.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { Promised } from "./promised.tsx";

/** What the ticket would be worth as it is filled in now: said before it is opened. */
export function Worth(props: {
  readonly wish: TicketPreviewWish | undefined;
  readonly despiteChannel: boolean;
  readonly onDespite: (despiteChannel: boolean) => void;
}) {
  const { wish, despiteChannel, onDespite } = props;
  const { words } = useWords();
  const { data, error, refetch } = useTicketPreview(wish);
  return (
    <section className="section worth" aria-labelledby="worth-title" aria-live="polite">
      <h2 id="worth-title">{words.opening.worth}</h2>
      {wish === undefined && <p className="quiet">{words.opening.worthNeedsCustomer}</p>}
      {wish !== undefined && error !== null && (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
      {wish !== undefined && data !== undefined && <Preview preview={data} />}
      {wish !== undefined && data?.channelRefusal != null && (
        <Refusal refusal={data.channelRefusal} {...{ despiteChannel, onDespite }} />
      )}
    </section>
  );
}

function Preview({ preview }: { readonly preview: TicketPreview }) {
  const { words } = useWords();
  const { coverage, reason, contract, priority, queuePosition, cost } = preview;
  const isPaid = reason.consequence === "intervention";
  return (
    <>
      <Verdict {...{ coverage, reason }} />
      <p className="small">{words.coverage.consequence[reason.consequence]}</p>
      {isPaid && <Cost cost={cost} />}
      <p className="small muted">
        {words.tickets.priority({ priority })}
        {contract !== null && ` · ${words.tickets.contract({ name: contract.name })}`}
      </p>
      {contract !== null && !isPaid && queuePosition === null && (
        <Promised contractId={contract.id} priority={priority} />
      )}
      {queuePosition !== null && (
        <p className="small">
          <span className="shape shape-pending" />
          {words.opening.queued({ position: queuePosition })}
        </p>
      )}
    </>
  );
}

/** The contract does not know this way, or not now: which ways are open, and how to open it all the same. */
function Refusal(props: {
  readonly refusal: ChannelRefusal;
  readonly despiteChannel: boolean;
  readonly onDespite: (despiteChannel: boolean) => void;
}) {
  const { refusal, despiteChannel, onDespite } = props;
  const reader = useWords();
  const { words } = reader;
  const { clock } = useParts();
  return (
    <div className="worth-refusal">
      <p>
        <span className="shape shape-attention" />
        {toRefusalText(refusal, reader, clock.now())}
      </p>
      <p className="small">{toOpenWaysText(refusal, reader)}</p>
      <Check label={words.opening.despite} checked={despiteChannel} onChange={onDespite} />
    </div>
  );
}

type Reader = Pick<Words, "words" | "formats">;

export function toRefusalText(
  { channel, why, opensAt }: ChannelRefusal,
  { words, formats }: Reader,
  nowMs: number,
): string {
  const name = words.channels.name[channel];
  if (why !== "closed" || opensAt === null) return words.opening.refused[why]({ channel: name });
  const moment = formats.moment(Date.parse(opensAt), zoneHere(), nowMs);
  return words.opening.closedUntil({ channel: name, moment });
}

/** The ways that are open to the customer, those that are open now first. */
export function toOpenWaysText({ allowed }: ChannelRefusal, { words, formats }: Reader): string {
  if (allowed.length === 0) return words.opening.noWay;
  const ways = [...allowed]
    .sort((a, b) => Number(b.openNow) - Number(a.openNow))
    .map(({ channel, openNow }) => {
      const name = words.channels.name[channel];
      return openNow ? name : words.opening.laterWay({ channel: name });
    });
  return words.opening.ways({ ways: formats.list(ways) });
}
