import { expect, test } from "vitest";
import { levelsOf } from "../../../dashboard/rules/levels.ts";
import { toChangeText } from "../../../dashboard/rules/overrides.tsx";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";

const levels = levelsOf({
  condition: {
    kind: "threshold",
    metric: "volume_free_bytes",
    direction: "below",
    fireAt: 20e9,
    clearAt: 25e9,
  },
  holdForSeconds: 300,
});

test.for([
  [{ fireAt: 12.5e9 }, "se déclenche à 12,5 Go", "in units that fit a hand"],
  [{ holdForSeconds: 600, fireAt: 1e9 }, "se déclenche à 1 Go · doit durer 10 min", "in order"],
  [{ enabled: false, fireAt: 1 }, "désactivée", "nothing else counts then"],
  [{ severity: "critical" }, "active", "no level is otherwise"],
] as const)("%o: %s (%s)", ([change, expected]) => {
  const reader = { words: fr, formats: createFormats("fr") };
  expect(toChangeText({ change }, levels, reader)).toBe(expected);
});
