import { HOLIDAY_SETS } from "@vigie/shared/calendar.ts";
import type { ContractChange, ContractWish } from "@vigie/shared/contract-acts.ts";
import type { ContractKind, VersionContent } from "@vigie/shared/contract-version.ts";
import type { Language, Refusal } from "@vigie/shared/problems.ts";
import { dayAt } from "../domain/contract-course.ts";
import { startFrom, withCalendarIds } from "../domain/contract-template.ts";
import { templateNamed } from "../domain/contract-templates.ts";
import { completeClauses } from "../domain/default-clauses.ts";
import type { Place } from "../domain/templates/parts.ts";
import type { Contracts, CustomerRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { type ContractContext, STAFF } from "./contract-context.ts";
import { keepCalendars } from "./template-calendars.ts";

/** How contracts begin, and what of them may change without an amendment: what they are called. */

/** Contracts of one customer; what covers them is worked out together. */
const CONTRACTS_PER_CUSTOMER_MAX = 500;

/** Where a customer without a site is. */
const PLACE_DEFAULT: Place = { timeZone: "Europe/Paris", holidaySet: "FR" };

/** Makes a contract with its first draft. */
export async function createContract(
  { gathering: { unit }, newId, nowMs }: ContractContext,
  wish: ContractWish,
): Promise<{ readonly contractId: string } | Refusal> {
  const [customer] = await unit.estate.customerList({
    ids: [wish.customerId],
    sort: "id",
    limit: 1,
  });
  if (customer === undefined) return notFound(wish.customerId);
  const refusal = await wrongName(unit.contracts, { customerId: customer.id, number: wish.number });
  if (refusal !== undefined) return refusal;
  const language = wish.language ?? customer.language;
  const started = await start({ unit, newId, nowMs }, { wish, customer, language });
  if ("problem" in started) return started;

  const contractId = newId("con");
  const { number, name } = wish;
  const { kind, content } = started;
  await unit.contracts.addContract({
    id: contractId,
    customerId: customer.id,
    number,
    name,
    kind,
    language,
    dueAtMs: null,
  });
  const version = { id: newId("cov"), contractId, number: 1, createdAtMs: nowMs };
  await unit.contracts.addVersion({ ...version, ...content });
  await unit.contracts.addEvent({
    contractId,
    kind: "created",
    key: null,
    atMs: nowMs,
    actor: STAFF,
    parameters: { number, ...(wish.template !== undefined && { template: wish.template }) },
  });
  return { contractId };
}

/** Changes what a contract is called. */
export async function changeContract(
  { gathering: { unit } }: ContractContext,
  contractId: string,
  { version, ...change }: ContractChange & { readonly version: number },
): Promise<Outcome> {
  const found = await unit.contracts.findContract(contractId);
  if (found === undefined) return notFound(contractId);
  if (found.version !== version) {
    return conflict(found.version);
  }
  const { customerName: _customerName, sample: _sample, ...contract } = found;
  const after = { ...contract, ...change };
  const refusal = await wrongName(unit.contracts, after);
  if (refusal !== undefined) return refusal;
  await unit.contracts.changeContract(after);
  return { done: true };
}

/** A number names one contract of a customer. */
async function wrongName(
  contracts: Contracts,
  { id, customerId, number }: { id?: string; customerId: string; number: string },
): Promise<Refusal | undefined> {
  const others = (await contracts.contractsOf(customerId)).filter((other) => other.id !== id);
  if (others.some((other) => other.number === number)) {
    const detail = `number: the customer has another contract ${number}`;
    return { problem: "contract_invalid", detail };
  }
  if (others.length < CONTRACTS_PER_CUSTOMER_MAX) return undefined;
  const detail = `customerId: the customer has ${CONTRACTS_PER_CUSTOMER_MAX} contracts already`;
  return { problem: "contract_invalid", detail };
}

type Starting = {
  readonly wish: ContractWish;
  readonly customer: CustomerRow;
  readonly language: Language;
};

type StartedContract = { readonly kind: ContractKind; readonly content: VersionContent };

async function start(
  { unit, newId, nowMs }: Pick<ContractContext, "newId" | "nowMs"> & { readonly unit: Unit },
  { wish, customer, language }: Starting,
): Promise<StartedContract | Refusal> {
  const place = await placeOf(unit, customer.id);
  const today = dayAt(nowMs, place.timeZone).toString();
  if (wish.template === undefined) {
    return { kind: wish.kind ?? "maintenance", content: blankContent(place.timeZone, today) };
  }
  const template = templateNamed(wish.template);
  if (template === undefined) {
    const detail = `template: there is no template ${wish.template}`;
    return { problem: "contract_invalid", detail };
  }
  const started = startFrom(template, {
    language,
    place,
    today,
    customerName: customer.name,
    ...(wish.without !== undefined && { without: wish.without }),
  });
  if ("problem" in started) return started;
  const ids = await keepCalendars({ unit, newId }, customer, started.calendars);
  const { content } = started;
  return {
    kind: template.kind,
    content: { ...content, clauses: withCalendarIds(content.clauses, ids) },
  };
}

/** Plain defaults: four priorities that promise nothing yet, and no wording. */
function blankContent(timeZone: string, today: string): VersionContent {
  const clauses = completeClauses([1, 2, 3, 4].map((priority) => ({ priority, targets: [] })));
  return {
    clauses: { ...clauses, term: { ...clauses.term, timeZone, startsOn: today } },
    texts: {},
    variables: [],
    reviewed: [],
  };
}

/** Where a customer is worked for: at the first of its sites. */
async function placeOf({ estate }: Unit, customerId: string): Promise<Place> {
  const [site] = await estate.siteList({ customerId, sort: "id", limit: 1 });
  if (site === undefined) return PLACE_DEFAULT;
  const holidaySet = HOLIDAY_SETS.find((set) => set === site.holidaySet);
  return { timeZone: site.timeZone, holidaySet };
}
