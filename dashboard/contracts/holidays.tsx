import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { HolidayDocument, HolidaySet, KeptCalendar } from "@vigie/shared/calendar.ts";
import { useState } from "react";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useRefresh } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { useHolidays } from "./questions.ts";

/**
 * This year's holidays of a calendar, each closed unless it is worked. A change makes the next
 * version of the calendar: what was counted before stays as it was counted.
 */
export function Holidays(props: { readonly calendar: KeptCalendar; readonly set: HolidaySet }) {
  const { calendar, set } = props;
  const { clock } = useParts();
  const { words } = useWords();
  const year = useClock(clock, (now) => new Date(now).getUTCFullYear());
  const { data } = useHolidays(set, year);
  const kept = calendar.document.workedHolidays ?? [];
  const [worked, setWorked] = useState(kept);
  const isChanged = worked.toSorted().join() !== kept.toSorted().join();
  return (
    <details className="fold">
      <summary>{words.hours.holidays({ set, year })}</summary>
      <ul className="plain-list holidays small">
        {data?.holidays.map((holiday) => (
          <Holiday
            key={`${holiday.date} ${holiday.key}`}
            holiday={holiday}
            isWorked={worked.includes(holiday.key)}
            onToggle={() => setWorked(toggled(worked, holiday.key))}
          />
        ))}
      </ul>
      {isChanged && <SaveHolidays calendar={calendar} worked={worked} />}
    </details>
  );
}

/** The same names with one more, or one less. */
function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

function Holiday(props: {
  readonly holiday: HolidayDocument;
  readonly isWorked: boolean;
  readonly onToggle: () => void;
}) {
  const { holiday, isWorked, onToggle } = props;
  const { words, formats, language } = useWords();
  return (
    <li>
      <span className="figures">{formats.date(holiday.date)}</span>
      <span>{holiday.name[language]}</span>
      <label className={isWorked ? "toggle" : "toggle muted"}>
        {isWorked ? words.hours.worked : words.hours.off}
        <input
          type="checkbox"
          role="switch"
          checked={isWorked}
          aria-label={words.hours.workedOn({ name: holiday.name[language] })}
          onChange={onToggle}
        />
      </label>
    </li>
  );
}

function SaveHolidays(props: {
  readonly calendar: KeptCalendar;
  readonly worked: readonly string[];
}) {
  const { calendar, worked } = props;
  const { contracts } = useParts().api;
  const { words } = useWords();
  const refresh = useRefresh();
  const saving = useMutation({
    mutationFn: () => contracts.changeCalendar(calendar, { workedHolidays: [...worked] }),
    onSettled: () => refresh("calendars", "contract"),
  });
  return (
    <div className="calendar-save">
      <Button size="xs" loading={saving.isPending} onClick={() => saving.mutate()}>
        {words.hours.save}
      </Button>
      <p className="small muted">{words.hours.savedFor}</p>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
    </div>
  );
}
