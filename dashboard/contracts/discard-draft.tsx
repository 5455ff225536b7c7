import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { navigate, toContracts } from "../address.ts";
import { useParts } from "../parts.tsx";
import { useRefresh } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import type { ContractReading } from "./reading.ts";
import type { Draft } from "./use-draft.ts";

/** Throws a draft away, once it is asked and answered; with its first draft a contract goes. */
export function DiscardDraft(props: {
  readonly reading: ContractReading;
  readonly draft: Pick<Draft, "etag">;
}) {
  const { version } = props.reading;
  const { words } = useWords();
  const [isAsked, ask] = useState(false);
  const discarding = useDiscard(props);
  if (!isAsked) {
    return (
      <button type="button" className="text-button" onClick={() => ask(true)}>
        {words.draft.discard}
      </button>
    );
  }
  return (
    <div className="ask">
      <p className="small">
        {words.draft.discardSure} {version.number === 1 && words.draft.discardFirst}
      </p>
      <div className="buttons">
        <Button
          size="xs"
          color="red"
          loading={discarding.isPending}
          onClick={() => discarding.mutate()}
        >
          {words.draft.discard}
        </Button>
        <Button size="xs" variant="default" onClick={() => ask(false)}>
          {words.draft.keep}
        </Button>
      </div>
      {discarding.error !== null && <ProblemNotice error={discarding.error} />}
    </div>
  );
}

function useDiscard(props: {
  readonly reading: ContractReading;
  readonly draft: Pick<Draft, "etag">;
}) {
  const { reading, draft } = props;
  const { contracts } = useParts().api;
  const refresh = useRefresh();
  const { id: contractId } = reading.contract;
  const { number } = reading.version;
  return useMutation({
    mutationFn: () => contracts.discard({ contractId, number }, draft.etag),
    onSuccess: async () => {
      navigate(
        toContracts(
          number === 1
            ? { page: "list", search: undefined, cursor: undefined }
            : { page: "contract", contractId, number: undefined, due: undefined },
        ),
      );
      // What is gone cannot be read again.
      await (number === 1 ? refresh("contracts") : refresh("contracts", "contract"));
    },
  });
}
