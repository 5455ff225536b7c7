import type { ComplianceReport } from "@vigie/shared/compliance.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { toLocalTime } from "./local-time.ts";
import { useCompliance } from "./questions.ts";
import { type ContractReading, clausesOf } from "./reading.ts";

const MONTHS = 3;

/** What was kept of what was promised, this month and the two before. */
export function Compliance({ reading }: { readonly reading: ContractReading }) {
  const { clock } = useParts();
  const { words } = useWords();
  const { id } = reading.contract;
  const zone = clausesOf(reading).term.timeZone;
  const today = useClock(clock, (now) => toLocalTime(now, zone).slice(0, 10));
  const { data, error, refetch } = useCompliance(id, toRange(today));
  return (
    <section className="section" aria-labelledby="compliance-title">
      <h2 id="compliance-title">{words.contract.compliance}</h2>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Figures figures={data.figures} />}
    </section>
  );
}

/** From the first day of the month before last to today, both included. */
export function toRange(today: string): { readonly from: string; readonly to: string } {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - MONTHS, 1));
  return { from: first.toISOString().slice(0, 10), to: today };
}

function Figures({ figures }: Pick<ComplianceReport, "figures">) {
  const { words, formats } = useWords();
  const columns = words.contract.complianceColumns;
  const ended = figures.filter(({ met, breached }) => met + breached > 0);
  if (ended.length === 0) return <p className="quiet small">{words.contract.noCompliance}</p>;
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{columns.target}</th>
          <th scope="col">{columns.met}</th>
          <th scope="col">{columns.breached}</th>
          <th scope="col">{columns.share}</th>
        </tr>
      </thead>
      <tbody>
        {ended.map(({ priority, target, met, breached, complianceBasisPoints: share }) => (
          <tr key={`${priority} ${target}`} className="figures">
            <th scope="row">
              {words.clauses.priority({ priority })} {words.clock.kind[target]}
            </th>
            <td>{formats.text("count", met)}</td>
            <td className={breached > 0 ? "word-broken" : undefined}>
              {formats.text("count", breached)}
            </td>
            <td>{share === null ? "" : formats.share(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
