import { useQuery } from "@tanstack/react-query";
import type { TicketTransition } from "@vigie/shared/ticket.ts";
import type { Attachment } from "@vigie/shared/ticket-document.ts";
import { lazy, Suspense, useState } from "react";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { Signature } from "../tickets/history.tsx";
import { toSentence } from "../tickets/sentence.ts";
import { useWords } from "../words/words.tsx";
import { AttachmentList } from "./attachments.tsx";
import { audienceOf, foldQuote, toConversation } from "./conversation-parts.ts";
import { OriginalMail } from "./original-mail.tsx";
import type { ReadTicket } from "./reading.ts";

/** Markdown comes with the first message that needs it. */
const Markdown = lazy(async () => {
  const { Markdown: component } = await import("./markdown.tsx");
  return { default: component };
});

type Of = { readonly ticket: ReadTicket; readonly zone: string };

/** What was said, oldest first, with what merely happened set apart. */
export function Conversation({ ticket, zone }: Of) {
  const { transitions, transitionsOmitted } = ticket.document;
  const { words } = useWords();
  const [before, setBefore] = useState<readonly number[]>([]);
  const first = before.at(-1) ?? transitions[0]?.id;
  return (
    <section className="section" aria-labelledby="ticket-conversation">
      <h2 id="ticket-conversation">{words.ticket.conversation}</h2>
      {transitionsOmitted > 0 && before.length === 0 && first !== undefined && (
        <button type="button" className="text-button" onClick={() => setBefore([first])}>
          {words.ticket.earlier({ n: transitionsOmitted })}
        </button>
      )}
      {before.map((id) => (
        <EarlierLines
          key={id}
          before={id}
          {...{ ticket, zone }}
          onMore={(next) => setBefore([next, ...before])}
        />
      ))}
      <Lines lines={transitions} {...{ ticket, zone }} />
    </section>
  );
}

/** A part of the history from before, read when somebody asks for it. */
function EarlierLines(
  props: Of & { readonly before: number; readonly onMore: (before: number) => void },
) {
  const { ticket, zone, before, onMore } = props;
  const { id } = ticket.document;
  const { desk } = useParts().api;
  const { words } = useWords();
  const [hasMore, setHasMore] = useState(true);
  const { data, error, refetch } = useQuery({
    queryKey: ["ticket-earlier", id, before],
    queryFn: ({ signal }) => desk.earlier(id, before, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <p className="quiet">{words.problems.reading}</p>;
  const [oldest] = data.items;
  const next = typeof data.nextCursor === "string" ? oldest?.id : undefined;
  return (
    <>
      {hasMore && next !== undefined && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            setHasMore(false);
            onMore(next);
          }}
        >
          {words.ticket.evenEarlier}
        </button>
      )}
      <Lines lines={data.items} {...{ ticket, zone }} />
    </>
  );
}

function Lines(props: Of & { readonly lines: readonly TicketTransition[] }) {
  const { ticket, zone, lines } = props;
  return (
    <ol className="talk">
      {toConversation(lines).map((part) =>
        part.kind === "message" ? (
          <Message key={part.line.id} line={part.line} {...{ ticket, zone }} />
        ) : (
          <QuietLines key={part.lines[0]?.id} lines={part.lines} {...{ ticket, zone }} />
        ),
      )}
    </ol>
  );
}

/** Somebody's words; a private note is set apart by its ground and says that it is one. */
function Message({ ticket, zone, line }: Of & { readonly line: TicketTransition }) {
  const reader = useWords();
  const { words } = reader;
  const audience = audienceOf(line);
  const files = ticket.document.attachments.filter(({ transitionId }) => transitionId === line.id);
  return (
    <li className="message" data-audience={audience} data-kind={line.kind}>
      <p className="message-head">
        <b>{toSentence(line, ticket.document.metric, reader)}</b>
        {audience === "staff" && <span className="tag">{words.ticket.private}</span>}
      </p>
      {line.text !== null && <Words text={line.text} />}
      <MessageEnd {...{ line, files }} />
      <Signature transition={line} zone={zone} />
    </li>
  );
}

function MessageEnd(props: {
  readonly line: TicketTransition;
  readonly files: readonly Attachment[];
}) {
  const { line, files } = props;
  const mail = line.parameters["mail"];
  return (
    <>
      {files.length > 0 && <AttachmentList attachments={files} />}
      {typeof mail === "string" && <OriginalMail mailId={mail} />}
    </>
  );
}

/** A text as its writer meant it; what it quotes is folded away. */
export function Words({ text }: { readonly text: string }) {
  const { words } = useWords();
  const { said, quoted } = foldQuote(text);
  return (
    <Suspense fallback={<div className="markdown plain-text">{said}</div>}>
      <Markdown text={said} />
      {quoted !== undefined && (
        <details className="fold">
          <summary>{words.ticket.quoted}</summary>
          <div className="markdown plain-text muted">{quoted}</div>
        </details>
      )}
    </Suspense>
  );
}

/** Lines beyond these are folded. */
const LINES_SHOWN = 3;

/** What happened without words, small; a long run of it is folded but for its end. */
function QuietLines({ ticket, zone, lines }: Of & { readonly lines: readonly TicketTransition[] }) {
  const { words } = useWords();
  const hidden = lines.length > LINES_SHOWN + 1 ? lines.slice(0, -LINES_SHOWN) : [];
  const shown = lines.slice(hidden.length);
  return (
    <li className="quiet-lines">
      {hidden.length > 0 && (
        <details className="fold">
          <summary>{words.ticket.moreLines({ n: hidden.length })}</summary>
          {hidden.map((line) => (
            <QuietLine key={line.id} {...{ ticket, zone, line }} />
          ))}
        </details>
      )}
      {shown.map((line) => (
        <QuietLine key={line.id} {...{ ticket, zone, line }} />
      ))}
    </li>
  );
}

function QuietLine({ ticket, zone, line }: Of & { readonly line: TicketTransition }) {
  const reader = useWords();
  return (
    <div className="quiet-line" data-kind={line.kind}>
      <p>{toSentence(line, ticket.document.metric, reader)}</p>
      <Signature transition={line} zone={zone} />
    </div>
  );
}
