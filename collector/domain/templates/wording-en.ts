import type { ClauseTexts } from "@vigie/shared/contract-version.ts";

/** English wording that several templates share; it says what the French one says. */

const PARTIES_EN = `Between {{provider_name}} ("the Provider") and {{customer_name}}, whose registered office is at {{customer_address}} ("the Customer").`;

const TACIT_TERM_EN = `${PARTIES_EN}

This contract takes effect on {{start_date}} for an initial term of {{initial_months}} months. At its end it is renewed tacitly for further terms of {{renewal_months}} months each, unless either party gives notice.

Notice is given by registered letter, or by any other means that proves its date, at least {{notice_months}} months before the end of the current term. The Provider reminds the Customer of that date in good time. Any change of the contract is made by a signed amendment that states the day on which it takes effect.`;

export const OPEN_TERM_EN = `${PARTIES_EN}

This contract takes effect on {{start_date}} and runs for an indefinite time. It commits neither party to any volume of work.

Either party may end it at any time, in writing, with {{notice_days}} days' notice. Work that was ordered before the notice runs out is carried out and invoiced under this contract.`;

export const PERIMETER_EN = `The contract covers the Customer’s equipment that meets the rules of coverage annexed to this clause: on the day of signature, {{workstations}} workstations and {{servers}} servers. The Customer may obtain the list of covered equipment at any time.

Equipment that the rules do not include, or that they exclude, is not covered: a request about it is marked as outside the contract and leads to work that is charged per intervention, once the Customer has agreed. The rules are changed by an amendment only.`;

const TYPES_EN = `The contract includes those of the following services that it lists:

- preventive maintenance: planned checks, updates and cleaning;
- corrective maintenance: diagnosis and repair after an incident;
- evolutive maintenance: adaptations and improvements of the system;
- user support: answers to questions and guidance;
- monitoring: remote surveillance of the equipment and handling of its alerts.

A request of a type that is not included is handled per intervention, on an accepted quotation.`;

const PRIORITIES_EN = `Each request is given a priority from 1 (highest) to 4, from its impact on the business and its urgency, by the matrix of this contract. Alerts raised by monitoring are ranked by the same matrix according to their severity.

The Customer may ask for another priority; should the parties disagree, the higher priority applies until they have settled it. A change of priority does not reset the time already used.`;

export const LEVELS_EN = `The guaranteed times for each priority are set out in the table of service levels. They are counted in working time, within the service hours named for each of them, from the receipt of the request or the detection of the alert. A request received outside those hours is deemed received when they next begin.

Acknowledgement is the moment at which a qualified technician takes the request in hand. Restoration is the moment at which the service works again, be it by a workaround. Time spent waiting for the Customer or for a third party suspends those times for which the table says so, and no others.

A time is exceeded when the working time used is longer than the time guaranteed.`;

const CHANNELS_EN = `The Customer makes requests through the channels that the contract lists, within the hours given for each. Every request receives a number and can be followed at any time. A call that needs no further action may be logged only.

A request made through another channel is not accepted: the Provider tells its author so and names the channels that are open.`;

const SIMULTANEOUS_EN = `The Provider works on up to {{simultaneous_limit}} of the Customer’s requests at the same time. Further requests wait their turn in the order of their arrival; the Customer can see their place. The times of a waiting request run from the moment at which work on it can begin.`;

export const FLAT_PRICING_EN = `The Provider is paid a flat monthly fee of {{monthly_fee}} excluding VAT, invoiced in advance on the first day of each month and payable within thirty days. VAT is added at the rate in force.

Time spent beyond what the fee includes, outside the perimeter or outside service hours is charged at {{hourly_rate}} excluding VAT per hour, with the surcharges of this contract, once the Customer has agreed. Late payment bears interest at three times the legal rate and a fixed charge of forty euros for the cost of recovery, without a reminder being needed.`;

const PENALTIES_EN = `Where a guaranteed time is exceeded, the Provider owes the Customer {{penalty_rate}} of the monthly fee for each started working hour of overrun. The penalties of one month together do not exceed {{penalty_cap}} of that fee. They are deducted from the next invoice.

Nothing is owed where the overrun was caused by the Customer, by a third party for whom the Provider does not answer, by force majeure or by another cause that the contract excludes. Penalties settle the delays for which they are paid.`;

const EXIT_EN = `When the contract ends, for whatever reason, the Provider returns to the Customer its access rights, its data and the documentation of its system in a common format, and helps for {{exit_days}} days with the handover to the Customer or to a third party. The steps, who answers for them and by when are set out in the exit list; each is closed with a proof where the list asks for one. The Provider then deletes the data it holds and certifies so in writing.

Each party keeps confidential what it learns from the other, during the contract and for five years after it. Where the Provider has access to personal data it acts on the Customer’s instructions only, in accordance with Regulation (EU) 2016/679, protects the data, reports any breach without delay and engages no sub-processor without the Customer’s consent.

The Provider is liable for direct and proven damage only, up to twelve months of fees, except for gross negligence or wilful misconduct. French law applies.`;

/** What every template that is paid by the month says alike. */
export const COMMON_EN: ClauseTexts = {
  term: TACIT_TERM_EN,
  perimeter: PERIMETER_EN,
  types: TYPES_EN,
  priorities: PRIORITIES_EN,
  levels: LEVELS_EN,
  channels: CHANNELS_EN,
  simultaneous: SIMULTANEOUS_EN,
  pricing: FLAT_PRICING_EN,
  penalties: PENALTIES_EN,
  exit: EXIT_EN,
};
