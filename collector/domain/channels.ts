import type { Channel, ChannelClause } from "@vigie/shared/contract.ts";
import type { ChannelRefusal } from "@vigie/shared/ticket-wish.ts";
import { type Calendar, isOpen, nextOpening } from "./working-time.ts";

/**
 * The ways by which a contract lets a customer ask. One that is not listed is refused, one that has
 * hours is refused outside them, and one that never opens a ticket is only logged. Whoever is refused
 * is told which ways there are.
 */

/** A channel clause with its hours; null = always. */
export type OpenChannel = Pick<ChannelClause, "channel" | "ticket"> & {
  readonly calendar: Calendar | null;
};

/** Why a way is refused at an instant; undefined = a ticket may be opened by it. */
export function channelRefusal(
  channels: readonly OpenChannel[],
  channel: Channel,
  at: Temporal.Instant,
): ChannelRefusal | undefined {
  const clause = channels.find((listed) => listed.channel === channel);
  const refused = { channel, opensAt: null, allowed: allowedAt(channels, at) };
  if (clause === undefined) return { ...refused, why: "not_allowed" };
  if (clause.ticket === "never") return { ...refused, why: "log_only" };
  const { calendar } = clause;
  if (calendar === null || isOpen(calendar, at)) return undefined;
  return { ...refused, why: "closed", opensAt: textOf(nextOpening(calendar, at)) };
}

/** The refusal as one clause of a sentence: what is refused, and what is not. */
export function tellChannelRefusal({ channel, why, opensAt, allowed }: ChannelRefusal): string {
  const ways = allowed.map(({ channel: way, openNow }) => (openNow ? way : `${way} (closed now)`));
  const open = ways.length === 0 ? "the contract allows no way" : `allowed: ${ways.join(", ")}`;
  return `channel: ${WHY[why](channel, opensAt ?? "")}; ${open}`;
}

const WHY: Readonly<Record<ChannelRefusal["why"], (channel: Channel, opensAt: string) => string>> =
  {
    not_allowed: (channel) => `the contract does not allow ${channel}`,
    log_only: (channel) => `by the contract ${channel} is logged and opens no ticket`,
    closed: (channel, opensAt) => `${channel} is closed until ${opensAt}`,
  };

/** Monitoring is no way for people. */
function allowedAt(
  channels: readonly OpenChannel[],
  at: Temporal.Instant,
): ChannelRefusal["allowed"] {
  return channels
    .filter(({ channel, ticket }) => channel !== "monitoring" && ticket !== "never")
    .map(({ channel, calendar }) => ({
      channel,
      openNow: calendar === null || isOpen(calendar, at),
    }));
}

function textOf(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: "millisecond" });
}
