import type { Term } from "@vigie/shared/term.ts";
import { useWords } from "../words/words.tsx";
import { Clause, Facts } from "./clause.tsx";
import type { Reader } from "./promise-words.ts";
import { type ContractReading, clausesOf } from "./reading.ts";
import { toSpanText } from "./term-words.ts";

/** How long it lasts, how it goes on, and by when notice ends it. */
export function TermClause({ reading }: { readonly reading: ContractReading }) {
  const reader = useWords();
  const { words, formats } = reader;
  const { term } = clausesOf(reading);
  const { initialMonths, reminderDays = REMINDER_DAYS } = term;
  return (
    <Clause of="term" reading={reading}>
      <Facts
        rows={[
          [words.terms.starts, formats.date(term.startsOn)],
          [
            words.terms.initial,
            initialMonths === undefined ? undefined : words.terms.months({ n: initialMonths }),
          ],
          [words.terms.renewal, renewalText(term, reader)],
          [words.terms.notice, noticeText(term, reader)],
          [
            words.terms.reminders,
            reminderDays.length === 0
              ? undefined
              : words.terms.remindersSay({ days: formats.list(reminderDays.map(String)) }),
          ],
        ]}
      />
      <NextTerms reading={reading} />
    </Clause>
  );
}

/** What the collector takes where a term names none. */
const REMINDER_DAYS = [90, 60, 30];

function renewalText({ renewal, renewalMonths, initialMonths }: Term, { words }: Reader): string {
  const length = renewalMonths ?? initialMonths;
  if (renewal === "open_ended" || length === undefined) {
    return words.terms.renewals[renewal];
  }
  return words.terms.renewalFor({
    renewal: words.terms.renewals[renewal],
    months: words.terms.months({ n: length }),
  });
}

function noticeText({ notice }: Term, { words }: Reader): string {
  return "days" in notice
    ? words.terms.noticeDays({ n: notice.days })
    : words.terms.months({ n: notice.months });
}

/** The periods from today's on, as far as they are known: of the contract, not of a draft. */
function NextTerms({ reading }: { readonly reading: ContractReading }) {
  const reader = useWords();
  const { words, formats } = reader;
  const { contract, version } = reading;
  const { terms } = contract.standing;
  const isOfToday = version.state === "in_force" && version.number === contract.version.number;
  if (!isOfToday || terms.length === 0) return null;
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{words.terms.columns.number}</th>
          <th scope="col">{words.terms.columns.span}</th>
          <th scope="col">{words.terms.columns.lastNotice}</th>
        </tr>
      </thead>
      <tbody>
        {terms.map((span) => (
          <tr key={span.number} className="figures">
            <th scope="row">{span.number}</th>
            <td>{toSpanText(span, reader)}</td>
            <td>
              {span.lastNoticeOn === null ? words.contract.none : formats.date(span.lastNoticeOn)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
