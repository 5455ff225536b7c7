import type { CoverageReason } from "@vigie/shared/ticket-document.ts";
import type { InterventionCost } from "@vigie/shared/ticket-wish.ts";
import type { Words } from "../words/words.tsx";

/** What the contract makes of a ticket, in sentences: why, what follows, and what it would cost. */

type Reader = Pick<Words, "words" | "formats">;

/** Why it is covered or not. */
export function toReasonText(
  { code, parameters }: CoverageReason,
  { words: { coverage, clauses } }: Reader,
): string {
  const said = (name: string) => String(parameters[name] ?? "");
  const contract = said("contract");
  return coverage.reason[code]({ contract, type: typeText(said("type"), clauses) });
}

function typeText(type: string, { types }: Words["words"]["clauses"]): string {
  return Object.entries(types).find(([name]) => name === type)?.[1] ?? type;
}

/** 10,000 = the ordinary price. */
const WHOLE = 10_000;

/** What an intervention costs at the least, and how that is made up. */
export function toCostText(
  cost: InterventionCost,
  { words: { coverage }, formats }: Reader,
): { readonly atLeast: string; readonly parts: readonly string[] } {
  const money = (cents: number) => formats.money(cents, cost.currency);
  const parts = [
    cost.callOutCents > 0 && coverage.callOut({ amount: money(cost.callOutCents) }),
    cost.hourlyCents > 0 &&
      coverage.hourly({
        amount: money(cost.hourlyCents),
        minimum: formats.duration(cost.minimumMinutes * 60),
      }),
    cost.travelCents > 0 && coverage.travel({ amount: money(cost.travelCents) }),
    cost.basisPoints !== WHOLE &&
      coverage.multiplied({ share: formats.text("percent", cost.basisPoints / 100) }),
  ];
  return {
    atLeast: coverage.atLeast({ amount: money(cost.atLeastCents) }),
    parts: parts.filter((part) => part !== false),
  };
}
