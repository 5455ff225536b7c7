import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { navigate } from "../address.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";

/** Takes all sample data away in one act, once it is asked and answered. */
export function SampleRemoval() {
  const { api } = useParts();
  const { words } = useWords();
  const client = useQueryClient();
  const [isAsked, ask] = useState(false);
  const removing = useMutation({
    mutationFn: () => api.removeSample(),
    onSuccess: async () => {
      navigate({ machineId: undefined, range: "1h", ticketId: undefined });
      await client.resetQueries();
    },
  });
  if (!isAsked) {
    return (
      <button type="button" className="text-button" onClick={() => ask(true)}>
        {words.trial.sample}
      </button>
    );
  }
  return (
    <div className="ask">
      <p className="small">{words.trial.sampleAsk}</p>
      <div className="buttons">
        <Button
          size="xs"
          color="red"
          loading={removing.isPending}
          onClick={() => removing.mutate()}
        >
          {words.trial.sampleYes}
        </Button>
        <Button size="xs" variant="default" onClick={() => ask(false)}>
          {words.trial.sampleNo}
        </Button>
      </div>
      {removing.error !== null && <ProblemNotice error={removing.error} />}
    </div>
  );
}
