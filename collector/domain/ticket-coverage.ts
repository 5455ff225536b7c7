import type { ContractClauses, MaintenanceType } from "@vigie/shared/contract.ts";
import type { TicketType } from "@vigie/shared/ticket.ts";
import type { CoverageReason, TicketCoverage } from "@vigie/shared/ticket-document.ts";

/**
 * What the contracts of a customer make of a ticket, and why. Only what is covered runs on the
 * contract's promises; everything else is paid by the intervention, and no promise is made silently.
 *
 *     no contract is in force ---------------------------------> no_contract
 *     about a thing that no perimeter in force holds ----------> outside_perimeter
 *     the contract that holds it leaves out the ticket's type -> type_not_included
 *     else ----------------------------------------------------> covered
 */

/** What a ticket is about, as perimeters see it: a thing of theirs, or the customer as such. */
export type SubjectKind = "machine" | "equipment" | "customer";

export function aboutOf({
  machineId,
  equipmentId,
}: {
  readonly machineId: string | null;
  readonly equipmentId: string | null;
}): SubjectKind {
  if (machineId !== null) return "machine";
  return equipmentId === null ? "customer" : "equipment";
}

/** A contract version in force, as this decision looks at it. */
export type Holding = {
  readonly contractName: string;
  readonly clauses: Pick<ContractClauses, "types">;
};

export type CoverageDecision<Version extends Holding = Holding> = {
  readonly coverage: TicketCoverage;
  readonly reason: Pick<CoverageReason, "code" | "parameters">;
  /** The version whose promises it runs on or, of a type that is left out, would. */
  readonly version: Version | undefined;
};

/** The work that a type of ticket asks for. */
const WORK = {
  incident: "corrective",
  request: "user_support",
  preventive: "preventive",
  evolutive: "evolutive",
} as const satisfies Record<TicketType, MaintenanceType>;

/** Whether a contract includes the work that a type of ticket asks for. */
export function includesType({ types }: Pick<ContractClauses, "types">, type: TicketType): boolean {
  return types.includes(WORK[type]);
}

/** Whether promises run, or the ticket is paid by the intervention. */
export function consequenceOf(coverage: TicketCoverage): CoverageReason["consequence"] {
  return coverage === "covered" ? "clocks" : "intervention";
}

export function decideCoverage<Version extends Holding>({
  type,
  about,
  inForce,
  holding,
}: {
  readonly type: TicketType;
  readonly about: SubjectKind;
  /** In force for the customer; the first is the one that is preferred. */
  readonly inForce: readonly Version[];
  /** The one whose perimeter has the thing, where the ticket is about a thing. */
  readonly holding: Version | undefined;
}): CoverageDecision<Version> {
  const [first] = inForce;
  if (first === undefined) {
    return {
      coverage: "no_contract",
      reason: { code: "no_contract_in_force", parameters: {} },
      version: undefined,
    };
  }
  if (about !== "customer") {
    return holding === undefined ? leftOut(about, first) : judged(about, type, holding);
  }
  const including = inForce.find(({ clauses }) => includesType(clauses, type));
  return judged(about, type, including ?? first);
}

function leftOut<Version extends Holding>(
  about: "machine" | "equipment",
  { contractName: contract }: Version,
): CoverageDecision<Version> {
  const code = `${about}_left_out` as const;
  return {
    coverage: "outside_perimeter",
    reason: { code, parameters: { contract } },
    version: undefined,
  };
}

const COVERED_BECAUSE = {
  machine: "machine_covered",
  equipment: "equipment_covered",
  customer: "contract_of_customer",
} as const satisfies Record<SubjectKind, CoverageReason["code"]>;

function judged<Version extends Holding>(
  about: SubjectKind,
  type: TicketType,
  version: Version,
): CoverageDecision<Version> {
  const { contractName: contract, clauses } = version;
  if (includesType(clauses, type)) {
    const code = COVERED_BECAUSE[about];
    return { coverage: "covered", reason: { code, parameters: { contract } }, version };
  }
  const parameters = { contract, type: WORK[type] };
  return {
    coverage: "type_not_included",
    reason: { code: "type_left_out", parameters },
    version,
  };
}
