import type { Perimeter, PerimeterRule } from "@vigie/shared/contract.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Coverable,
  createPerimeter,
  looksAtInventory,
  looksAtSoftware,
  softwareOf,
} from "../../../collector/domain/perimeter.ts";

/** Covered is what an `include` rule finds and no `exclude` rule does. */

const server: Coverable = {
  what: "machine",
  id: "mac_1",
  siteId: "sit_1",
  class: "server",
  tags: ["Compta", "critique"],
  software: ["Sage 100 Comptabilité", "PostgreSQL 17"],
};
const printer: Coverable = {
  what: "equipment",
  id: "eqp_1",
  siteId: null,
  kind: "printer",
  tags: ["étage 2"],
};

const everything = { by: "everything" } as const;
const only = (...include: PerimeterRule[]): Perimeter => ({ include, exclude: [] });

describe("a rule finds", () => {
  test.for<readonly [why: string, rule: PerimeterRule, server: boolean, printer: boolean]>([
    ["everything, machines and equipment", everything, true, true],
    ["what stands at its site", { by: "site", siteId: "sit_1" }, true, false],
    ["nothing at another site", { by: "site", siteId: "sit_2" }, false, false],
    ["its machine", { by: "machine", machineId: "mac_1" }, true, false],
    ["no equipment by a machine's rule", { by: "machine", machineId: "eqp_1" }, false, false],
    ["its equipment", { by: "equipment", equipmentId: "eqp_1" }, false, true],
    ["machines of its class", { by: "class", class: "server" }, true, false],
    ["no machines of another class", { by: "class", class: "laptop" }, false, false],
    ["equipment of its kind", { by: "equipment_kind", kind: "printer" }, false, true],
    ["a tag, in any case", { by: "tag", tag: "COMPTA" }, true, false],
    ["a tag of equipment too", { by: "tag", tag: "Étage 2" }, false, true],
    [
      "software by a part of its name, in any case",
      { by: "software", name: "sage 100" },
      true,
      false,
    ],
    ["no software that is not there", { by: "software", name: "Ciel" }, false, false],
  ])("%s", ([, rule, findsServer, findsPrinter]) => {
    expect(createPerimeter(only(rule))(server).covered).toBe(findsServer);
    expect(createPerimeter(only(rule))(printer).covered).toBe(findsPrinter);
  });
});

describe("the reason", () => {
  test.for<readonly [why: string, perimeter: Perimeter, reason: object]>([
    [
      "the first rule that includes it",
      only({ by: "class", class: "laptop" }, { by: "site", siteId: "sit_1" }, everything),
      { covered: true, because: "included", rule: 1 },
    ],
    [
      "exclude wins, whatever the order",
      {
        include: [everything],
        exclude: [
          { by: "site", siteId: "x" },
          { by: "tag", tag: "compta" },
        ],
      },
      { covered: false, because: "excluded", rule: 1 },
    ],
    [
      "what nothing includes needs no exclusion",
      { include: [], exclude: [everything] },
      { covered: false, because: "no_rule", rule: null },
    ],
    [
      "a rule about software stands in the order like any other",
      only({ by: "software", name: "postgres" }, everything),
      { covered: true, because: "included", rule: 0 },
    ],
  ])("%s", ([, perimeter, reason]) => {
    expect(createPerimeter(perimeter)(server)).toEqual(reason);
  });
});

test("where nobody knows the software, no rule about software finds the machine", () => {
  const unknown = { ...server, software: undefined };
  expect(createPerimeter(only({ by: "software", name: "s" }))(unknown).covered).toBe(false);
  const excluding = { include: [everything], exclude: [{ by: "software", name: "s" } as const] };
  expect(createPerimeter(excluding)(unknown).covered).toBe(true);
});

