import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { beforeEach, expect } from "vitest";
import type { HandAct } from "../../collector/flow/acts.ts";
import { useJourney } from "./journey.ts";
import { FULL, linesOf } from "./journey-reading.ts";
import { hours, promise } from "./promises.ts";

/**
 * Stories of one ticket and what people do to it. The office works from Monday to Friday, 9 to 18; each
 * ticket opens on Monday at 11:00 with eighteen hours to restore, four to respond and acknowledge.
 */

const ACKNOWLEDGE = { kind: "acknowledgement", pausable: false } as const;
const RESPOND = { kind: "first_response", pausable: false } as const;
export const RESTORE = { kind: "restoration", pausable: true } as const;

/** In Paris: "24T10:00" is Tuesday. */
export const paris = (text: string): string => `2026-11-${text}:00+01:00`;

/** An instant of Paris as the API says it. */
export const instant = (text: string): string =>
  Temporal.Instant.from(paris(text)).toString({ smallestUnit: "millisecond" });

type Unsigned<Act> = Act extends HandAct ? Omit<Act, "by"> : never;

/** A story with two machines for each test of a file; call it at the top. */
export function useTicketStory() {
  const story = useJourney({ m1: { class: "laptop" }, m2: { class: "laptop" } });

  beforeEach(async () => {
    await promise(story, {
      1: [
        { ...ACKNOWLEDGE, budgetSeconds: hours(1) },
        { ...RESTORE, budgetSeconds: hours(12), always: true },
      ],
      3: [
        { ...ACKNOWLEDGE, budgetSeconds: hours(4) },
        { ...RESPOND, budgetSeconds: hours(4) },
        { ...RESTORE, budgetSeconds: hours(18) },
      ],
    });
  });

  async function ticket(name = "m1"): Promise<TicketDetail> {
    const [found] = await story.tickets(name);
    if (found === undefined) throw new Error("no ticket was opened");
    return found;
  }

  async function opens(name = "m1"): Promise<TicketDetail> {
    await story.agent(name).greets();
    await story.at(paris("23T10:54"));
    await story.reportsFor(6, name, FULL);
    const opened = await ticket(name);
    expect(opened.openedAt).toBe(instant("23T11:00"));
    return opened;
  }

  /** Nadia does this at that time. */
  async function does(
    at: string,
    act: Unsigned<HandAct>,
    given: { readonly atMs?: number } = {},
  ): Promise<void> {
    await story.at(paris(at));
    const { id, version } = await ticket();
    const outcome = await story.hands().act(id, { ...act, by: "Nadia" }, { ...given, version });
    expect(outcome).toEqual({ done: true });
  }

  async function target(kind: TargetKind, name = "m1") {
    return (await ticket(name)).targets.find((promised) => promised.kind === kind);
  }

  async function lines(name = "m1"): Promise<string[]> {
    return linesOf(await ticket(name));
  }

  return { story, ticket, opens, does, target, lines };
}
