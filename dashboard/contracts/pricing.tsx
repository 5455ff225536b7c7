import type { Pricing as PricingClause } from "@vigie/shared/contract-terms.ts";
import { useWords } from "../words/words.tsx";
import { Clause, Facts } from "./clause.tsx";
import { FeeField } from "./fee-field.tsx";
import type { Reader } from "./promise-words.ts";
import { type ContractReading, calendarName, clausesOf } from "./reading.ts";

const MINUTE_SECONDS = 60;

/** What is paid for what, without VAT. */
export function Pricing({ reading }: { readonly reading: ContractReading }) {
  const reader = useWords();
  const { words, formats } = reader;
  const { pricing } = clausesOf(reading);
  const { editing } = reading;
  return (
    <Clause of="pricing" reading={reading}>
      {editing !== undefined && <FeeField editing={editing} />}
      <Facts
        rows={[
          [words.pricing.flat, flatText(pricing, reader)],
          [words.pricing.included, includedText(pricing, reader)],
          [words.pricing.prepaid, prepaidText(pricing, reader)],
          [words.pricing.overage, moneyText(pricing, pricing.overageHourlyCents, reader)],
          [words.pricing.intervention, interventionText(pricing, reader)],
          [words.pricing.multipliers, multipliersText(reading, reader)],
          [words.pricing.travel, travelText(pricing, reader)],
          [
            words.pricing.rounding,
            words.pricing.roundingSays({ duration: minutes(pricing.roundingMinutes, reader) }),
          ],
        ]}
      />
      <p className="small muted">
        {words.pricing.netOfTax({ rate: formats.share(pricing.vatBasisPoints) })}
      </p>
    </Clause>
  );
}

function minutes(count: number, { formats }: Reader): string {
  return formats.budget(count * MINUTE_SECONDS);
}

function moneyText({ currency }: PricingClause, cents: number | undefined, { formats }: Reader) {
  return cents === undefined ? undefined : formats.money(cents, currency);
}

function flatText({ flat, currency }: PricingClause, { words, formats }: Reader) {
  if (flat === undefined) return undefined;
  return [
    formats.money(flat.amountCents, currency),
    words.pricing.flatPer[flat.per],
    words.pricing.every({ n: flat.everyMonths }),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function includedText({ included }: PricingClause, reader: Reader) {
  if (included === undefined) return undefined;
  const { pricing } = reader.words;
  const { carryOver, carryOverMaxMinutes: most } = included;
  const start = `${minutes(included.minutes, reader)} ${pricing.every({ n: included.everyMonths })}`;
  if (!carryOver) return `${start}, ${pricing.noCarryOver}`;
  const rest =
    most === undefined ? pricing.carryOver : pricing.carryOverMax({ hours: minutes(most, reader) });
  return `${start}, ${rest}`;
}

function prepaidText({ prepaid, currency }: PricingClause, reader: Reader) {
  if (prepaid === undefined) return undefined;
  const { words, formats } = reader;
  const { expiresAfterMonths: months } = prepaid;
  const start = words.pricing.prepaidSays({
    hours: minutes(prepaid.minutes, reader),
    price: formats.money(prepaid.priceCents, currency),
  });
  return months === undefined ? start : `${start}, ${words.pricing.expires({ n: months })}`;
}

function interventionText({ perIntervention: paid, currency }: PricingClause, reader: Reader) {
  if (paid === undefined) return undefined;
  const { words, formats } = reader;
  return words.pricing.interventionSays({
    callOut: formats.money(paid.callOutCents, currency),
    hourly: formats.money(paid.hourlyCents, currency),
    minimum: minutes(paid.minimumMinutes, reader),
  });
}

function multipliersText(reading: ContractReading, { words, formats }: Reader) {
  const { multipliers = [] } = clausesOf(reading).pricing;
  if (multipliers.length === 0) return undefined;
  return multipliers
    .map(({ calendarId, basisPoints }) =>
      words.pricing.multiplierSays({
        share: formats.share(basisPoints),
        calendar: calendarName(reading, calendarId),
      }),
    )
    .join(", ");
}

function travelText({ travel, currency }: PricingClause, { words, formats }: Reader) {
  if (travel === undefined) return undefined;
  const start = words.pricing.travelSays({
    visit: formats.money(travel.visitCents, currency),
    kilometre: formats.money(travel.kilometreCents, currency),
  });
  if (travel.visitsIncluded === 0) return start;
  return `${start}, ${words.pricing.visitsIncluded({ n: travel.visitsIncluded })}`;
}
