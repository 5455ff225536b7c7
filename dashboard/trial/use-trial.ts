import { useMutation } from "@tanstack/react-query";
import type { RuleChange, RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import type { Api } from "../api/api.ts";
import { ApiProblem } from "../api/problem.ts";
import { useParts } from "../parts.tsx";
import { keepPreference, readPreference } from "../preferences.ts";
import { useRefresh } from "../queries.ts";
import { parseTrial, type Trial, toLowered, toPutBack } from "./trial-course.ts";

/** How often a change is tried again when somebody else was quicker. */
const CONFLICTS_MAX = 3;

/** The trial that this browser keeps, and what moves it on. */
export function useTrial() {
  const { api, clock } = useParts();
  const refresh = useRefresh();
  const [trial, setTrial] = useState(() => parseTrial(readPreference("trial")));

  function keep(next: Trial | undefined): void {
    keepPreference("trial", next === undefined ? undefined : JSON.stringify(next));
    setTrial(next);
  }

  const lowering = useMutation({
    mutationFn: async ({ ruleId, present }: { ruleId: string; present: number }) => {
      const loweredAtMs = clock.now();
      const changed = await changeRule(api, ruleId, (found) => toLowered(found, present));
      if (changed === undefined) return;
      const { condition, holdForSeconds } = changed.rule;
      const lowered = changed.change.condition;
      if (condition.kind !== "threshold" || lowered?.kind !== "threshold") return;
      const loweredTo = lowered.fireAt;
      const before = { condition, holdForSeconds };
      keep({ ruleId, loweredAtMs, loweredTo, before });
    },
    onSettled: () => refresh("rules"),
  });

  const puttingBack = useMutation({
    mutationFn: async (running: Trial) => {
      await changeRule(api, running.ruleId, () => toPutBack(running));
      keep({ ...running, putBackAtMs: clock.now() });
    },
    onSettled: () => refresh("rules"),
  });

  return { trial, lowering, puttingBack, forget: () => keep(undefined) };
}

/** Changes a rule as it is now; when it was changed meanwhile, reads it again and tries again. */
async function changeRule(
  api: Api,
  id: string,
  toChange: (rule: RuleDocument) => RuleChange | undefined,
): Promise<{ readonly rule: RuleDocument; readonly change: RuleChange } | undefined> {
  for (let conflicts = 0; ; conflicts += 1) {
    const { document: rule, etag } = await api.rule(id);
    const change = toChange(rule);
    if (change === undefined) return undefined;
    try {
      await api.changeRule(id, change, etag);
      return { rule, change };
    } catch (error) {
      const isConflict = error instanceof ApiProblem && error.code === "version_conflict";
      if (!isConflict || conflicts >= CONFLICTS_MAX) throw error;
    }
  }
}
