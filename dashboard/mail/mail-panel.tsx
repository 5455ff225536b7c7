import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { MailMessageDetail } from "@vigie/shared/mail.ts";
import { isProblemCode, type Language, problemText } from "@vigie/shared/problems.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { OriginalMail } from "../ticket/original-mail.tsx";
import { TicketNumberField, useLookup } from "../ticket/ticket-number-field.tsx";
import { useWords } from "../words/words.tsx";
import { MAIL_KEYS } from "./mail-keys.ts";
import { MailTicketForm } from "./mail-ticket-form.tsx";
import { toSender } from "./sender.ts";

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

const PROOF_SHAPES: Readonly<Record<MailMessageDetail["authentication"], string>> = {
  pass: "fine",
  fail: "broken",
  none: "attention",
};

/** What it says. It is text of a stranger, and stands as such. */
function Reading({ mail }: { readonly mail: MailMessageDetail }) {
  const { words, formats, language } = useWords();
  return (
    <>
      <p className="small">
        <span className="muted">{words.mail.from}</span> {toSender(mail, words)}
      </p>
      <p className="small">
        <span className={`shape shape-${PROOF_SHAPES[mail.authentication]}`} />
        {words.mail.authentication[mail.authentication]}
      </p>
      {mail.reason !== null && (
        <p className="small">
          {words.mail.reason[mail.reason]} {toRefusalText(mail, language)}
        </p>
      )}
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

/** What exactly was refused, where the reason does not say it: the code of a refusal, and its own words. */
export function toRefusalText(
  { reason, detail }: Pick<MailMessageDetail, "reason" | "detail">,
  language: Language,
): string {
  if (reason !== "refused" || detail === null) return "";
  const [code = "", ...rest] = detail.split(": ");
  return isProblemCode(code) ? problemText(code, { detail: rest.join(": ") }, language) : detail;
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
    <div className="buttons">
      <Button size="xs" onClick={() => setAsked("ticket")}>
        {words.mail.makeTicket}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsked("attach")}>
        {words.mail.attach}
      </Button>
      <Ignore {...{ mail, onDone }} />
    </div>
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
      <Button size="xs" variant="default" loading={ignoring.isBusy} onClick={() => ignoring.run()}>
        {words.mail.ignore}
      </Button>
      <ActProblem error={ignoring.error} />
    </>
  );
}

/** On a ticket, by its number; the one that it seems to mean is proposed. */
function Attach({ mail, onDone, onLeave }: Deciding & { readonly onLeave: () => void }) {
  const { mails } = useParts().api;
  const { words } = useWords();
  const [number, setNumber] = useState(() => (mail.ticket === null ? "" : `${mail.ticket.number}`));
  const lookup = useLookup();
  const attaching = useSigned({
    async work(_input, by) {
      const ticket = await lookup.find(number);
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
      <TicketNumberField label={words.calls.ticket} {...{ number, lookup }} onNumber={setNumber} />
      <FormEnd of={attaching} label={words.mail.attachIt} onLeave={onLeave} />
    </form>
  );
}
