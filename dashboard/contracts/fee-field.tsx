import { TextInput } from "@mantine/core";
import type { VersionWish } from "@vigie/shared/contract-version.ts";
import { useWords } from "../words/words.tsx";
import { type Editing, isFilledByVariable } from "./reading.ts";

const FEE_POINTER = "/pricing/flat/amountCents";
const UNIT_CENTS = 100;
/** Ten million: what the collector takes. */
const FEE_MAX = 10_000_000;

/** The flat fee of a draft, in whole units and cents; a variable that fills it has its own field. */
export function FeeField({ editing }: { readonly editing: Editing }) {
  const { words } = useWords();
  const { content, change } = editing;
  const { flat, currency } = content.clauses.pricing;
  if (flat === undefined || isFilledByVariable(content, FEE_POINTER)) return null;
  return (
    <TextInput
      type="number"
      className="short-field"
      label={words.draft.fee}
      min={0}
      max={FEE_MAX}
      step="0.01"
      rightSection={<span className="muted">{currency}</span>}
      rightSectionWidth={52}
      defaultValue={flat.amountCents / UNIT_CENTS}
      onChange={({ currentTarget }) => {
        const typed = currentTarget.valueAsNumber;
        if (!currentTarget.validity.valid || Number.isNaN(typed)) return;
        change(withFee(content, Math.round(typed * UNIT_CENTS)));
      }}
    />
  );
}

/** The same content with another flat fee, where it has one. */
export function withFee(content: VersionWish, amountCents: number): VersionWish {
  const { clauses } = content;
  const { flat } = clauses.pricing;
  if (flat === undefined) return content;
  const pricing = { ...clauses.pricing, flat: { ...flat, amountCents } };
  return { ...content, clauses: { ...clauses, pricing } };
}