test.for<readonly [why: string, inventory: unknown, names: string[] | undefined]>([
  ["an inventory without a list says nothing", { v: 1, os: { edition: "Pro" } }, undefined],
  ["a list of names", { software: ["Sage 100"] }, ["Sage 100"]],
  ["a list of programs with a name", { software: [{ name: "Sage", version: "2" }] }, ["Sage"]],
  ["an empty list: nothing is installed", { software: [] }, []],
  ["what is no name is left out", { software: [1, null, {}, { name: 3 }, "A"] }, ["A"]],
  ["no inventory at all", undefined, undefined],
])("software: %s", ([, inventory, names]) => {
  expect(softwareOf(inventory)).toEqual(names);
});

test("what depends on inventories is told", () => {
  const bySoftware = only({ by: "software", name: "x" });
  const byClass = { include: [everything], exclude: [{ by: "class", class: "laptop" } as const] };
  expect([bySoftware, byClass, only(everything)].map(looksAtSoftware)).toEqual([
    true,
    false,
    false,
  ]);
  expect([bySoftware, byClass, only(everything)].map(looksAtInventory)).toEqual([
    true,
    true,
    false,
  ]);
});

/** The definition, word by word: what `createPerimeter` must agree with, however it looks rules up. */
function finds(rule: PerimeterRule, thing: Coverable): boolean {
  if (rule.by === "everything") return true;
  if (rule.by === "site") return thing.siteId === rule.siteId;
  if (rule.by === "tag") return thing.tags.includes(rule.tag);
  return thing.what === "machine" ? findsMachine(rule, thing) : findsEquipment(rule, thing);
}

function findsMachine(rule: PerimeterRule, machine: Extract<Coverable, { what: "machine" }>) {
  if (rule.by === "machine") return machine.id === rule.machineId;
  if (rule.by === "class") return machine.class === rule.class;
  if (rule.by !== "software") return false;
  return (machine.software ?? []).some((name) => name.includes(rule.name));
}

function findsEquipment(rule: PerimeterRule, thing: Extract<Coverable, { what: "equipment" }>) {
  if (rule.by === "equipment") return thing.id === rule.equipmentId;
  return rule.by === "equipment_kind" && thing.kind === rule.kind;
}

const ids = fc.constantFrom("a", "b", "c");
const anyRule: fc.Arbitrary<PerimeterRule> = fc.oneof(
  fc.record({ by: fc.constant("site" as const), siteId: ids }),
  fc.record({ by: fc.constant("machine" as const), machineId: ids }),
  fc.record({ by: fc.constant("equipment" as const), equipmentId: ids }),
  fc.record({
    by: fc.constant("class" as const),
    class: fc.constantFrom("server" as const, "laptop" as const),
  }),
  fc.record({
    by: fc.constant("equipment_kind" as const),
    kind: fc.constantFrom("printer" as const, "phone" as const),
  }),
  fc.record({ by: fc.constant("tag" as const), tag: ids }),
  fc.record({ by: fc.constant("software" as const), name: ids }),
);
const anyThing: fc.Arbitrary<Coverable> = fc.oneof(
  fc.record({
    what: fc.constant("machine" as const),
    id: ids,
    siteId: fc.option(ids),
    tags: fc.uniqueArray(ids),
    class: fc.constantFrom("server" as const, "laptop" as const),
    software: fc.option(fc.array(fc.constantFrom("xa", "by", "z")), { nil: undefined }),
  }),
  fc.record({
    what: fc.constant("equipment" as const),
    id: ids,
    siteId: fc.option(ids),
    tags: fc.uniqueArray(ids),
    kind: fc.constantFrom("printer" as const, "phone" as const),
  }),
);

test("the quick way of looking rules up says what the definition says", () => {
  const rules = fc.array(anyRule, { maxLength: 6 });
  fc.assert(
    fc.property(rules, rules, anyThing, (include, exclude, thing) => {
      const included = include.findIndex((rule) => finds(rule, thing));
      const excluded = exclude.findIndex((rule) => finds(rule, thing));
      const { covered, rule } = createPerimeter({ include, exclude })(thing);
      expect(covered).toBe(included >= 0 && excluded < 0);
      const deciding = included >= 0 && excluded >= 0 ? excluded : included;
      expect(rule).toBe(deciding < 0 ? null : deciding);
    }),
  );
});
