import type { AlertRow } from "../registry/registry.ts";
import type { Held, Holding } from "./hold.ts";
import { holdOfSite } from "./outages.ts";
import type { RecountTools } from "./recount.ts";
import { holdBehind } from "./upstreams.ts";
import { holdOfWindow } from "./windows-held.ts";

/**
 * What holds the ticket of an alert back: that somebody knows of it, a maintenance window, and, where the
 * machine is away, that what it is behind is away too, or its whole site. The alert is looked at again
 * when that is over; what still fires then opens its ticket, and its clocks start then.
 */
export async function holdOf(tools: RecountTools, holding: Holding): Promise<Held | undefined> {
  const { row, change, nowMs } = holding;
  const held = holdOfPerson(row, nowMs) ?? (await holdOfWindow(holding));
  if (held !== undefined || change.cell.rule.condition.kind !== "offline") return held;
  return (await holdBehind(holding)) ?? (await holdOfSite(tools, holding));
}

/** Whoever acknowledged it knows of it, however often it comes and goes until then. */
function holdOfPerson({ acknowledged }: AlertRow, nowMs: number): Held | undefined {
  if (acknowledged === null || acknowledged.untilMs <= nowMs) return undefined;
  return { noTicket: "acknowledged", hold: { byId: null, untilMs: acknowledged.untilMs } };
}
