import { describe, expect, test } from "vitest";
import { toConditionText } from "../../../dashboard/rules/condition-words.ts";
import { changesOf, levelsOf, toFields, withLevels } from "../../../dashboard/rules/levels.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";
import type { Condition } from "../../../shared/rule.ts";

const VOLUME: Condition = {
  kind: "threshold",
  metric: "volume_used_percent",
  direction: "above",
  fireAt: 90,
  clearAt: 87,
  and: { metric: "volume_free_bytes", direction: "below", level: 20e9 },
};
const rule = { condition: VOLUME, holdForSeconds: 300 };
const levels = levelsOf(rule);

describe("levels of a rule", () => {
  test("are written in units that fit a hand", () => {
    expect(toFields(levels, "fr")).toEqual({
      fireAt: "90",
      clearAt: "87",
      andLevel: "20",
      holdForSeconds: "5",
    });
  });

  test.for([
    ["fr", "87,5"],
    ["en", "87.5"],
  ] as const)("are written as %s writes them, and read back as no change", ([language, said]) => {
    const half = levelsOf({ ...rule, condition: { ...VOLUME, clearAt: 87.5 } });
    const fields = toFields(half, language);
    expect(fields.clearAt).toBe(said);
    expect(changesOf(fields, half)).toEqual({});
  });

  test.for([
    [{ fireAt: "90" }, {}, "what is as it was is no change"],
    [{ fireAt: "92,5" }, { fireAt: 92.5 }, "a comma is how French writes it"],
    [{ andLevel: "10" }, { andLevel: 10e9 }, "in the collector's unit"],
    [{ holdForSeconds: "10" }, { holdForSeconds: 600 }, "minutes are seconds there"],
    [{ fireAt: "", clearAt: "beaucoup" }, {}, "what is no number is not said"],
    [{ fireAtSeconds: "5" }, {}, "a level of another kind of rule"],
  ] as const)("%o changes %o: %s", ([filled, changes]) => {
    expect(changesOf(filled, levels)).toEqual(changes);
  });

  test("change a condition only where they are said", () => {
    expect(withLevels(VOLUME, { fireAt: 95 })).toEqual({ ...VOLUME, fireAt: 95 });
    expect(withLevels(VOLUME, { andLevel: 5e9 })).toEqual({
      ...VOLUME,
      and: { ...VOLUME.and, level: 5e9 },
    });
  });

  test("a machine that is away has no level", () => {
    const names = levelsOf({ condition: { kind: "offline" }, holdForSeconds: 0 }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(["holdForSeconds"]);
  });
});

test.for([
  [
    rule,
    "Volume utilisé au-dessus de 90 %, jusqu’à repasser sous 87 %, et espace libre au-dessous de 20 Go, pendant 5 min",
    "with the second measure and how long",
  ],
  [
    {
      condition: {
        kind: "forecast",
        metric: "volume_used_percent",
        direction: "above",
        level: 100,
        fireWithinHours: 168,
        clearBeyondHours: 240,
      },
      holdForSeconds: 0,
    },
    "Volume utilisé sera à 100 % d’ici 7 j",
    "a forecast",
  ],
  [
    { condition: { kind: "clock", fireAtSeconds: 300, clearAtSeconds: 120 }, holdForSeconds: 0 },
    "Horloge décalée de plus de 5 min",
    "a clock",
  ],
  [
    { condition: { kind: "offline" }, holdForSeconds: 0 },
    "La machine ne répond plus",
    "nothing is measured",
  ],
] as const)("%#: %s, %s", ([given, says]) => {
  const text = toConditionText(given, {
    words: fr,
    formats: createFormats("fr"),
    language: "fr",
  });
  expect(text.replaceAll(/[\u00a0\u202f]/g, " ")).toBe(says);
});
