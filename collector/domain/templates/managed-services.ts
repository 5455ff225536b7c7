import type { ContractTemplate } from "../contract-template.ts";
import { exitDays, MONTHLY_BLANKS } from "./blanks.ts";
import {
  BUSINESS_HOURS,
  CHANNELS_IN_HOURS,
  exitIn,
  FLAT_PRICING,
  hourLevels,
  OUT_OF_HOURS,
  PENALTIES,
  YEARLY,
} from "./parts.ts";
import { COMMON_EN, FLAT_PRICING_EN } from "./wording-en.ts";
import { COMMON_FR, FLAT_PRICING_FR } from "./wording-fr.ts";

/** A whole information system in the provider’s hands, with meetings and time for improvements. */
export const MANAGED_SERVICES_TEMPLATE: ContractTemplate = {
  key: "managed_services",
  kind: "managed",
  name: { fr: "Infogérance", en: "Managed services" },
  summary: {
    fr: "Tout le système d’information : exploitation, évolutions, présence et comité de pilotage.",
    en: "The whole information system: operation, evolution, presence and steering meetings.",
  },
  optional: ["simultaneous", "penalties", "managed"],
  calendars: { business_hours: BUSINESS_HOURS, out_of_hours: OUT_OF_HOURS },
  clausesIn: (language) => ({
    term: { ...YEARLY, initialMonths: 36 },
    perimeter: { include: [{ by: "everything" }], exclude: [] },
    types: ["preventive", "corrective", "evolutive", "user_support", "monitoring"],
    levels: hourLevels("business_hours", [
      { priority: 1, acknowledge: 0.5, restore: 4 },
      { priority: 2, acknowledge: 1, restore: 8 },
      { priority: 3, acknowledge: 4, restore: 18 },
      { priority: 4, acknowledge: 9, restore: 45 },
    ]),
    channels: [
      ...CHANNELS_IN_HOURS,
      { channel: "chat", ticket: "optional", calendarId: "business_hours" },
    ],
    simultaneous: { limit: 10, per: "customer" },
    pricing: {
      ...FLAT_PRICING,
      included: { minutes: 600, everyMonths: 1, carryOver: true, carryOverMaxMinutes: 600 },
      multipliers: [{ calendarId: "out_of_hours", basisPoints: 15_000 }],
    },
    penalties: PENALTIES,
    exit: exitIn(language, 10),
    managed: { presence: [], steeringEveryMonths: 3 },
  }),
  texts: {
    fr: {
      ...COMMON_FR,
      pricing: `${FLAT_PRICING_FR}

Le forfait comprend par mois {{included_minutes}} minutes de maintenance évolutive. Le temps qui n’a pas été utilisé est reporté sur le mois suivant, une seule fois.`,
      managed: `Le Prestataire exploite le système d’information du Client : administration des équipements et des comptes, sauvegardes et essais de restauration, mises à jour, supervision, relations avec les éditeurs et les opérateurs.

Il est présent sur les sites du Client les jours prévus au contrat. Un comité de pilotage réunit les parties tous les {{steering_months}} mois : il examine les niveaux de service tenus, les incidents, les dépenses et les évolutions à décider. Le Prestataire en rédige le compte rendu sous huit jours.`,
    },
    en: {
      ...COMMON_EN,
      pricing: `${FLAT_PRICING_EN}

The fee includes {{included_minutes}} minutes of evolutive maintenance each month. Time that was not used is carried over to the following month, once.`,
      managed: `The Provider operates the Customer’s information system: administration of equipment and accounts, backups and restore tests, updates, monitoring, and dealings with software makers and network operators.

It is present at the Customer’s sites on the days set out in the contract. A steering committee brings the parties together every {{steering_months}} months: it looks at the service levels kept, the incidents, the costs and the changes to decide on. The Provider writes the minutes within eight days.`,
    },
  },
  variables: [
    ...MONTHLY_BLANKS.map((blank) => {
      if (blank.name === "initial_months") return { ...blank, value: 36 };
      return blank.name === "simultaneous_limit" ? { ...blank, value: 10 } : blank;
    }),
    exitDays(10),
    {
      name: "included_minutes",
      label: { fr: "Minutes comprises par mois", en: "Minutes included each month" },
      kind: "integer",
      path: "/pricing/included/minutes",
      value: 600,
    },
    {
      name: "steering_months",
      label: { fr: "Mois entre deux comités", en: "Months between steering meetings" },
      kind: "integer",
      path: "/managed/steeringEveryMonths",
      value: 3,
    },
  ],
};
