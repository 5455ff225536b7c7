import type { ContractSummary } from "@vigie/shared/contract-version.ts";
import { useWords } from "../words/words.tsx";
import { type Standing, toStanding, toStandingText } from "./term-words.ts";

const SHAPES: Readonly<Record<Standing, string>> = {
  draft: "pending",
  not_started: "pending",
  in_force: "fine",
  notice_given: "attention",
  ended: "unknown",
};

/** Where a contract stands, in a shape and a word; one that ends says when. */
export function StandingMark({
  contract,
}: {
  readonly contract: Pick<ContractSummary, "version" | "standing">;
}) {
  const reader = useWords();
  const standing = toStanding(contract);
  return (
    <span className="standing">
      <span className={`shape shape-${SHAPES[standing]}`} />
      {toStandingText(contract, reader)}
    </span>
  );
}
