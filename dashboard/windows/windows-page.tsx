import { Button } from "@mantine/core";
import type { WindowDocument } from "@vigie/shared/window.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Beside } from "../desk/beside.tsx";
import { MoreRows } from "../desk/more-rows.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { rowsOf, useWindows } from "../desk/questions.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { toRepetition } from "./repetition.ts";
import { WindowForm } from "./window-form.tsx";

/** When work is planned: alerts are kept then, and open no ticket before it is over. */
export function WindowsPage() {
  const { words } = useWords();
  const windows = useWindows();
  const [isPlanning, setPlanning] = useState(false);
  const rows = rowsOf(windows.data);
  return (
    <>
      <PageTitle>{words.desk.pages.windows}</PageTitle>
      {windows.error !== null && (
        <ProblemNotice error={windows.error} onRetry={() => void windows.refetch()} />
      )}
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.windows.about}</p>
          <Button size="xs" variant="default" onClick={() => setPlanning(true)}>
            {words.windows.plan}
          </Button>
          {windows.isSuccess && rows.length === 0 && <p className="quiet">{words.windows.none}</p>}
          <ul className="plain-list entries">
            {rows.map((window) => (
              <Window key={window.id} window={window} />
            ))}
          </ul>
          <MoreRows of={windows} />
        </div>
        {isPlanning && (
          <Beside>
            <WindowForm onDone={() => setPlanning(false)} />
          </Beside>
        )}
      </div>
    </>
  );
}

const SHAPES: Readonly<Record<WindowDocument["state"], string>> = {
  planned: "pending",
  holding: "attention",
  over: "unknown",
};

function Window({ window }: { readonly window: WindowDocument }) {
  const reader = useWords();
  const { words } = reader;
  const { clock } = useParts();
  const { state, customer, reason, by } = window;
  return (
    <li>
      <p>
        <span className={`shape shape-${SHAPES[state]}`} />
        <b>{reason}</b>
        <span className="muted">{` · ${customer.name} · ${words.windows.state[state]}`}</span>
      </p>
      <p className="small figures">{toWhenText(window, reader, clock.now())}</p>
      <p className="small muted">{`${toScopeText(window, reader)} · ${by}`}</p>
      {state !== "over" && <Ending window={window} />}
    </li>
  );
}

type Reader = Pick<Words, "words" | "formats">;

/** The time that holds now, or the next one; and how it comes again. */
function toWhenText(
  { occurrence, rrule }: Pick<WindowDocument, "occurrence" | "rrule">,
  { words, formats }: Reader,
  nowMs: number,
): string {
  const repeats = words.windows.repetition[toRepetition(rrule)];
  if (occurrence === null) return repeats;
  const moment = (at: string) => formats.dayAndTime(Date.parse(at), zoneHere(), nowMs);
  const span = words.windows.span({
    from: moment(occurrence.from),
    until: moment(occurrence.until),
  });
  return rrule === null ? span : `${span} · ${repeats}`;
}

/** On what: by how many things of each list, which is enough to tell windows apart. */
function toScopeText({ scope }: Pick<WindowDocument, "scope">, reader: Reader): string {
  const { words, formats } = reader;
  const { siteIds = [], machineIds = [], classes = [], tags = [] } = scope;
  const parts = [
    siteIds.length > 0 && words.windows.someSites({ n: siteIds.length }),
    machineIds.length > 0 && words.contracts.machines({ n: machineIds.length }),
    classes.length > 0 && formats.list(classes.map((name) => words.perimeter.class[name])),
    tags.length > 0 && formats.list(tags.map((name) => words.perimeter.tag({ name }))),
  ].filter((part) => part !== false);
  return parts.length === 0 ? words.perimeter.everything : parts.join(", ");
}

/** One that holds is ended; one that is planned is taken away. */
function Ending({ window }: { readonly window: WindowDocument }) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const ending = useSigned({
    work: (_input, by) => settings.endWindow(window, by),
    refreshes: ["windows", "alerts"],
  });
  const removing = useSaving({
    work: () => settings.removeWindow(window),
    refreshes: ["windows", "alerts"],
  });
  return (
    <>
      <p className="alert-acts">
        {window.state === "holding" && (
          <button
            type="button"
            className="text-button"
            disabled={ending.isBusy}
            onClick={() => ending.run()}
          >
            {words.windows.endNow}
          </button>
        )}
        <button
          type="button"
          className="text-button"
          disabled={removing.isBusy}
          onClick={() => removing.run()}
        >
          {words.windows.remove}
          <span className="unseen">{window.reason}</span>
        </button>
      </p>
      <ActProblem error={ending.error ?? removing.error} />
    </>
  );
}
