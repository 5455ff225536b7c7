import type { PerimeterRule } from "@vigie/shared/contract.ts";
import type { CoverageLine, CoveragePreview } from "@vigie/shared/contract-version.ts";
import { useState } from "react";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { Clause } from "./clause.tsx";
import { type NameOf, toRuleText } from "./perimeter-words.ts";
import { useCoverage, useSites } from "./questions.ts";
import { type ContractReading, clausesOf } from "./reading.ts";

/** Which machines and equipment it is about: the rules in words, and what they find today. */
export function Perimeter({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { include, exclude } = clausesOf(reading).perimeter;
  const namesThings = [...include, ...exclude].some(
    ({ by }) => by === "machine" || by === "equipment",
  );
  const [isOpen, setOpen] = useState(false);
  const { contract, version } = reading;
  const place = { contractId: contract.id, number: version.number };
  const coverage = useCoverage(place, isOpen || namesThings);
  const nameOf = useNames(reading, coverage.data);
  return (
    <Clause of="perimeter" reading={reading}>
      {include.length === 0 ? (
        <p>{words.perimeter.nothing}</p>
      ) : (
        <Rules title={words.perimeter.included} rules={include} nameOf={nameOf} />
      )}
      {exclude.length > 0 && (
        <Rules title={words.perimeter.excluded} rules={exclude} nameOf={nameOf} />
      )}
      <details className="fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{words.perimeter.unfold}</summary>
        {coverage.error !== null && (
          <ProblemNotice error={coverage.error} onRetry={() => void coverage.refetch()} />
        )}
        {coverage.data !== undefined && (
          <Coverage coverage={coverage.data} {...{ reading, nameOf }} />
        )}
      </details>
    </Clause>
  );
}

/** Names of what rules speak of by id. */
function useNames(reading: ContractReading, coverage: CoveragePreview | undefined): NameOf {
  const { include, exclude } = clausesOf(reading).perimeter;
  const namesSites = [...include, ...exclude].some(({ by }) => by === "site");
  const { data: sites } = useSites(reading.contract.customer.id, namesSites);
  const names = new Map<string, string>();
  for (const { id, name } of coverage?.items ?? []) names.set(id, name);
  for (const { id, name } of sites?.items ?? []) names.set(id, name);
  return (id) => names.get(id) ?? id;
}

function Rules(props: {
  readonly title: string;
  readonly rules: readonly PerimeterRule[];
  readonly nameOf: NameOf;
}) {
  const { title, rules, nameOf } = props;
  const reader = useWords();
  return (
    <p>
      <span className="muted">{title}</span>{" "}
      {reader.formats.list(rules.map((rule) => toRuleText(rule, nameOf, reader)))}
    </p>
  );
}

function Coverage(props: {
  readonly coverage: CoveragePreview;
  readonly reading: ContractReading;
  readonly nameOf: NameOf;
}) {
  const { coverage, reading, nameOf } = props;
  const { words } = useWords();
  const { items, omitted, unknownSoftware } = coverage;
  if (items.length === 0) return <p className="quiet">{words.perimeter.noMachines}</p>;
  return (
    <>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{words.perimeter.columns.what}</th>
            <th scope="col">{words.perimeter.columns.site}</th>
            <th scope="col">{words.perimeter.columns.why}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <tr key={line.id}>
              <th scope="row">{line.name}</th>
              <td>{line.siteName ?? words.machine.noSite}</td>
              <td className={line.covered ? undefined : "muted"}>
                <Why {...{ line, reading, nameOf }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {omitted > 0 && <p className="small muted">{words.perimeter.omitted({ n: omitted })}</p>}
      {unknownSoftware > 0 && (
        <p className="small muted">{words.perimeter.unknownSoftware({ n: unknownSoftware })}</p>
      )}
    </>
  );
}

function Why(props: {
  readonly line: CoverageLine;
  readonly reading: ContractReading;
  readonly nameOf: NameOf;
}) {
  const { line, reading, nameOf } = props;
  const reader = useWords();
  const { perimeter } = reader.words;
  // What a draft being written says is not counted before it is saved: the saved rules decide.
  const { include, exclude } = reading.version.clauses.perimeter;
  const rule = (line.because === "excluded" ? exclude : include)[line.rule ?? -1];
  if (rule === undefined) return perimeter.noRule;
  const text = toRuleText(rule, nameOf, reader);
  return line.because === "excluded"
    ? perimeter.excludedBy({ rule: text })
    : perimeter.includedBy({ rule: text });
}
