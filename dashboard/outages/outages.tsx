import { useQuery } from "@tanstack/react-query";
import type { OutageSummary } from "@vigie/shared/outage.ts";
import { useState } from "react";
import { HOME, toTicket } from "../address.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { MoreRows } from "../desk/more-rows.tsx";
import { rowsOf, useOutages } from "../desk/questions.ts";
import { Link } from "../link.tsx";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";

/** Sites that are away now. */
export function RunningOutages() {
  const { words } = useWords();
  const outages = useOutages(true);
  const rows = rowsOf(outages.data);
  return (
    <section className="section" aria-labelledby="running-title">
      <h2 id="running-title">{words.outages.running}</h2>
      {outages.error !== null && (
        <ProblemNotice error={outages.error} onRetry={() => void outages.refetch()} />
      )}
      {outages.isSuccess && rows.length === 0 && <p className="quiet">{words.outages.none}</p>}
      <Rows rows={rows} />
      <MoreRows of={outages} />
    </section>
  );
}

/** Those that are over, once somebody asks. */
export function PastOutages() {
  const { words } = useWords();
  const [isShown, setShown] = useState(false);
  return (
    <details className="fold" onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>{words.outages.past}</summary>
      {isShown && <Past />}
    </details>
  );
}

function Past() {
  const { words } = useWords();
  const outages = useOutages(false);
  const rows = rowsOf(outages.data);
  return (
    <>
      {outages.isSuccess && rows.length === 0 && <p className="quiet">{words.outages.nonePast}</p>}
      <Rows rows={rows} />
      <MoreRows of={outages} />
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly OutageSummary[] }) {
  return (
    <ul className="plain-list entries">
      {rows.map((outage) => (
        <Outage key={outage.id} outage={outage} />
      ))}
    </ul>
  );
}

/** One site: since when, how many of its machines are away, and where its ticket is. */
function Outage({ outage }: { readonly outage: OutageSummary }) {
  const { clock } = useParts();
  const { words, formats } = useWords();
  const { site, customer, since, endedAt, machines, away, ticketId, noTicket } = outage;
  const [isShown, setShown] = useState(false);
  const when = useClock(clock, (now) => {
    const moment = (at: string) => formats.dayAndTime(Date.parse(at), zoneHere(), now);
    const from = moment(since);
    if (endedAt === null) return words.outages.since({ from });
    return words.windows.span({ from, until: moment(endedAt) });
  });
  return (
    <li>
      <p>
        <span className={`shape shape-${endedAt === null ? "broken" : "unknown"}`} />
        <b>{site.name}</b>
        <span className="muted">{` · ${customer.name}`}</span>
      </p>
      <p className="small figures">
        {endedAt === null
          ? words.outages.away({ away, n: machines })
          : words.outages.all({ n: machines })}
        <span className="muted">{` · ${when}`}</span>
      </p>
      {noTicket !== null && <p className="small muted">{words.alerts.noTicket[noTicket]}</p>}
      <p className="alert-acts">
        {ticketId !== null && (
          <Link to={toTicket(ticketId)} className="small">
            {words.outages.ticket}
          </Link>
        )}
        <button
          type="button"
          className="text-button"
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? words.outages.hideMachines : words.outages.showMachines}
          <span className="unseen">{site.name}</span>
        </button>
      </p>
      {isShown && <Machines outageId={outage.id} />}
    </li>
  );
}

/** The machines that went, those first that are still away. */
function Machines({ outageId }: { readonly outageId: string }) {
  const { noise } = useParts().api;
  const { words } = useWords();
  const { data, error } = useQuery({
    queryKey: ["outages", "one", outageId],
    queryFn: ({ signal }) => noise.outage(outageId, signal),
  });
  const list = [...(data?.list ?? [])].sort((a, b) => Number(b.away) - Number(a.away));
  return (
    <>
      <ActProblem error={error} />
      <ul className="plain-list small">
        {list.map(({ id, name, away }) => (
          <li key={id}>
            <Link to={{ ...HOME, machineId: id }}>{name}</Link>
            <span className="muted">
              {` · ${away ? words.machine.presence.offline : words.outages.back}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
