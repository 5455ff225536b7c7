import type { ContractClauses, Perimeter, PerimeterRule } from "@vigie/shared/contract.ts";
import type { ContractKind } from "@vigie/shared/contract-version.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { levelProblems } from "./clause-levels.ts";
import { moneyProblems } from "./clause-money.ts";
import { type Findings, repeated } from "./findings.ts";
import { checkTerm } from "./term.ts";

/**
 * Whether the clauses of a version hold together: what a schema cannot say. Each finding names the
 * place in the clauses, such as `levels[0].targets[2].calendarId`, and says what to do.
 */

/** What clauses may name: calendars, and what the contract's customer has. */
export type Nameable = {
  readonly kind: ContractKind;
  readonly calendarIds: ReadonlySet<string>;
  readonly siteIds: ReadonlySet<string>;
  readonly machineIds: ReadonlySet<string>;
  readonly equipmentIds: ReadonlySet<string>;
};

/** What a perimeter may name. */
type Owned = Pick<Nameable, "siteIds" | "machineIds" | "equipmentIds">;

/** Findings that one refusal tells; whoever mends these asks again. */
const FINDINGS_TOLD_MAX = 10;

/** Software names are compared with everything installed: each one costs. */
const SOFTWARE_RULES_MAX = 50;

/** The refusal is `contract_invalid` and tells the first findings. */
export function checkClauses(clauses: ContractClauses, nameable: Nameable): Refusal | undefined {
  return refusalOf(findingsIn(clauses, nameable));
}

/** A perimeter by itself, among what its customer has. The refusal is `contract_invalid`. */
export function checkPerimeter(perimeter: Perimeter, customerHas: Owned): Refusal | undefined {
  return refusalOf(perimeterProblems(perimeter, customerHas));
}

/** The calendars that the clauses name, each once, in their order. */
export function calendarIdsOf(
  clauses: Pick<ContractClauses, "levels" | "channels" | "pricing">,
): string[] {
  return [
    ...new Set([
      ...clauses.levels.flatMap(({ targets }) => targets.map(({ calendarId }) => calendarId)),
      ...clauses.channels.flatMap(({ calendarId }) => calendarId ?? []),
      ...(clauses.pricing.multipliers ?? []).map(({ calendarId }) => calendarId),
    ]),
  ];
}

function refusalOf(findings: Findings): Refusal | undefined {
  const told: string[] = [];
  for (const finding of findings) {
    if (told.length === FINDINGS_TOLD_MAX) break;
    told.push(finding);
  }
  if (told.length === 0) return undefined;
  return { problem: "contract_invalid", detail: told.join("; ") };
}

function* findingsIn(clauses: ContractClauses, nameable: Nameable): Findings {
  const term = checkTerm(clauses.term);
  if (term !== undefined) yield `term.${term.detail}`;
  yield* perimeterProblems(clauses.perimeter, nameable);
  for (const { value, place } of repeated(clauses.types)) {
    yield `types[${place}]: ${value} is listed twice`;
  }
  yield* levelProblems(clauses.levels, nameable.calendarIds);
  yield* channelProblems(clauses.channels, nameable);
  yield* moneyProblems(clauses, nameable.calendarIds);
  yield* exitProblems(clauses.exit);
  yield* managedProblems(clauses.managed, nameable);
}

function* perimeterProblems(perimeter: Perimeter, nameable: Owned): Findings {
  const { include, exclude } = perimeter;
  for (const [side, rules] of [["include", include] as const, ["exclude", exclude] as const]) {
    for (const [place, rule] of rules.entries()) {
      if (!isKnown(rule, nameable)) {
        yield `perimeter.${side}[${place}]: the customer has no such ${rule.by}`;
      }
    }
  }
  const all = exclude.findIndex(({ by }) => by === "everything");
  if (all >= 0) yield `perimeter.exclude[${all}]: excluding everything leaves nothing covered`;
  const programs = [...include, ...exclude].filter(({ by }) => by === "software").length;
  if (programs > SOFTWARE_RULES_MAX) {
    yield `perimeter: ${programs} rules look at software, at most ${SOFTWARE_RULES_MAX} may`;
  }
}

function isKnown(rule: PerimeterRule, { siteIds, machineIds, equipmentIds }: Owned): boolean {
  if (rule.by === "site") return siteIds.has(rule.siteId);
  if (rule.by === "machine") return machineIds.has(rule.machineId);
  return rule.by !== "equipment" || equipmentIds.has(rule.equipmentId);
}

function* channelProblems(
  channels: ContractClauses["channels"],
  { calendarIds }: Nameable,
): Findings {
  for (const { value, place } of repeated(channels.map(({ channel }) => channel))) {
    yield `channels[${place}]: ${value} is listed twice`;
  }
  for (const [place, { calendarId }] of channels.entries()) {
    if (calendarId !== undefined && !calendarIds.has(calendarId)) {
      yield `channels[${place}].calendarId: there is no calendar ${calendarId}`;
    }
  }
}

/** Steps are known by their titles: two of the same could not be told apart in an amendment. */
function* exitProblems({ steps }: ContractClauses["exit"]): Findings {
  for (const { value, place } of repeated(steps.map(({ title }) => title))) {
    yield `exit.steps[${place}].title: another step is called "${value}" too`;
  }
}

function* managedProblems(
  managed: ContractClauses["managed"],
  { kind, siteIds }: Nameable,
): Findings {
  if (managed === null) return;
  if (kind !== "managed") {
    yield "managed: only a contract for managed services has this clause; leave it null";
  }
  for (const [place, { siteId }] of managed.presence.entries()) {
    if (!siteIds.has(siteId)) {
      yield `managed.presence[${place}].siteId: the customer has no such site`;
    }
  }
  for (const { place } of repeated(managed.presence.map(({ siteId }) => siteId))) {
    yield `managed.presence[${place}].siteId: the site is listed twice`;
  }
}
