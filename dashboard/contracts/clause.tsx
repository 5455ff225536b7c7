import type { ClauseName } from "@vigie/shared/contract.ts";
import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import type { ContractReading } from "./reading.ts";

/** One clause: its name, what it does, and its wording folded below; in a draft, whether it was read. */
export function Clause(props: {
  readonly of: ClauseName;
  readonly reading: ContractReading;
  readonly children: ReactNode;
}) {
  const { of, reading, children } = props;
  const { words } = useWords();
  const name = words.clauses.name[of];
  const text = reading.version.wording[of];
  return (
    <section className="clause" id={`clause-${of}`} aria-labelledby={`clause-${of}-title`}>
      <h2 id={`clause-${of}-title`}>{name}</h2>
      <div className="clause-says">
        {children}
        {text !== undefined && text !== "" && (
          <details className="fold">
            <summary>{words.contract.wording}</summary>
            <p className="wording" lang={reading.contract.language}>
              {text}
            </p>
          </details>
        )}
        <ReviewMark of={of} reading={reading} />
      </div>
    </section>
  );
}

/** Rows of a name and what it is; those without a value are left out. */
export function Facts(props: {
  readonly rows: readonly (readonly [name: string, value: string | undefined])[];
}) {
  return (
    <dl className="facts">
      {props.rows.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="figures">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function ReviewMark({
  of,
  reading,
}: {
  readonly of: ClauseName;
  readonly reading: ContractReading;
}) {
  const { words } = useWords();
  const { editing } = reading;
  if (editing === undefined) return null;
  const { content, missing, change } = editing;
  const isReviewed = content.reviewed.includes(of);
  // What was agreed in the version before, and is not there at all, needs nobody's eye.
  if (!isReviewed && !missing.clauses.includes(of)) return null;
  const others = content.reviewed.filter((name) => name !== of);
  return (
    <label className="review">
      <input
        type="checkbox"
        checked={isReviewed}
        aria-label={words.draft.reviewedClause({ clause: words.clauses.name[of] })}
        onChange={() => change({ ...content, reviewed: isReviewed ? others : [...others, of] })}
      />
      {words.draft.reviewed}
    </label>
  );
}
