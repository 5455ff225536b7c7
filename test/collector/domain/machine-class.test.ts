import type { MachineClass } from "@vigie/shared/machine.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { classOf } from "../../../collector/domain/machine-class.ts";

const chassis = (type: string) => ({ chassis: { type } });
const battery = { battery: { present: true } };
const virtual = { system: { virtual: true } };

test.for<[string, unknown, MachineClass | undefined]>([
  ["a tower", chassis("Desktop"), "workstation"],
  ["a small one", chassis("Mini PC"), "workstation"],
  [
    "a tower that says it has no battery",
    { ...chassis("Tower"), battery: { present: false } },
    "workstation",
  ],
  ["a notebook", chassis("Notebook"), "laptop"],
  ["a tablet with a keyboard", chassis("Convertible"), "laptop"],
  ["a battery in a box that says nothing", battery, "laptop"],
  ["a rack", chassis("Rack Mount Chassis"), "server"],
  ["a blade", chassis("Blade"), "server"],
  [
    "a server edition on a tower",
    { ...chassis("Desktop"), os: { edition: "Windows Server 2022" } },
    "server",
  ],
  [
    "a server edition on a laptop stands in a rack of its own",
    { ...chassis("Laptop"), os: { edition: "Windows Server 2022" } },
    "server",
  ],
  ["a host for others", { os: { distribution: "Proxmox VE" } }, "server"],
  [
    "an observer is no server",
    { ...chassis("Desktop"), os: { distribution: "Observer OS" } },
    "workstation",
  ],
  [
    "a virtual machine in whatever box its host invents",
    { ...virtual, ...chassis("Notebook") },
    "virtual",
  ],
  [
    "a virtual machine with a server edition",
    { ...virtual, os: { edition: "Windows Server" } },
    "virtual",
  ],
  [
    "virtual in words is not said",
    { system: { virtual: "yes" }, ...chassis("Desktop") },
    "workstation",
  ],
  ["an empty inventory", {}, undefined],
  ["no inventory", null, undefined],
  ["a list", [1, 2], undefined],
  ["a word", "laptop", undefined],
  ["a chassis that is a number", { chassis: { type: 9 } }, undefined],
  ["a chassis that is only inherited", Object.create({ chassis: { type: "Notebook" } }), undefined],
])("%s", ([, inventory, found]) => {
  expect(classOf(inventory)).toBe(found);
});

test("whatever an inventory holds, it says a class or nothing", () => {
  const nasty = fc.record({
    system: fc.anything(),
    os: fc.anything(),
    chassis: fc.anything(),
    battery: fc.anything(),
  });
  fc.assert(
    fc.property(fc.oneof(nasty, fc.anything()), (inventory) => {
      expect([undefined, "server", "workstation", "laptop", "virtual"]).toContain(
        classOf(inventory),
      );
    }),
  );
});

test("a chassis of a megabyte of text is looked at no longer than it matters", () => {
  expect(classOf(chassis(`${"x".repeat(1_000_000)} notebook`))).toBe("workstation");
});
