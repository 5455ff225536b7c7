import { describe, expect, test } from "vitest";
import {
  toFilled,
  toPolicyChange,
  toPolicyWish,
  toSteps,
  toTarget,
  toTargetKey,
  withStep,
} from "../../../dashboard/escalations/policy-filled.ts";
import { toPolicyName, toPolicyText } from "../../../dashboard/escalations/policy-words.ts";
import { en } from "../../../dashboard/words/en.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";
import type { EscalationPolicyDocument } from "../../../shared/escalation-policy.ts";

const known = {
  rotas: [{ id: "rta_1", name: "Nuits" }],
  teams: [{ id: "tem_1", name: "Niveau 1" }],
  staff: [{ id: "stf_1", name: "Léa" }],
};

const shipped: EscalationPolicyDocument = {
  id: "esc_1",
  key: "unacknowledged_p1",
  name: null,
  label: { en: "Unacknowledged P1", fr: "P1 non pris en charge" },
  enabled: true,
  customerIds: [],
  priorities: [1],
  steps: [
    { afterMinutes: 15, to: { tells: "on_call" } },
    { afterMinutes: 30, to: { tells: "role", role: "administrator" } },
  ],
  repeats: 0,
  repeatAfterMinutes: 60,
  version: 1,
};

describe("a policy in words", () => {
  test.for<[Partial<EscalationPolicyDocument>, string, string]>([
    [{}, "P1 : 15 min → la personne d’astreinte, 30 min → les administrateurs", "as shipped"],
    [
      { repeats: 2 },
      "P1 : 15 min → la personne d’astreinte, 30 min → les administrateurs, puis de nouveau 2 fois, 1 h après",
      "once more, and once more",
    ],
    [
      { priorities: [], steps: [{ afterMinutes: 0, to: { tells: "team", teamId: "tem_1" } }] },
      "Toutes les priorités : aussitôt → l’équipe Niveau 1",
      "none named = all",
    ],
    [
      {
        customerIds: ["cus_1", "cus_2"],
        priorities: [1, 2],
        steps: [{ afterMinutes: 5, to: { tells: "rota", rotaId: "rta_1" } }],
      },
      "P1 et P2, 2 clients : 5 min → l’astreinte Nuits",
      "of some customers",
    ],
    [
      { steps: [{ afterMinutes: 5, to: { tells: "staff", staffId: "stf_9" } }] },
      "P1 : 5 min → quelqu’un qui n’est plus là",
      "who left is not named",
    ],
  ])("%o reads %s: %s", ([over, says]) => {
    const policy: EscalationPolicyDocument = { ...shipped, ...over };
    const text = toPolicyText(policy, known, { words: fr, formats: createFormats("fr") });
    expect(text.replaceAll(/[\u00a0\u202f]/g, " ")).toBe(says);
  });

  test("is in English too", () => {
    const text = toPolicyText({ ...shipped, repeats: 1 }, known, {
      words: en,
      formats: createFormats("en"),
    });
    expect(text.replaceAll(/[\u00a0\u202f]/g, " ")).toBe(
      "P1: 15 min → whoever is on call, 30 min → administrators, then again once, 1 h later",
    );
  });

  test("is called as a person called it, else by what it does", () => {
    expect(toPolicyName(shipped, { language: "en" })).toBe("Unacknowledged P1");
    expect(toPolicyName({ ...shipped, name: "Nuit" }, { language: "en" })).toBe("Nuit");
  });
});

describe("a policy that is filled in", () => {
  test("asks for what it says already", () => {
    const { customerIds, priorities, steps, repeats, repeatAfterMinutes } = shipped;
    expect(toPolicyChange(toFilled(shipped))).toEqual({
      customerIds,
      priorities,
      steps,
      repeats,
      repeatAfterMinutes,
    });
  });

  test("needs a name where it is new", () => {
    const filled = toFilled(undefined);
    expect(toPolicyWish(filled)).toBeUndefined();
    expect(toPolicyWish({ ...filled, name: "P1" })).toMatchObject({ name: "P1", priorities: [1] });
  });

  test.for([
    [["15", "30"], true, "each later"],
    [["0"], true, "at once"],
    [["15", "15"], false, "two at the same time"],
    [["30", "15"], false, "one that is earlier"],
    [[""], false, "no time"],
    [[], false, "no step"],
  ] as const)("steps after %o: %s (%s)", ([afters, isRight]) => {
    const steps = afters.map((after, key) => ({ key, after, target: "on_call" }));
    expect(toSteps(steps) !== undefined).toBe(isRight);
  });

  test.for([
    [["15"], "30", "as long again"],
    [["15", "45"], "75", "as long after the last as that was after its own"],
    [["0"], "15", "a quarter of an hour after one at once"],
  ] as const)("after %o comes one after %s: %s", ([afters, expected]) => {
    const steps = afters.map((after, key) => ({ key, after, target: "on_call" }));
    expect(withStep(steps).at(-1)).toMatchObject({ after: expected, key: afters.length });
  });

  test("has as many steps as a policy takes", () => {
    let steps = withStep([]);
    for (let n = 0; n < 20; n += 1) steps = withStep(steps);
    expect(steps).toHaveLength(10);
  });
});

test.for([
  { tells: "on_call" },
  { tells: "rota", rotaId: "rta_1" },
  { tells: "staff", staffId: "stf_1" },
  { tells: "team", teamId: "tem_1" },
  { tells: "role", role: "technician" },
] as const)("%o is the same after it was chosen", (target) => {
  expect(toTarget(toTargetKey(target))).toEqual(target);
});

test("no target is one of a role that there is not", () => {
  expect(toTarget("role chief")).toBeUndefined();
  expect(toTarget("")).toBeUndefined();
});
