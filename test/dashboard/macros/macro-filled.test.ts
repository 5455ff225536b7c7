import type { MacroActs } from "@vigie/shared/macro.ts";
import { expect, test } from "vitest";
import { toMacroActs, toMacroFilled } from "../../../dashboard/macros/macro-filled.ts";

test.for([
  [{ reply: "Bonjour" }, "says something"],
  [{ addTags: ["a", "b"], state: "resolved" }, "tags and resolves"],
  [{ assigneeId: null, teamId: "tem_1" }, "gives it from a person to a team"],
  [{ assigneeId: "stf_1", priority: 2, note: "vu" }, "gives it to a person"],
] satisfies [MacroActs, string][])("%o is the same after it was filled in: it %s", ([acts]) => {
  const filled = toMacroFilled({ id: "mcr_1", name: "M", acts, version: 1 });
  expect(toMacroActs(filled)).toEqual(acts);
});

test("one that does nothing is none", () => {
  expect(toMacroActs({ ...toMacroFilled(undefined), reply: "  ", tags: " , " })).toBeUndefined();
});
