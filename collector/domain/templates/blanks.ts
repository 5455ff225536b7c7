import type { TemplateVariable } from "./parts.ts";

/** The blanks that templates share. Those with a value are proposals, which anybody may change. */

export const PARTY_BLANKS: readonly TemplateVariable[] = [
  {
    name: "provider_name",
    label: { fr: "Nom du prestataire", en: "Provider’s name" },
    kind: "text",
    value: null,
  },
  // Filled in with the name by which the customer is kept.
  {
    name: "customer_name",
    label: { fr: "Nom du client", en: "Customer’s name" },
    kind: "text",
    value: null,
  },
  {
    name: "customer_address",
    label: { fr: "Adresse du client", en: "Customer’s address" },
    kind: "text",
    value: null,
  },
  {
    name: "start_date",
    label: { fr: "Premier jour du contrat", en: "First day of the contract" },
    kind: "date",
    path: "/term/startsOn",
    value: null,
  },
];

const TERM_BLANKS: readonly TemplateVariable[] = [
  {
    name: "initial_months",
    label: { fr: "Durée initiale, en mois", en: "Initial term in months" },
    kind: "integer",
    path: "/term/initialMonths",
    value: 12,
  },
  {
    name: "renewal_months",
    label: { fr: "Durée d’une reconduction, en mois", en: "Renewal term in months" },
    kind: "integer",
    path: "/term/renewalMonths",
    value: 12,
  },
  {
    name: "notice_months",
    label: { fr: "Préavis, en mois", en: "Notice in months" },
    kind: "integer",
    path: "/term/notice/months",
    value: 3,
  },
];

export const COUNT_BLANKS: readonly TemplateVariable[] = [
  {
    name: "workstations",
    label: { fr: "Nombre de postes de travail", en: "Number of workstations" },
    kind: "integer",
    value: null,
  },
  {
    name: "servers",
    label: { fr: "Nombre de serveurs", en: "Number of servers" },
    kind: "integer",
    value: null,
  },
];

const MONTHLY_FEE: TemplateVariable = {
  name: "monthly_fee",
  label: { fr: "Forfait mensuel hors taxes", en: "Monthly fee excluding VAT" },
  kind: "cents",
  path: "/pricing/flat/amountCents",
  value: null,
};

export const HOURLY_RATE: TemplateVariable = {
  name: "hourly_rate",
  label: { fr: "Taux horaire hors taxes", en: "Hourly rate excluding VAT" },
  kind: "cents",
  path: "/pricing/perIntervention/hourlyCents",
  value: null,
};

const SIMULTANEOUS_BLANK: TemplateVariable = {
  name: "simultaneous_limit",
  label: { fr: "Demandes traitées en même temps", en: "Requests handled at the same time" },
  kind: "integer",
  path: "/simultaneous/limit",
  value: 5,
};

const PENALTY_BLANKS: readonly TemplateVariable[] = [
  {
    name: "penalty_rate",
    label: { fr: "Pénalité par heure commencée", en: "Penalty per started hour" },
    kind: "basis_points",
    path: "/penalties/rateBasisPoints",
    value: 200,
  },
  {
    name: "penalty_cap",
    label: { fr: "Plafond mensuel des pénalités", en: "Monthly cap of penalties" },
    kind: "basis_points",
    path: "/penalties/capBasisPoints",
    value: 2_000,
  },
];

/** Days of help with the handover that the fee holds. */
export function exitDays(value: number): TemplateVariable {
  return {
    name: "exit_days",
    label: { fr: "Jours d’assistance à la sortie", en: "Days of help at the end" },
    kind: "integer",
    path: "/exit/assistanceDays",
    value,
  };
}

/** What the templates that are paid by the month leave blank. */
export const MONTHLY_BLANKS: readonly TemplateVariable[] = [
  ...PARTY_BLANKS,
  ...TERM_BLANKS,
  ...COUNT_BLANKS,
  SIMULTANEOUS_BLANK,
  MONTHLY_FEE,
  HOURLY_RATE,
  ...PENALTY_BLANKS,
];
