import type { ContractTemplate } from "../contract-template.ts";
import { exitDays, MONTHLY_BLANKS } from "./blanks.ts";
import {
  AROUND_THE_CLOCK,
  BUSINESS_HOURS,
  exitIn,
  FLAT_PRICING,
  hourLevels,
  OUT_OF_HOURS,
  PENALTIES,
  YEARLY,
} from "./parts.ts";
import { COMMON_EN, LEVELS_EN, PERIMETER_EN } from "./wording-en.ts";
import { COMMON_FR, LEVELS_FR, PERIMETER_FR } from "./wording-fr.ts";

/** Servers that a business cannot do without: on call at night too for what is urgent. */
export const CRITICAL_SERVERS_TEMPLATE: ContractTemplate = {
  key: "critical_servers",
  kind: "maintenance",
  name: { fr: "Serveurs critiques 24/7", en: "Critical servers 24/7" },
  summary: {
    fr: "Les serveurs seuls, avec astreinte jour et nuit pour les priorités 1 et 2.",
    en: "Servers only, on call day and night for priorities 1 and 2.",
  },
  optional: ["simultaneous", "penalties"],
  calendars: {
    business_hours: BUSINESS_HOURS,
    around_the_clock: AROUND_THE_CLOCK,
    out_of_hours: OUT_OF_HOURS,
  },
  clausesIn: (language) => ({
    term: YEARLY,
    perimeter: {
      include: [
        { by: "class", class: "server" },
        { by: "class", class: "virtual" },
      ],
      exclude: [],
    },
    types: ["preventive", "corrective", "monitoring"],
    levels: [
      ...hourLevels("around_the_clock", [
        { priority: 1, acknowledge: 0.5, restore: 4 },
        { priority: 2, acknowledge: 1, restore: 8 },
      ]),
      ...hourLevels("business_hours", [
        { priority: 3, acknowledge: 4, restore: 18 },
        { priority: 4, acknowledge: 9, restore: 45 },
      ]),
    ],
    channels: [
      { channel: "phone", ticket: "always" },
      { channel: "portal", ticket: "always" },
      { channel: "monitoring", ticket: "always" },
      { channel: "mail", ticket: "always", calendarId: "business_hours" },
    ],
    simultaneous: { limit: 5, per: "contract" },
    pricing: {
      ...FLAT_PRICING,
      multipliers: [{ calendarId: "out_of_hours", basisPoints: 15_000 }],
    },
    penalties: { ...PENALTIES, rateBasisPoints: 300, capBasisPoints: 3_000 },
    exit: exitIn(language, 3),
    managed: null,
  }),
  texts: {
    fr: {
      ...COMMON_FR,
      perimeter: `${PERIMETER_FR}

Les postes de travail ne sont pas couverts par le présent contrat, sauf s’ils y sont nommés.`,
      levels: `${LEVELS_FR}

Pour les priorités 1 et 2, le Prestataire tient une astreinte joignable par téléphone à toute heure, tous les jours de l’année. Une demande urgente faite de nuit, un week-end ou un jour férié doit l’être par téléphone ou provenir de la supervision.`,
    },
    en: {
      ...COMMON_EN,
      perimeter: `${PERIMETER_EN}

Workstations are not covered by this contract unless they are named in it.`,
      levels: `${LEVELS_EN}

For priorities 1 and 2 the Provider keeps staff on call by telephone at any hour, on every day of the year. An urgent request at night, on a weekend or on a public holiday must be made by telephone or come from monitoring.`,
    },
  },
  variables: [
    ...MONTHLY_BLANKS.map((blank) => {
      if (blank.name === "penalty_rate") return { ...blank, value: 300 };
      return blank.name === "penalty_cap" ? { ...blank, value: 3_000 } : blank;
    }),
    exitDays(3),
  ],
};
