import { useWords } from "../words/words.tsx";
import { Clause, Facts } from "./clause.tsx";
import { toDueDaysText } from "./promise-words.ts";
import { useSites } from "./questions.ts";
import { type ContractReading, clausesOf } from "./reading.ts";

/** What is owed where a promise was broken. */
export function Penalties({ reading }: { readonly reading: ContractReading }) {
  const { words, formats } = useWords();
  const { penalties, pricing } = clausesOf(reading);
  if (penalties === null) {
    return (
      <Clause of="penalties" reading={reading}>
        <p>{words.endings.noPenalties}</p>
      </Clause>
    );
  }
  const { base, priorities, targets, exclusions } = penalties;
  const kinds = targets.map((kind) => words.clock.kind[kind].toLowerCase());
  return (
    <Clause of="penalties" reading={reading}>
      <Facts
        rows={[
          [words.endings.rate, formats.share(penalties.rateBasisPoints)],
          [
            words.endings.base,
            base === "flat_fee"
              ? words.endings.flatFee
              : formats.money(base.amountCents, pricing.currency),
          ],
          [words.endings.cap, formats.share(penalties.capBasisPoints)],
          [
            words.endings.counts,
            [
              formats.list(kinds),
              formats.list(priorities.map((priority) => words.clauses.priority({ priority }))),
            ].join(", "),
          ],
          [
            words.endings.exclusions,
            exclusions.length === 0
              ? undefined
              : formats.list(exclusions.map((cause) => words.endings.causes[cause])),
          ],
        ]}
      />
    </Clause>
  );
}

/** What is to be done when the contract ends. */
export function Exit({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { exit } = clausesOf(reading);
  return (
    <Clause of="exit" reading={reading}>
      <p>
        {exit.assistanceDays === 0
          ? words.endings.noAssistance
          : words.endings.assistance({ n: exit.assistanceDays })}
      </p>
      {exit.steps.length > 0 && (
        <table className="grid grid-stack">
          <thead>
            <tr>
              <th scope="col">{words.endings.steps.step}</th>
              <th scope="col">{words.endings.steps.owner}</th>
              <th scope="col">{words.endings.steps.due}</th>
              <th scope="col">{words.endings.steps.proof}</th>
            </tr>
          </thead>
          <tbody>
            {exit.steps.map((step) => (
              <tr key={`${step.kind} ${step.title}`}>
                <th scope="row">{step.title}</th>
                <td>{words.endings.owner[step.owner]}</td>
                <td className="figures">{toDueDaysText(step.dueDays, words)}</td>
                <td>{step.proofRequired ? words.endings.proof : words.endings.noProof}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Clause>
  );
}

/** Managed services: who is on site, and how often both sides meet. */
export function Managed({ reading }: { readonly reading: ContractReading }) {
  const { words, formats } = useWords();
  const { managed } = clausesOf(reading);
  const hasSites = managed !== null && managed.presence.length > 0;
  const { data: sites } = useSites(reading.contract.customer.id, hasSites);
  const months = managed?.steeringEveryMonths;
  const nameOf = (id: string) => sites?.items.find((site) => site.id === id)?.name ?? id;
  return (
    <Clause of="managed" reading={reading}>
      {!hasSites && months === undefined && <p>{words.endings.notManaged}</p>}
      {managed?.presence.map(({ siteId, daysPerMonth }) => (
        <p key={siteId} className="figures">
          {words.endings.presence({
            site: nameOf(siteId),
            days: formats.text("count", daysPerMonth),
          })}
        </p>
      ))}
      {months !== undefined && <p>{words.endings.steering({ n: months })}</p>}
    </Clause>
  );
}
