import {
  ESCALATION_STEPS_MAX,
  type EscalationPolicyDocument,
  type EscalationPolicyStep,
  type EscalationPolicyWish,
  type EscalationTarget,
} from "@vigie/shared/escalation-policy.ts";
import { STAFF_ROLES } from "@vigie/shared/staff.ts";

/** An escalation policy as it is filled in, new or to be changed, and what is asked for with it. */

export type FilledStep = {
  /** Apart from the others while they are moved about. */
  readonly key: number;
  readonly after: string;
  /** Whom it tells, as `toTargetKey` writes it. */
  readonly target: string;
};

export type Filled = {
  /** Empty = it is called by what it does, where it came with Vigie. */
  readonly name: string;
  readonly priorities: readonly string[];
  readonly customerIds: readonly string[];
  readonly steps: readonly FilledStep[];
  readonly repeats: string;
  readonly repeatAfter: string;
};

const FIRST_AFTER_MINUTES = 15;

/** Of P1, the one on call after a quarter of an hour, until somebody says otherwise. */
export function toFilled(policy: EscalationPolicyDocument | undefined): Filled {
  if (policy === undefined) {
    return {
      name: "",
      priorities: ["1"],
      customerIds: [],
      steps: [{ key: 0, after: String(FIRST_AFTER_MINUTES), target: "on_call" }],
      repeats: "0",
      repeatAfter: "30",
    };
  }
  const { name, priorities, customerIds, steps, repeats, repeatAfterMinutes } = policy;
  return {
    name: name ?? "",
    priorities: priorities.map(String),
    customerIds,
    steps: steps.map(({ afterMinutes, to }, key) => ({
      key,
      after: String(afterMinutes),
      target: toTargetKey(to),
    })),
    repeats: String(repeats),
    repeatAfter: String(repeatAfterMinutes),
  };
}

/** `on_call`, or what it is and which, such as `role dispatcher`. */
export function toTargetKey(to: EscalationTarget): string {
  switch (to.tells) {
    case "on_call":
      return to.tells;
    case "rota":
      return `rota ${to.rotaId}`;
    case "staff":
      return `staff ${to.staffId}`;
    case "team":
      return `team ${to.teamId}`;
    case "role":
      return `role ${to.role}`;
  }
}

/** The target that a key is of; undefined where it is of none. */
export function toTarget(key: string): EscalationTarget | undefined {
  const [tells, of = ""] = key.split(" ");
  if (tells === "on_call") return { tells };
  if (tells === "rota") return { tells, rotaId: of };
  if (tells === "staff") return { tells, staffId: of };
  if (tells === "team") return { tells, teamId: of };
  const role = STAFF_ROLES.find((one) => one === of);
  return tells === "role" && role !== undefined ? { tells, role } : undefined;
}

/** The steps as they are asked for; undefined where one is not later than the one before it. */
export function toSteps(filled: readonly FilledStep[]): EscalationPolicyStep[] | undefined {
  const steps: EscalationPolicyStep[] = [];
  for (const { after, target } of filled) {
    const [afterMinutes, to] = [Number(after), toTarget(target)];
    const isLater = after !== "" && afterMinutes > (steps.at(-1)?.afterMinutes ?? -1);
    if (!isLater || to === undefined) return undefined;
    steps.push({ afterMinutes, to });
  }
  return steps.length === 0 ? undefined : steps;
}

/** The same with one more at the end, as long after the last one as that is after its own last. */
export function withStep(steps: readonly FilledStep[]): readonly FilledStep[] {
  if (steps.length >= ESCALATION_STEPS_MAX) return steps;
  const [before, last] = [steps.at(-2), steps.at(-1)];
  const lastMinutes = Number(last?.after ?? 0);
  const apart = lastMinutes - Number(before?.after ?? 0) || FIRST_AFTER_MINUTES;
  const key = Math.max(-1, ...steps.map((step) => step.key)) + 1;
  return [...steps, { key, after: String(lastMinutes + apart), target: "role dispatcher" }];
}

/** The policy as it is asked for; undefined while something is missing. */
export function toPolicyWish(filled: Filled): EscalationPolicyWish | undefined {
  const name = filled.name.trim();
  const rest = toPolicyChange(filled);
  return name === "" || rest === undefined ? undefined : { ...rest, name };
}

/** The same of one that stands: without a name it goes on being called as it was. */
export function toPolicyChange(
  filled: Filled,
): (Omit<EscalationPolicyWish, "name"> & { readonly name?: string }) | undefined {
  const steps = toSteps(filled.steps);
  if (steps === undefined) return undefined;
  const name = filled.name.trim();
  return {
    ...(name !== "" && { name }),
    customerIds: [...filled.customerIds],
    priorities: filled.priorities.map(Number),
    steps,
    repeats: Number(filled.repeats),
    repeatAfterMinutes: Number(filled.repeatAfter),
  };
}
