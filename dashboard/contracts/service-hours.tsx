import type { CalendarDocument, KeptCalendar } from "@vigie/shared/calendar.ts";
import { useWords } from "../words/words.tsx";
import { Holidays } from "./holidays.tsx";
import { toHoursText, toOpeningsText } from "./hours-words.ts";
import { type ContractReading, calendarsNamed, documentsOf } from "./reading.ts";
import { baseOf, DAY_MINUTES, toWeek } from "./week.ts";

/** What counts as time: each calendar of the contract as a small week, and in words. */
export function ServiceHours({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  return (
    <section className="clause" id="clause-hours" aria-labelledby="clause-hours-title">
      <h2 id="clause-hours-title">{words.hours.title}</h2>
      <div className="clause-says calendars">
        {calendarsNamed(reading).map((calendar) => (
          <Calendar key={calendar.id} {...{ calendar, reading }} />
        ))}
      </div>
    </section>
  );
}

function Calendar(props: { readonly calendar: KeptCalendar; readonly reading: ContractReading }) {
  const { calendar, reading } = props;
  const reader = useWords();
  const { words } = reader;
  const { document } = calendar;
  const documents = documentsOf(reading.calendars);
  const base = baseOf(document, documents);
  const baseName = reading.calendars.get(document.complementOf ?? "")?.name;
  const zone = (base ?? document).timeZone;
  return (
    <div className="calendar">
      <Week week={toWeek(document, documents)} />
      <div>
        <h3>{calendar.name}</h3>
        <p className="figures">
          {baseName === undefined
            ? toHoursText(document, reader)
            : words.hours.complementOf({ name: baseName })}
        </p>
        <p className="small muted">
          {zone !== undefined && words.hours.zone({ zone })}
          {" · "}
          {words.hours.version({ number: calendar.version.number })}
        </p>
        {base === undefined && <Closed calendar={calendar} />}
        <Exceptions document={document} />
      </div>
    </div>
  );
}

/** Seven tracks from Monday on; the words beside it say the same. */
function Week({ week }: { readonly week: ReturnType<typeof toWeek> }) {
  const { formats } = useWords();
  return (
    <div className="week" aria-hidden="true">
      {week.map((bars, day) => (
        <div key={formats.weekday(day)} className="week-day">
          <span>{formats.weekday(day).slice(0, 1)}</span>
          <div className="week-track">
            {bars.map(({ from, to }) => (
              <div
                key={from}
                className="week-bar"
                style={{
                  left: `${(from / DAY_MINUTES) * 100}%`,
                  width: `${((to - from) / DAY_MINUTES) * 100}%`,
                }}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function Closed({ calendar }: { readonly calendar: KeptCalendar }) {
  const { words, formats } = useWords();
  const { holidaySet, holidays = [] } = calendar.document;
  return (
    <>
      {holidaySet === undefined ? (
        <p className="small muted">{words.hours.noHolidays}</p>
      ) : (
        <Holidays key={calendar.version.id} calendar={calendar} set={holidaySet} />
      )}
      {holidays.length > 0 && (
        <p className="small">
          {words.hours.alsoClosed({ dates: formats.list(holidays.map(formats.date)) })}
        </p>
      )}
    </>
  );
}

function Exceptions({ document }: { readonly document: CalendarDocument }) {
  const reader = useWords();
  const { words, formats } = reader;
  const exceptions = Object.entries(document.exceptions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (exceptions.length === 0) return null;
  return (
    <details className="fold">
      <summary>{words.hours.exceptions}</summary>
      <ul className="plain-list holidays small">
        {exceptions.map(([date, openings]) => (
          <li key={date}>
            <span className="figures">{formats.date(date)}</span>
            <span className="figures">{toOpeningsText(openings, reader)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
