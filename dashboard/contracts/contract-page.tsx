import type { ContractDocument, VersionDocument } from "@vigie/shared/contract-version.ts";
import { useMemo } from "react";
import { ApiProblem } from "../api/problem.ts";
import type { Versioned } from "../api/requests.ts";
import { PageProblem, PageWords } from "../shell/problem-notice.tsx";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { Clauses } from "./clauses.tsx";
import { Compliance } from "./compliance.tsx";
import { ContractHead } from "./contract-head.tsx";
import { CustomerNotices } from "./customer-notices.tsx";
import { DraftPanel } from "./draft-panel.tsx";
import { DuePreview } from "./due-preview.tsx";
import { useCalendars, useContract, useVersion } from "./questions.ts";
import type { ContractReading, Editing } from "./reading.ts";
import { useDraft } from "./use-draft.ts";
import { Versions } from "./versions.tsx";

/** One contract by clause: what it says, and beside it what can be asked of it and done with it. */
export function ContractPage(props: {
  readonly contractId: string;
  /** undefined = the version that holds today. */
  readonly number: number | undefined;
}) {
  const { contractId, number } = props;
  const { words } = useWords();
  const contract = useContract(contractId);
  if (contract.data !== undefined) {
    return <OneVersion contract={contract.data} number={number ?? contract.data.version.number} />;
  }
  if (contract.error === null) return <PageWords>{words.problems.reading}</PageWords>;
  if (isAbsent(contract.error)) return <PageWords>{words.contracts.absent}</PageWords>;
  return <PageProblem error={contract.error} onRetry={() => void contract.refetch()} />;
}

export function isAbsent(error: Error): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

function OneVersion(props: { readonly contract: ContractDocument; readonly number: number }) {
  const { contract, number } = props;
  const { words } = useWords();
  const version = useVersion({ contractId: contract.id, number });
  useTitle(`${contract.number} ${contract.name}`);
  const { data, error, refetch } = version;
  if (data !== undefined) return <Contract key={number} contract={contract} version={data} />;
  if (error === null) return <PageWords>{words.problems.reading}</PageWords>;
  if (isAbsent(error)) return <PageWords>{words.contracts.absentVersion}</PageWords>;
  return <PageProblem error={error} onRetry={() => void refetch()} />;
}

function Contract(props: {
  readonly contract: ContractDocument;
  readonly version: Versioned<VersionDocument>;
}) {
  const { contract, version } = props;
  const draft = useDraft(version);
  const isDraft = version.document.state === "draft";
  const reading = useReading(contract, version.document, isDraft ? draft.editing : undefined);
  return (
    <div className="contract">
      <ContractHead reading={reading} />
      {isDraft && (
        <div className="contract-draft">
          <DraftPanel key={draft.etag} {...{ reading, draft }} />
        </div>
      )}
      <div className="contract-says">
        <Clauses key={isDraft ? draft.etag : undefined} reading={reading} />
      </div>
      <div className="contract-side">
        <DuePreview reading={reading} />
        {contract.version.state === "in_force" && <Compliance reading={reading} />}
        <CustomerNotices contractId={contract.id} />
        <Versions reading={reading} />
      </div>
    </div>
  );
}

/** A draft may name calendars that the version in force does not: those come from the whole list. */
function useReading(
  contract: ContractDocument,
  version: VersionDocument,
  editing: Editing | undefined,
): ContractReading {
  const { data } = useCalendars();
  const calendars = useMemo(
    () =>
      new Map([...(data?.items ?? []), ...contract.calendars].map((known) => [known.id, known])),
    [data, contract.calendars],
  );
  return { contract, version, calendars, editing };
}
