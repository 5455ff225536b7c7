import { SEVERITY_WEIGHTS } from "../domain/default-clauses.ts";
import type { Rule } from "../domain/rule.ts";
import { isOpen, REOPEN_WITHIN_MS } from "../domain/ticket.ts";
import { type CoverageDecision, decideCoverage } from "../domain/ticket-coverage.ts";
import type { OutageRow, TicketRow, Unit } from "../registry/registry.ts";
import { ALERT_TYPE } from "./alert-ticket.ts";
import { basisNamed, type TicketBasis } from "./bases.ts";
import { VIGIE } from "./due.ts";
import type { Touch } from "./hold.ts";
import { type Asked, openTicket } from "./opening.ts";
import { perform } from "./perform.ts";
import type { RecountTools } from "./recount.ts";

/** The one ticket of an outage: whose contract it runs on, and what it says. */

type Opening = {
  readonly unit: Unit;
  readonly outage: OutageRow;
  readonly nowMs: number;
  readonly touch: Touch;
};

type Said = Pick<OutageRow, "ticketId" | "noTicket">;

/** Machines that are linked with the ticket; the outage itself lists all of them. */
const LINKED_MAX = 80;

/** The rule that says what becomes of outages; undefined = they are not looked for. */
export async function siteRule({ rules }: Unit): Promise<Rule | undefined> {
  return (await rules.all()).find(
    ({ condition, enabled }) => condition.kind === "site_offline" && enabled,
  );
}

/** The ticket of the outage before it, if that is fresh; else a new one, if contract and rule let it. */
export async function openOutageTicket(tools: RecountTools, opening: Opening): Promise<Said> {
  const { unit, outage, nowMs, touch } = opening;
  const rule = await siteRule(unit);
  if (rule?.opensTicket !== true) return { ticketId: null, noTicket: "rule_opens_none" };
  const decision = await decisionFor(unit, outage);
  if (decision.coverage !== "covered") {
    const isLeftOut = decision.coverage === "type_not_included";
    return { ticketId: null, noTicket: isLeftOut ? "type_not_included" : "not_covered" };
  }
  const { machines } = await unit.noise.outages.counts(outage.id);
  const told = { unit, by: VIGIE, nowMs, parameters: { machines } };
  const before = await ticketBefore(unit, outage);
  if (before !== undefined) {
    const act = { kind: isOpen(before) ? "repeat" : "fire_again" } as const;
    await perform(tools, { ...told, ticket: before, act });
  }
  const asked = toAsked({ outage, rule, decision });
  const ticket = before ?? (await openTicket(tools, { ...told, asked, decision }));
  for (const { id } of await unit.noise.outages.machines(outage.id)) {
    await linkMachine(tools, { ...opening, ticketId: ticket.id, machineId: id });
  }
  touch(ticket);
  return { ticketId: ticket.id, noTicket: null };
}

/** A site that goes again soon after it was back has its ticket already. */
async function ticketBefore(
  { noise: { outages }, tickets }: Unit,
  { siteId, sinceMs }: OutageRow,
): Promise<TicketRow | undefined> {
  const last = await outages.lastEnded(siteId);
  const ticket = last?.ticketId == null ? undefined : await tickets.find(last.ticketId);
  if (ticket === undefined || ticket.mergedIntoId !== null) return undefined;
  return isOpen(ticket) || resolvedItself(ticket, sinceMs) ? ticket : undefined;
}

function resolvedItself(
  { state, autoResolved, takenBy, resolvedAtMs }: TicketRow,
  againMs: number,
): boolean {
  if (state !== "resolved" || !autoResolved || takenBy !== null) return false;
  return resolvedAtMs !== null && resolvedAtMs >= againMs - REOPEN_WITHIN_MS;
}

/** The contract that covers most of the site's machines has the ticket. */
async function decisionFor(
  { contracts, noise }: Unit,
  { customerId, siteId }: OutageRow,
): Promise<CoverageDecision<TicketBasis>> {
  const atSite = new Set((await noise.outages.machinesAt(siteId)).map(({ id }) => id));
  const votes = new Map<string, number>();
  for (const { machineId, contractVersionId } of await contracts.coverageOf(customerId)) {
    if (!atSite.has(machineId)) continue;
    votes.set(contractVersionId, (votes.get(contractVersionId) ?? 0) + 1);
  }
  // Of as many machines each, the version that was made last: it is the same one every time.
  const [most] = [...votes].toSorted(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? 1 : -1));
  const holding = most && (await basisNamed(contracts, most[0]));
  const inForce = holding === undefined ? [] : [holding];
  return decideCoverage({ type: ALERT_TYPE, about: "machine", inForce, holding });
}

type Asking = {
  readonly outage: OutageRow;
  readonly rule: Rule;
  readonly decision: CoverageDecision<TicketBasis>;
};

function toAsked({ outage, rule, decision }: Asking): Asked {
  const weights = decision.version?.clauses.priorities.severities ?? SEVERITY_WEIGHTS;
  return {
    ...weights[rule.severity],
    customerId: outage.customerId,
    siteId: outage.siteId,
    machineId: null,
    equipmentId: null,
    ruleId: rule.id,
    object: "",
    alertId: null,
    title: null,
    channel: "monitoring",
    requesterId: null,
    assigneeId: null,
    teamId: null,
    type: ALERT_TYPE,
    severity: rule.severity,
    metric: null,
    value: null,
    threshold: null,
    eventAtMs: outage.sinceMs,
  };
}

type Linking = {
  readonly unit: Unit;
  readonly ticketId: string;
  readonly machineId: string;
  readonly nowMs: number;
};

/** Lists a machine on the ticket, once: it may be linked by hand or from before. */
export async function linkMachine(
  { newId }: RecountTools,
  { unit: { conversation }, ticketId, machineId, nowMs }: Linking,
): Promise<void> {
  const end = { otherTicketId: null, machineId, alertId: null };
  if ((await conversation.linkCount(ticketId)) >= LINKED_MAX) return;
  if ((await conversation.linkWith(ticketId, end)) !== undefined) return;
  const id = newId("lnk");
  const link = { ...end, id, ticketId, kind: "related", atMs: nowMs, actor: VIGIE } as const;
  await conversation.addLink(link);
}
