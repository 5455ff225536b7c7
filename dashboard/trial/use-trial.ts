import { useMutation } from "@tanstack/react-query";
import type { RuleChange, RuleDocument } from "@vigie/shared/rule.ts";
import { useEffect, useState } from "react";
import type { Api } from "../api/api.ts";
import { ApiProblem } from "../api/problem.ts";
import type { MachineLive } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { keepPreference, onPreference, readPreference } from "../preferences.ts";
import { useRefresh } from "../queries.ts";
import {
  changedThreshold,
  parseTrial,
  type Trial,
  toLowered,
  toPutBack,
  toTrial,
} from "./trial-course.ts";

/** How often a change is tried again when somebody else was quicker. */
const CONFLICTS_MAX = 3;

/** The trial with this rule, whoever began it, and what moves it on. */
export function useTrial(rule: RuleDocument, alerts: MachineLive["alerts"]) {
  const { api, clock } = useParts();
  const refresh = useRefresh();
  const [kept, keep] = useKeptTrial();
  const [seen, setSeen] = useState<Trial>();
  const trial = toTrial({ rule, alerts, known: [kept, seen], nowMs: clock.second() });

  // What another page began is remembered while this one is open, so that it is told to its end.
  useEffect(() => {
    const found = toTrial({ rule, alerts, known: [kept, seen], nowMs: clock.now() });
    if (found !== undefined && found !== kept && found !== seen) setSeen(found);
  }, [rule, alerts, kept, seen, clock]);

  const lowering = useMutation({
    mutationFn: async (present: number) => {
      const loweredAtMs = clock.now();
      const changed = await changeRule(api, rule.id, (found) => toLowered(found, present));
      if (changed === undefined) return;
      const { version } = changed;
      const loweredTo = changedThreshold(changed);
      if (loweredTo === undefined) return;
      keep({ ruleId: rule.id, version, loweredTo, sinceMs: loweredAtMs, loweredAtMs });
    },
    onSettled: () => refresh("rules"),
  });

  const puttingBack = useMutation({
    mutationFn: async (running: Trial) => {
      const putBackAtMs = clock.now();
      const changed = await changeRule(api, rule.id, toPutBack);
      if (changed !== undefined) keep({ ...running, putBackAtMs });
    },
    onSettled: () => refresh("rules"),
  });

  function forget(): void {
    keep(undefined);
    setSeen(undefined);
  }

  return { trial, lowering, puttingBack, forget };
}

/** What this browser kept of its last trial, in all of its pages. */
function useKeptTrial() {
  const [kept, setKept] = useState(() => parseTrial(readPreference("trial")));
  useEffect(() => onPreference("trial", (text) => setKept(parseTrial(text))), []);

  function keep(next: Trial | undefined): void {
    keepPreference("trial", next === undefined ? undefined : JSON.stringify(next));
    setKept(next);
  }

  return [kept, keep] as const;
}

/**
 * Changes a rule as it is now and returns it; when it was changed meanwhile, reads it again and tries
 * again. Undefined when there was nothing to change.
 */
export async function changeRule(
  api: Pick<Api, "rule" | "changeRule">,
  id: string,
  toChange: (rule: RuleDocument) => RuleChange | undefined,
): Promise<RuleDocument | undefined> {
  for (let conflicts = 0; ; conflicts += 1) {
    const { document: rule, etag } = await api.rule(id);
    const change = toChange(rule);
    if (change === undefined) return undefined;
    try {
      return (await api.changeRule(id, change, etag)).document;
    } catch (error) {
      const isConflict = error instanceof ApiProblem && error.code === "version_conflict";
      if (!isConflict || conflicts >= CONFLICTS_MAX) throw error;
    }
  }
}
