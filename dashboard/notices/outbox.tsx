import { NOTICE_STATES, type NoticeDocument, type NoticeState } from "@vigie/shared/notice.ts";
import { isProblemCode, problemText } from "@vigie/shared/problems.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toChoices, withNone } from "../desk/fields.tsx";
import { MoreRows } from "../desk/more-rows.tsx";
import { rowsOf, useNotices } from "../desk/questions.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { NoticeSays } from "./notice-says.tsx";

/** Everything that was to be told: what waits, what left, and what was given up. */
export function Outbox() {
  const { words } = useWords();
  const [state, setState] = useState<NoticeState | "">("");
  const notices = useNotices(state);
  const rows = rowsOf(notices.data);
  return (
    <section className="section" aria-labelledby="outbox-title">
      <div className="section-head">
        <h2 id="outbox-title">{words.notices.outbox}</h2>
        <Choice
          size="xs"
          aria-label={words.notices.show}
          value={state}
          options={withNone(words.notices.all, toChoices(NOTICE_STATES, words.notices.state))}
          onChoose={setState}
        />
      </div>
      <p className="quiet small">{words.notices.outboxAbout}</p>
      {notices.error !== null && (
        <ProblemNotice error={notices.error} onRetry={() => void notices.refetch()} />
      )}
      {notices.isSuccess && rows.length === 0 && <p className="quiet">{words.notices.none}</p>}
      <ul className="plain-list entries">
        {rows.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
      </ul>
      <MoreRows of={notices} />
    </section>
  );
}

const SHAPES: Readonly<Record<NoticeState, string>> = {
  waiting: "pending",
  sent: "fine",
  dead: "broken",
  dropped: "unknown",
};

function Notice({ notice }: { readonly notice: NoticeDocument }) {
  const reader = useWords();
  const { words } = reader;
  const { state, channel, recipient, attempts } = notice;
  const name = recipient.name ?? recipient.id;
  return (
    <li>
      <NoticeSays notice={notice} />
      <p className="small">
        <span className={`shape shape-${SHAPES[state]}`} />
        {[
          words.notices.state[state],
          words.notices.by[channel]({ name }),
          attempts > 1 && words.notices.attempts({ n: attempts }),
        ]
          .filter((part) => part !== false)
          .join(" · ")}
      </p>
      {notice.lastError !== null && state !== "sent" && (
        <p className="small muted">{toErrorText(notice.lastError, reader)}</p>
      )}
      {state === "dead" && <GivenUp notice={notice} />}
    </li>
  );
}

/** Why the last try failed, in the reader's words where the code is known. */
function toErrorText(
  { code, detail }: NonNullable<NoticeDocument["lastError"]>,
  { language }: Pick<Words, "language">,
): string {
  return isProblemCode(code) ? problemText(code, { detail }, language) : `${code} ${detail}`;
}

/** What was given up is tried anew, or left for good. */
function GivenUp({ notice: { id } }: { readonly notice: NoticeDocument }) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const deciding = useSaving<"again" | "drop">({
    work: (what) => (what === "again" ? settings.sendAgain(id) : settings.dropNotice(id)),
    refreshes: ["notices"],
  });
  return (
    <>
      <p className="alert-acts">
        <button
          type="button"
          className="text-button"
          disabled={deciding.isBusy}
          onClick={() => deciding.run("again")}
        >
          {words.notices.sendAgain}
        </button>
        <button
          type="button"
          className="text-button"
          disabled={deciding.isBusy}
          onClick={() => deciding.run("drop")}
        >
          {words.notices.drop}
        </button>
      </p>
      <ActProblem error={deciding.error} />
    </>
  );
}
