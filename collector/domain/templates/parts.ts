import type { CalendarDocument, HolidaySet } from "@vigie/shared/calendar.ts";
import { WEEKDAYS } from "@vigie/shared/calendar.ts";
import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { ExitStep, Penalties, Pricing } from "@vigie/shared/contract-terms.ts";
import type { ContractVariable } from "@vigie/shared/contract-version.ts";
import type { Language } from "@vigie/shared/problems.ts";
import type { Term } from "@vigie/shared/term.ts";

/** What templates are put together from, beside their wording. */

export type InBoth = Readonly<Record<Language, string>>;

/** Where a contract is worked: the zone of its calendars and dates, and the holidays there. */
export type Place = { readonly timeZone: string; readonly holidaySet: HolidaySet | undefined };

export type TemplateCalendar = {
  readonly name: InBoth;
  readonly documentAt: (place: Place) => CalendarDocument;
};
export type TemplateVariable = Omit<ContractVariable, "label"> & { readonly label: InBoth };

// --- calendars ---

export const BUSINESS_HOURS: TemplateCalendar = {
  name: { fr: "Lundi-vendredi 9 h-18 h", en: "Monday-Friday 9-18" },
  documentAt: ({ timeZone, holidaySet }) => ({
    timeZone,
    weekly: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [["09:00", "18:00"]]])),
    ...(holidaySet !== undefined && { holidaySet }),
  }),
};

export const AROUND_THE_CLOCK: TemplateCalendar = {
  name: { fr: "24 h/24, 7 j/7", en: "24/7" },
  documentAt: ({ timeZone }) => ({
    timeZone,
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])),
  }),
};

/** Nights, weekends and holidays: whatever `business_hours` is not. */
export const OUT_OF_HOURS: TemplateCalendar = {
  name: { fr: "Hors heures ouvrées", en: "Out of hours" },
  documentAt: () => ({ complementOf: "business_hours" }),
};

// --- clauses ---

/** A year that renews itself. The first day is the contract’s, from its variable. */
export const YEARLY: Omit<Term, "timeZone" | "startsOn"> = {
  initialMonths: 12,
  renewal: "tacit",
  renewalMonths: 12,
  notice: { months: 3 },
};

type Promised = {
  readonly priority: number;
  readonly acknowledge: number;
  readonly restore: number;
};

const HOUR_SECONDS = 3_600;

/** Levels of an acknowledgement and a restoration each, in hours of one calendar. */
export function hourLevels(
  calendarId: string,
  promises: readonly Promised[],
): ContractClauses["levels"] {
  return promises.map(({ priority, acknowledge, restore }) => ({
    priority,
    targets: [
      {
        kind: "acknowledgement",
        budgetSeconds: acknowledge * HOUR_SECONDS,
        calendarId,
        pausable: false,
      },
      {
        kind: "restoration",
        budgetSeconds: restore * HOUR_SECONDS,
        calendarId,
        pausable: true,
        escalations: [{ percent: 50 }, { percent: 80 }, { offsetSeconds: 0 }],
      },
    ],
  }));
}

export const CHANNELS_IN_HOURS: ContractClauses["channels"] = [
  { channel: "phone", ticket: "optional", calendarId: "business_hours" },
  { channel: "mail", ticket: "always" },
  { channel: "portal", ticket: "always" },
  { channel: "monitoring", ticket: "always" },
];

/** The fees are blanks of the contract: nothing is charged before they are filled in. */
export const FLAT_PRICING: Pricing = {
  currency: "EUR",
  vatBasisPoints: 2_000,
  roundingMinutes: 15,
  flat: { amountCents: 0, per: "contract", everyMonths: 1 },
  perIntervention: { callOutCents: 0, hourlyCents: 0, minimumMinutes: 60 },
};

export const PENALTIES: Penalties = {
  rateBasisPoints: 200,
  base: "flat_fee",
  capBasisPoints: 2_000,
  targets: ["acknowledgement", "restoration"],
  priorities: [1, 2],
  exclusions: [
    "third_party",
    "customer_unavailable",
    "access_refused",
    "outside_perimeter",
    "force_majeure",
  ],
};

type Step = Omit<ExitStep, "title"> & { readonly title: InBoth };

const EXIT_STEPS: readonly Step[] = [
  {
    kind: "documentation",
    title: {
      fr: "Remettre la documentation à jour et l’inventaire",
      en: "Hand over the up-to-date documentation and the inventory",
    },
    owner: "provider",
    dueDays: -30,
    proofRequired: true,
  },
  {
    kind: "access",
    title: {
      fr: "Restituer les comptes et mots de passe d’administration",
      en: "Return administration accounts and passwords",
    },
    owner: "provider",
    dueDays: 0,
    proofRequired: true,
  },
  {
    kind: "data",
    title: {
      fr: "Restituer les données et les sauvegardes",
      en: "Return data and backups",
    },
    owner: "provider",
    dueDays: 0,
    proofRequired: true,
  },
  {
    kind: "access",
    title: {
      fr: "Fermer les accès du prestataire",
      en: "Close the provider’s access",
    },
    owner: "customer",
    dueDays: 1,
    proofRequired: false,
  },
  {
    kind: "deletion",
    title: {
      fr: "Supprimer les données détenues et en attester",
      en: "Delete the data held and certify it",
    },
    owner: "provider",
    dueDays: 30,
    proofRequired: true,
  },
];

/** Returning everything, with so many days of help. */
export function exitIn(language: Language, assistanceDays: number): ContractClauses["exit"] {
  return {
    assistanceDays,
    steps: EXIT_STEPS.map((step) => ({ ...step, title: step.title[language] })),
  };
}
