import type { Attachment, TicketDetail } from "@vigie/shared/ticket-document.ts";
import { useWords } from "../words/words.tsx";

/** Every file of a ticket, whatever line it came with. */
export function Attachments({ ticket }: { readonly ticket: TicketDetail }) {
  const { words } = useWords();
  if (ticket.attachments.length === 0) return null;
  return (
    <section className="section" aria-labelledby="ticket-attachments">
      <h2 id="ticket-attachments">{words.ticket.attachments}</h2>
      <AttachmentList attachments={ticket.attachments} />
    </section>
  );
}

/** Files to be saved: none is ever shown in place. */
export function AttachmentList(props: { readonly attachments: readonly Attachment[] }) {
  const { formats } = useWords();
  return (
    <ul className="plain-list attachments">
      {props.attachments.map(({ id, name, bytes }) => (
        <li key={id}>
          <a href={`/api/attachments/${id}/content`} download={name}>
            {name}
          </a>
          <span className="muted small figures">{formats.text("bytes", bytes)}</span>
        </li>
      ))}
    </ul>
  );
}
