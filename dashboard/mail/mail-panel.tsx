import { useQuery } from "@tanstack/react-query";
import type { MailMessageDetail } from "@vigie/shared/mail.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { TextField } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { OriginalMail } from "../ticket/original-mail.tsx";
import { findByNumber } from "../ticket/ticket-number.ts";
import { useWords } from "../words/words.tsx";
import { MAIL_KEYS } from "./mail-keys.ts";
import { MailTicketForm } from "./mail-ticket-form.tsx";

/** One mail as it was read, and what a person can make of it. */
export function MailPanel(props: { readonly mailId: string; readonly onLeave: () => void }) {
  const { mailId, onLeave } = props;
  const { mails } = useParts().api;
  const { words } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ["mail", mailId],
    queryFn: ({ signal }) => mails.one(mailId, signal),
  });
  return (
    <section className="settings-form section mail-panel" aria-labelledby="mail-title">
      <h2 id="mail-title">{data?.subject ?? words.mail.noSubject}</h2>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Reading mail={data} />}
      {data?.state === "triage" && <Decision mail={data} onDone={onLeave} />}
    </section>
  );
}

/** What it says. It is text of a stranger, and stands as such. */
function Reading({ mail }: { readonly mail: MailMessageDetail }) {
  const { words, formats } = useWords();
  return (
    <>
      <p className="small muted">{words.mail.authentication[mail.authentication]}</p>
      {mail.detail !== null && <p className="small">{mail.detail}</p>}
      <div className="plain-text mail-text">{mail.text}</div>
      {mail.isCut && <p className="small muted">{words.mail.cut}</p>}
      {mail.quoted !== null && (
        <details className="fold">
          <summary>{words.ticket.quoted}</summary>
          <div className="plain-text muted">{mail.quoted}</div>
        </details>
      )}
      {mail.headers !== null && <pre className="plain-text small">{mail.headers}</pre>}
      <ul className="plain-list attachments">
        {mail.attachments.map(({ name, bytes }, place) => (
          <li key={`${place} ${name}`}>
            {name}
            <span className="muted small figures">{formats.text("bytes", bytes)}</span>
          </li>
        ))}
      </ul>
      {mail.hasHtml && mail.hasSource && <OriginalMail mailId={mail.id} />}
    </>
  );
}

type Deciding = { readonly mail: MailMessageDetail; readonly onDone: () => void };

/** A ticket, a line on one, or nothing. */
function Decision({ mail, onDone }: Deciding) {
  const { words } = useWords();
  const [asked, setAsked] = useState<"ticket" | "attach">();
  const leave = () => setAsked(undefined);
  if (asked === "ticket") return <MailTicketForm {...{ mail, onDone }} onLeave={leave} />;
  if (asked === "attach") return <Attach {...{ mail, onDone }} onLeave={leave} />;
  return (
    <p className="alert-acts">
      <button type="button" className="text-button" onClick={() => setAsked("ticket")}>
        {words.mail.makeTicket}
      </button>
      <button type="button" className="text-button" onClick={() => setAsked("attach")}>
        {words.mail.attach}
      </button>
      <Ignore {...{ mail, onDone }} />
    </p>
  );
}

function Ignore({ mail, onDone }: Deciding) {
  const { mails } = useParts().api;
  const { words } = useWords();
  const ignoring = useSigned({
    work: (_input, by) => mails.ignore(mail, by),
    refreshes: MAIL_KEYS,
    onDone,
  });
  return (
    <>
      <button
        type="button"
        className="text-button"
        disabled={ignoring.isBusy}
        onClick={() => ignoring.run()}
      >
        {words.mail.ignore}
      </button>
      <ActProblem error={ignoring.error} />
    </>
  );
}

/** On a ticket, by its number; the one that it seems to mean is proposed. */
function Attach({ mail, onDone, onLeave }: Deciding & { readonly onLeave: () => void }) {
  const { desk, mails } = useParts().api;
  const { words } = useWords();
  const [number, setNumber] = useState(() => (mail.ticket === null ? "" : `${mail.ticket.number}`));
  const [isAbsent, setAbsent] = useState(false);
  const attaching = useSigned({
    async work(_input, by) {
      const ticket = await findByNumber(desk, number);
      setAbsent(ticket === undefined);
      if (ticket === undefined) return;
      await mails.attach(mail, { by, ticketId: ticket.id });
      onDone();
    },
    refreshes: MAIL_KEYS,
  });
  return (
    <form
      className="ask"
      onSubmit={(submit) => {
        submit.preventDefault();
        attaching.run();
      }}
    >
      <TextField
        label={words.calls.ticket}
        value={number}
        maxLength={12}
        inputMode="numeric"
        error={isAbsent && words.ticket.noSuchNumber}
        onText={setNumber}
      />
      <FormEnd of={attaching} label={words.mail.attachIt} onLeave={onLeave} />
    </form>
  );
}
