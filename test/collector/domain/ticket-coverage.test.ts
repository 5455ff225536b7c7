import type { MaintenanceType } from "@vigie/shared/contract.ts";
import { TICKET_TYPES, type TicketType } from "@vigie/shared/ticket.ts";
import { COVERAGES } from "@vigie/shared/ticket-document.ts";
import { describe, expect, test } from "vitest";
import {
  aboutOf,
  consequenceOf,
  decideCoverage,
  type Holding,
  includesType,
  type SubjectKind,
} from "../../../collector/domain/ticket-coverage.ts";

const contract = (contractName: string, ...types: MaintenanceType[]): Holding => ({
  contractName,
  clauses: { types },
});

const repairs = contract("Repairs", "corrective");
const helpDesk = contract("Help desk", "user_support", "preventive");

type Case = {
  readonly because: string;
  readonly type: TicketType;
  readonly about: SubjectKind;
  readonly inForce: readonly Holding[];
  readonly holding?: Holding;
  readonly coverage: string;
  readonly code: string;
  readonly parameters: object;
  readonly version?: Holding;
};

describe("what the contracts make of a ticket", () => {
  test.for<Case>([
    {
      because: "a machine that a contract holds, and the contract repairs it",
      type: "incident",
      about: "machine",
      inForce: [repairs],
      holding: repairs,
      coverage: "covered",
      code: "machine_covered",
      parameters: { contract: "Repairs" },
      version: repairs,
    },
    {
      because: "the same for what has no agent",
      type: "incident",
      about: "equipment",
      inForce: [repairs],
      holding: repairs,
      coverage: "covered",
      code: "equipment_covered",
      parameters: { contract: "Repairs" },
      version: repairs,
    },
    {
      because: "a contract that repairs answers no questions; the ticket would be under it",
      type: "request",
      about: "machine",
      inForce: [repairs],
      holding: repairs,
      coverage: "type_not_included",
      code: "type_left_out",
      parameters: { contract: "Repairs", type: "user_support" },
      version: repairs,
    },
    {
      because: "another contract that includes the type does not hold this machine",
      type: "request",
      about: "machine",
      inForce: [helpDesk, repairs],
      holding: repairs,
      coverage: "type_not_included",
      code: "type_left_out",
      parameters: { contract: "Repairs", type: "user_support" },
      version: repairs,
    },
    {
      because: "a machine that the perimeter leaves out is under no version, not even in secret",
      type: "incident",
      about: "machine",
      inForce: [repairs],
      coverage: "outside_perimeter",
      code: "machine_left_out",
      parameters: { contract: "Repairs" },
    },
    {
      because: "nor is equipment",
      type: "incident",
      about: "equipment",
      inForce: [repairs],
      coverage: "outside_perimeter",
      code: "equipment_left_out",
      parameters: { contract: "Repairs" },
    },
    {
      because: "about no thing: the first contract that includes the type holds it",
      type: "request",
      about: "customer",
      inForce: [repairs, helpDesk],
      coverage: "covered",
      code: "contract_of_customer",
      parameters: { contract: "Help desk" },
      version: helpDesk,
    },
    {
      because: "where none includes the type, the first says what is missing",
      type: "evolutive",
      about: "customer",
      inForce: [repairs, helpDesk],
      coverage: "type_not_included",
      code: "type_left_out",
      parameters: { contract: "Repairs", type: "evolutive" },
      version: repairs,
    },
    {
      because: "without a contract there is nothing to be inside of",
      type: "incident",
      about: "machine",
      inForce: [],
      coverage: "no_contract",
      code: "no_contract_in_force",
      parameters: {},
    },
  ])("$because", ({ type, about, inForce, holding, coverage, code, parameters, version }) => {
    expect(decideCoverage({ type, about, inForce, holding })).toEqual({
      coverage,
      reason: { code, parameters },
      version,
    });
  });
});

test("only what is covered runs on clocks; all else is paid by the intervention", () => {
  expect(COVERAGES.map((coverage) => [coverage, consequenceOf(coverage)])).toEqual([
    ["covered", "clocks"],
    ["type_not_included", "intervention"],
    ["outside_perimeter", "intervention"],
    ["no_contract", "intervention"],
  ]);
});

test.for([
  ["incident", "corrective"],
  ["request", "user_support"],
  ["preventive", "preventive"],
  ["evolutive", "evolutive"],
] as const)("%s is the work of %s, and of nothing else", ([type, work]) => {
  expect(includesType({ types: [work] }, type)).toBe(true);
  const others = TICKET_TYPES.filter((other) => other !== type);
  expect(others.map((other) => includesType({ types: [work] }, other))).not.toContain(true);
});

test.for([
  ["machine", { machineId: "mac_1", equipmentId: null }],
  ["equipment", { machineId: null, equipmentId: "eqp_1" }],
  ["customer", { machineId: null, equipmentId: null }],
] as const)("it is about the %s", ([about, ids]) => {
  expect(aboutOf(ids)).toBe(about);
});
