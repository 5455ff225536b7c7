import type { ContractTemplate } from "../contract-template.ts";
import { COUNT_BLANKS, exitDays, HOURLY_RATE, PARTY_BLANKS } from "./blanks.ts";
import { BUSINESS_HOURS, CHANNELS_IN_HOURS, exitIn, OUT_OF_HOURS } from "./parts.ts";
import { COMMON_EN, OPEN_TERM_EN } from "./wording-en.ts";
import { COMMON_FR, OPEN_TERM_FR } from "./wording-fr.ts";

/** No fee: each intervention is ordered and paid by itself, and answered within working days. */
export const PER_INTERVENTION_TEMPLATE: ContractTemplate = {
  key: "per_intervention",
  kind: "maintenance",
  name: { fr: "À l'acte", en: "Per intervention" },
  summary: {
    fr: "Sans forfait ni engagement : chaque intervention est commandée et payée à part.",
    en: "No fee and no commitment: each intervention is ordered and paid by itself.",
  },
  optional: [],
  calendars: { business_hours: BUSINESS_HOURS, out_of_hours: OUT_OF_HOURS },
  clausesIn: (language) => ({
    term: { renewal: "open_ended", notice: { days: 30 } },
    perimeter: { include: [{ by: "everything" }], exclude: [] },
    types: ["corrective", "evolutive", "user_support"],
    levels: [1, 2, 3, 4].map((priority) => ({
      priority,
      targets: [
        {
          kind: "acknowledgement",
          workingDays: priority <= 2 ? 1 : 2,
          endOfDay: true,
          calendarId: "business_hours",
          pausable: false,
        },
      ],
    })),
    channels: CHANNELS_IN_HOURS.filter(({ channel }) => channel !== "monitoring"),
    simultaneous: null,
    pricing: {
      currency: "EUR",
      vatBasisPoints: 2_000,
      roundingMinutes: 30,
      perIntervention: { callOutCents: 0, hourlyCents: 0, minimumMinutes: 60 },
      multipliers: [{ calendarId: "out_of_hours", basisPoints: 15_000 }],
      travel: { visitCents: 0, kilometreCents: 0, visitsIncluded: 0 },
    },
    penalties: null,
    exit: exitIn(language, 0),
    managed: null,
  }),
  texts: {
    fr: {
      ...COMMON_FR,
      term: OPEN_TERM_FR,
      levels: `Le Prestataire prend en charge chaque demande au plus tard à la fin du jour ouvré que le tableau des niveaux de service indique pour sa priorité, compté à partir de sa réception. Une demande reçue hors des heures ouvrées est réputée reçue à leur reprise.

La date et la durée de l’intervention sont convenues avec le Client à la prise en charge. Aucun délai de rétablissement n’est garanti.`,
      pricing: `Chaque intervention est facturée {{call_out_fee}} hors taxes de prise en charge, puis {{hourly_rate}} hors taxes l’heure, avec un minimum de {{minimum_minutes}} minutes ; le temps passé s’arrondit à la demi-heure supérieure. Un déplacement est facturé {{visit_fee}} hors taxes. La nuit, le week-end et les jours fériés, le taux horaire est majoré comme le contrat l’indique.

Le Prestataire annonce le prix prévisible avant de commencer et n’intervient qu’après l’accord du Client. La taxe sur la valeur ajoutée s’ajoute au taux en vigueur. Les factures sont payables à trente jours ; tout retard entraîne de plein droit des pénalités au taux de trois fois l’intérêt légal et une indemnité forfaitaire de quarante euros pour frais de recouvrement.`,
    },
    en: {
      ...COMMON_EN,
      term: OPEN_TERM_EN,
      levels: `The Provider acknowledges each request by the end of the working day that the table of service levels gives for its priority, counted from its receipt. A request received outside working hours is deemed received when they next begin.

The date and length of the work are agreed with the Customer upon acknowledgement. No time of restoration is guaranteed.`,
      pricing: `Each intervention is charged at a call-out fee of {{call_out_fee}} excluding VAT, then {{hourly_rate}} excluding VAT per hour, with a minimum of {{minimum_minutes}} minutes; the time spent is rounded up to the half hour. A visit is charged at {{visit_fee}} excluding VAT. At night, on weekends and on public holidays the hourly rate is raised as the contract says.

The Provider states the likely price beforehand and begins once the Customer has agreed. VAT is added at the rate in force. Invoices are payable within thirty days; late payment bears interest at three times the legal rate and a fixed charge of forty euros for the cost of recovery, without a reminder being needed.`,
    },
  },
  variables: [
    ...PARTY_BLANKS,
    ...COUNT_BLANKS,
    HOURLY_RATE,
    {
      name: "notice_days",
      label: { fr: "Préavis, en jours", en: "Notice in days" },
      kind: "integer",
      path: "/term/notice/days",
      value: 30,
    },
    {
      name: "call_out_fee",
      label: { fr: "Prise en charge hors taxes", en: "Call-out fee excluding VAT" },
      kind: "cents",
      path: "/pricing/perIntervention/callOutCents",
      value: null,
    },
    {
      name: "minimum_minutes",
      label: { fr: "Minimum facturé, en minutes", en: "Minimum charged in minutes" },
      kind: "integer",
      path: "/pricing/perIntervention/minimumMinutes",
      value: 60,
    },
    {
      name: "visit_fee",
      label: { fr: "Déplacement hors taxes", en: "Visit excluding VAT" },
      kind: "cents",
      path: "/pricing/travel/visitCents",
      value: null,
    },
    exitDays(0),
  ],
};
