import { MAIL_STATES, type MailMessage, type MailState } from "@vigie/shared/mail.ts";
import { useState } from "react";
import { navigate, toDesk, toTicket } from "../address.ts";
import { Beside } from "../desk/beside.tsx";
import { Choice, toChoices } from "../desk/fields.tsx";
import { MoreRows } from "../desk/more-rows.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { rowsOf, useMails } from "../desk/questions.ts";
import { Link } from "../link.tsx";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { MailPanel } from "./mail-panel.tsx";
import { toSender } from "./sender.ts";

/** Mails that came in, those first that a person must decide about. */
export function MailPage({ chosenId }: { readonly chosenId: string | undefined }) {
  const { words } = useWords();
  const [state, setState] = useState<MailState>("triage");
  const mails = useMails(state);
  const rows = rowsOf(mails.data);
  return (
    <>
      <PageTitle>{words.desk.pages.mail}</PageTitle>
      {mails.error !== null && (
        <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />
      )}
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.mail.about}</p>
          <Choice
            size="xs"
            aria-label={words.mail.show}
            value={state}
            options={toChoices(MAIL_STATES, words.mail.state)}
            onChoose={setState}
          />
          {mails.isSuccess && rows.length === 0 && (
            <p className="quiet">{words.mail.none[state]}</p>
          )}
          <ul className="plain-list entries">
            {rows.map((mail) => (
              <Mail key={mail.id} mail={mail} isChosen={mail.id === chosenId} />
            ))}
          </ul>
          <MoreRows of={mails} />
        </div>
        {chosenId !== undefined && (
          <Beside key={chosenId}>
            <MailPanel mailId={chosenId} onLeave={() => navigate(toDesk({ page: "mail" }))} />
          </Beside>
        )}
      </div>
    </>
  );
}

/** One mail: who wrote, of what, when, and why it stands where it stands. */
function Mail({ mail, isChosen }: { readonly mail: MailMessage; readonly isChosen: boolean }) {
  const { clock } = useParts();
  const { words, formats } = useWords();
  const receivedMs = Date.parse(mail.receivedAt);
  const when = useClock(clock, (now) => formats.dayAndTime(receivedMs, zoneHere(), now));
  return (
    <li data-chosen={isChosen}>
      <p>
        <Link
          to={toDesk({ page: "mail", chosenId: mail.id })}
          className="row-button"
          isCurrent={isChosen}
        >
          {mail.subject ?? words.mail.noSubject}
        </Link>
      </p>
      <p className="small muted">{`${toSender(mail, words)} · ${when}`}</p>
      {mail.reason !== null && <p className="small">{words.mail.reason[mail.reason]}</p>}
      {mail.ticket !== null && (
        <p className="small">
          <Link to={toTicket(mail.ticket.id)}>
            {words.tickets.name({ number: mail.ticket.number })}
          </Link>
        </p>
      )}
    </li>
  );
}
