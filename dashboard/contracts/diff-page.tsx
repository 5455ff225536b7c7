import { CLAUSES } from "@vigie/shared/contract.ts";
import type { ClauseChange, ContractDocument } from "@vigie/shared/contract-version.ts";
import { useMemo } from "react";
import { toContract, toContracts } from "../address.ts";
import { Link } from "../link.tsx";
import { PageProblem, PageWords } from "../shell/problem-notice.tsx";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { isAbsent } from "./contract-page.tsx";
import type { DiffReader } from "./diff-values.ts";
import { type ChangeLine, toChangeLines } from "./diff-words.ts";
import { useCalendars, useContract, useCoverage, useDiff, useSites } from "./questions.ts";

type Range = { readonly from: number; readonly to: number };

/** What changes from one version to another, in words, clause by clause. */
export function DiffPage(props: { readonly contractId: string; readonly range: Range }) {
  const { contractId, range } = props;
  const { words } = useWords();
  const contract = useContract(contractId);
  const diff = useDiff(contractId, range);
  const error = contract.error ?? diff.error;
  if (contract.data !== undefined && diff.data !== undefined) {
    return <Diff contract={contract.data} range={range} changes={diff.data.changes} />;
  }
  if (error === null) return <PageWords>{words.problems.reading}</PageWords>;
  if (isAbsent(error)) return <PageWords>{words.contracts.absentVersion}</PageWords>;
  return (
    <PageProblem
      error={error}
      onRetry={() => void Promise.all([contract.refetch(), diff.refetch()])}
    />
  );
}

function Diff(props: {
  readonly contract: ContractDocument;
  readonly range: Range;
  readonly changes: readonly ClauseChange[];
}) {
  const { contract, range, changes } = props;
  const { words } = useWords();
  const reader = useDiffReader(contract, range, changes);
  const title = words.diff.title(range);
  useTitle(`${contract.number} ${title}`);
  const { from, to } = range;
  return (
    <div className="diff">
      <div className="diff-head">
        <h1>{title}</h1>
        <p>
          {contract.number} {contract.name}
        </p>
        <p className="links">
          <Link to={toContract(contract.id, to)}>{words.diff.back}</Link>
          <Link to={toContracts({ page: "diff", contractId: contract.id, from: to, to: from })}>
            {words.diff.swap}
          </Link>
        </p>
      </div>
      {changes.length === 0 && <p className="quiet">{words.diff.nothing}</p>}
      {changes.length > 0 && (
        <div className="clauses">
          {[...CLAUSES, "texts" as const].map((clause) => {
            const own = changes.filter((change) => change.clause === clause);
            if (own.length === 0) return null;
            const name = clause === "texts" ? words.diff.texts : words.clauses.name[clause];
            return <Changes key={clause} name={name} lines={toChangeLines(own, reader)} />;
          })}
        </div>
      )}
    </div>
  );
}

function Changes(props: { readonly name: string; readonly lines: readonly ChangeLine[] }) {
  const { name, lines } = props;
  const { words } = useWords();
  return (
    <section className="clause">
      <h2>{name}</h2>
      <ul className="plain-list clause-says figures">
        {lines.map(({ key, says, texts }) => (
          <li key={key}>
            {says}
            {texts !== undefined && (
              <details className="fold">
                <summary>
                  {words.diff.before} / {words.diff.after}
                </summary>
                <p className="wording wording-before">{texts.before}</p>
                <p className="wording">{texts.after}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Names of what the changes speak of by id: calendars always, sites and machines where there are any. */
function useDiffReader(
  contract: ContractDocument,
  range: Range,
  changes: readonly ClauseChange[],
): DiffReader {
  const { words, formats } = useWords();
  const { data: calendars } = useCalendars();
  const namesSites = changes.some(({ path }) => /\bsit_/.test(path));
  const namesThings = changes.some(({ path }) => /\b(?:mac|equ)_|include\.(?:mac|equ)/.test(path));
  const { data: sites } = useSites(contract.customer.id, namesSites);
  const { data: coverage } = useCoverage(
    { contractId: contract.id, number: range.to },
    namesThings,
  );
  return useMemo(() => {
    const known = [
      ...(calendars?.items ?? []),
      ...contract.calendars,
      ...(sites?.items ?? []),
      ...(coverage?.items ?? []),
    ];
    const names = new Map(known.map(({ id, name }) => [id, name]));
    const nameOf = (id: string) => names.get(id) ?? id;
    const { currency } = contract.clauses.pricing;
    return { words, formats, currency, nameOf, calendarName: nameOf };
  }, [words, formats, calendars, sites, coverage, contract]);
}
