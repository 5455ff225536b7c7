import type { Refusal } from "@vigie/shared/problems.ts";
import type {
  ChannelRefusal,
  InterventionCost,
  TicketPreviewWish,
} from "@vigie/shared/ticket-wish.ts";
import { channelRefusal } from "../domain/channels.ts";
import { interventionCost } from "../domain/intervention.ts";
import { createPerimeter, looksAtSoftware } from "../domain/perimeter.ts";
import { priorityOf } from "../domain/ticket.ts";
import {
  aboutOf,
  type CoverageDecision,
  consequenceOf,
  decideCoverage,
} from "../domain/ticket-coverage.ts";
import { instantOf, isOpen } from "../domain/working-time.ts";
import type { Contracts, Tables } from "../registry/registry.ts";
import { coveringBases, matrixOf, type TicketBasis } from "./bases.ts";
import type { CalendarBook } from "./calendar-book.ts";
import { readCoverables } from "./coverage.ts";
import { invalidTicket, type Named, type Subject, subjectOf } from "./ticket-subject.ts";

/**
 * What a ticket is worth that a person asks for, before it is opened: what the contracts make of it,
 * by which ways it may come, and what it costs where no fee holds it.
 */

export type Decision = CoverageDecision<TicketBasis>;

type Wished = Pick<TicketPreviewWish, "type" | "contractId">;

/** What is known of a wish before a ticket is made of it. */
export type Assessment = {
  readonly subject: Subject;
  readonly decision: Decision;
  /** Why the contract refuses the way by which it came. */
  readonly channelRefusal: ChannelRefusal | undefined;
  /** null = the fee holds it, or no price is known. */
  readonly cost: InterventionCost | null;
};

/** Refuses with `ticket_invalid` what names something that is not this customer's. */
export async function assess(
  { book, tables, atMs }: Omit<Asking, "contracts"> & { readonly tables: Tables },
  wish: Named & Wished & Pick<TicketPreviewWish, "channel">,
): Promise<Assessment | Refusal> {
  const subject = await subjectOf(tables, wish);
  if ("problem" in subject) return subject;
  const decision = await decisionAbout(tables, subject, { ...wish, atMs });
  if ("problem" in decision) return decision;
  const asking = { book, contracts: tables.contracts, atMs };
  return {
    subject,
    decision,
    channelRefusal: await refusalOf(asking, decision, wish.channel),
    cost: await costOf(asking, decision, subject.customerId),
  };
}

/** By what is in force at an instant; a contract that is named is the only one that is looked at. */
export async function decisionAbout(
  { contracts }: Pick<Tables, "contracts">,
  subject: Subject,
  { type, contractId, atMs }: Wished & { readonly atMs: number },
): Promise<Decision | Refusal> {
  const bases = await coveringBases(contracts, subject.customerId, atMs);
  const inForce =
    contractId === undefined ? bases : bases.filter((basis) => basis.contractId === contractId);
  if (contractId !== undefined && inForce.length === 0) {
    return invalidTicket("contractId: no contract of this customer with this id is in force");
  }
  const about = aboutOf(subject);
  const holding = await holdingOf(contracts, subject, inForce);
  return decideCoverage({ type, about, inForce, holding });
}

/** Of those in force the one whose perimeter has the thing: what began last has it. */
async function holdingOf(
  contracts: Contracts,
  { customerId, machineId, equipmentId }: Subject,
  inForce: readonly TicketBasis[],
): Promise<TicketBasis | undefined> {
  const id = machineId ?? equipmentId;
  if (id === null) return undefined;
  const withSoftware = inForce.some(({ clauses }) => looksAtSoftware(clauses.perimeter));
  const things = await readCoverables(contracts, customerId, { withSoftware });
  const thing = things.find((known) => known.id === id);
  if (thing === undefined) return undefined;
  return inForce.find(({ clauses }) => createPerimeter(clauses.perimeter)(thing).covered);
}

/** The priority by the contract that the ticket would be under. */
export function priorityUnder(
  { version }: Decision,
  weight: Pick<TicketPreviewWish, "impact" | "urgency">,
): number {
  return priorityOf(weight, matrixOf(version));
}

type Asking = {
  readonly book: CalendarBook;
  readonly contracts: Contracts;
  readonly atMs: number;
};

/** Why the contract refuses this way; where none holds the ticket, every way is good. */
async function refusalOf(
  { book, contracts, atMs }: Asking,
  { version }: Decision,
  channel: TicketPreviewWish["channel"],
): Promise<ChannelRefusal | undefined> {
  if (version === undefined) return undefined;
  const calendarOf = await book.newest(contracts);
  const channels = version.clauses.channels.map(({ channel: way, ticket, calendarId }) => ({
    channel: way,
    ticket,
    calendar: calendarId === undefined ? null : calendarOf(calendarId),
  }));
  return channelRefusal(channels, channel, instantOf(atMs));
}

/**
 * What an intervention on it costs. The contract that leaves out its type says so or, for what no
 * contract holds, the customer's first that has a price for interventions.
 */
export async function costOf(
  { book, contracts, atMs }: Asking,
  { coverage, version }: Pick<Decision, "coverage" | "version">,
  customerId: string,
): Promise<InterventionCost | null> {
  if (consequenceOf(coverage) === "clocks") return null;
  const others = await coveringBases(contracts, customerId, atMs);
  const bases = version === undefined ? others : [version];
  const priced = bases.find(({ clauses }) => clauses.pricing.perIntervention !== undefined);
  if (priced === undefined) return null;
  const calendarOf = await book.newest(contracts);
  const at = instantOf(atMs);
  return interventionCost(priced.clauses.pricing, (id) => isOpen(calendarOf(id), at));
}
