import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { HOME, navigate } from "../address.ts";
import { useParts } from "../parts.tsx";
import { keepPreference } from "../preferences.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { changedThreshold, toPutBack, toShipped } from "./trial-course.ts";
import { changeRule } from "./use-trial.ts";

/**
 * Takes all sample data away in one act, once it is asked and answered. The rule stays behind, so a
 * threshold that was lowered for the trial is put back first.
 */
export function SampleRemoval({ rule }: { readonly rule: RuleDocument | undefined }) {
  const { api } = useParts();
  const { words } = useWords();
  const client = useQueryClient();
  const [isAsked, ask] = useState(false);
  const removing = useMutation({
    mutationFn: async () => {
      if (rule !== undefined) await changeRule(api, rule.id, toPutBack);
      await api.removeSample();
    },
    onSuccess: async () => {
      keepPreference("trial", undefined);
      navigate(HOME);
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
      {rule !== undefined && <PutBackToo rule={rule} />}
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

/** Says that the threshold is put back, where it is not as shipped. */
function PutBackToo({ rule }: { readonly rule: RuleDocument }) {
  const { words, formats } = useWords();
  const shipped = toShipped(rule);
  if (shipped === undefined || changedThreshold(rule) === undefined) return null;
  const threshold = formats.text("percent", shipped.condition.fireAt);
  return <p className="small">{words.trial.samplePutBack({ threshold })}</p>;
}
