import { LEVELS } from "@vigie/shared/contract.ts";
import { useWords } from "../words/words.tsx";
import { Clause } from "./clause.tsx";
import { type ContractReading, clausesOf } from "./reading.ts";

const SEVERITIES = ["critical", "warning"] as const;

/** Which priority comes of impact and urgency, and what an alert weighs. */
export function PriorityMatrix({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { clauses } = words;
  const { matrix, severities } = clausesOf(reading).priorities;
  return (
    <Clause of="priorities" reading={reading}>
      <table className="grid grid-narrow">
        <thead>
          <tr>
            <th scope="col">{clauses.impact}</th>
            {LEVELS.map((urgency) => (
              <th key={urgency} scope="col">
                {clauses.urgency({ level: clauses.urgencyLevel[urgency] })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LEVELS.map((impact) => (
            <tr key={impact}>
              <th scope="row">{clauses.level[impact]}</th>
              {LEVELS.map((urgency) => (
                <td key={urgency} className="figures">
                  {clauses.priority({ priority: matrix[impact][urgency] })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {SEVERITIES.map((severity) => (
        <p key={severity} className="small muted">
          {clauses.alertWeighs({
            severity: words.alerts.severity[severity],
            impact: clauses.level[severities[severity].impact],
            urgency: clauses.urgencyLevel[severities[severity].urgency],
          })}
        </p>
      ))}
    </Clause>
  );
}
