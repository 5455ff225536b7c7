import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ContractDocument, VersionSummary } from "@vigie/shared/contract-version.ts";
import { navigate, toContract, toContracts } from "../address.ts";
import { Link } from "../link.tsx";
import { useParts } from "../parts.tsx";
import { useRefresh } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { toVersionText } from "./contract-head.tsx";
import type { ContractReading } from "./reading.ts";

/** All versions, newest first; each can be read, compared with the one before, and amended. */
export function Versions({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { contract, version } = reading;
  const hasDraft = contract.versions.some(({ state }) => state === "draft");
  return (
    <section className="section" aria-labelledby="versions-title">
      <h2 id="versions-title">{words.contract.versions}</h2>
      <ol className="plain-list versions">
        {contract.versions.map((summary, place) => (
          <VersionLine
            key={summary.number}
            {...{ contract, summary }}
            isShown={summary.number === version.number}
            before={contract.versions[place + 1]}
          />
        ))}
      </ol>
      {!hasDraft && <Amend contract={contract} />}
    </section>
  );
}

function VersionLine(props: {
  readonly contract: ContractDocument;
  readonly summary: VersionSummary;
  readonly isShown: boolean;
  readonly before: VersionSummary | undefined;
}) {
  const { contract, summary, isShown, before } = props;
  const reader = useWords();
  const { words } = reader;
  const text = toVersionText(summary, reader);
  const [from, to] = [before?.number, summary.number];
  return (
    <li className="figures">
      {isShown ? (
        <b aria-current="page">{text}</b>
      ) : (
        <Link to={toContract(contract.id, to)}>{text}</Link>
      )}
      {from !== undefined && (
        <Link
          className="small"
          to={toContracts({ page: "diff", contractId: contract.id, from, to })}
        >
          {words.contract.compare({ from, to })}
        </Link>
      )}
    </li>
  );
}

/** Makes a draft of the next version. */
function Amend({ contract }: { readonly contract: ContractDocument }) {
  const { api } = useParts();
  const { words } = useWords();
  const refresh = useRefresh();
  const amending = useMutation({
    mutationFn: () => api.contracts.amend(contract.id),
    onSuccess: async ({ document }) => {
      await refresh("contracts", "contract");
      const { number } = document;
      navigate(toContract(contract.id, number));
    },
  });
  return (
    <>
      <Button
        size="sm"
        variant="default"
        loading={amending.isPending}
        onClick={() => amending.mutate()}
      >
        {words.contract.amend}
      </Button>
      {amending.error !== null && <ProblemNotice error={amending.error} />}
    </>
  );
}
