import type { ContractTemplate } from "../contract-template.ts";
import { exitDays, MONTHLY_BLANKS } from "./blanks.ts";
import {
  BUSINESS_HOURS,
  CHANNELS_IN_HOURS,
  exitIn,
  FLAT_PRICING,
  hourLevels,
  PENALTIES,
  YEARLY,
} from "./parts.ts";
import { COMMON_EN } from "./wording-en.ts";
import { COMMON_FR } from "./wording-fr.ts";

/** Workstations and servers of an office, looked after while it works. A day is 9 hours. */
export const BUSINESS_HOURS_TEMPLATE: ContractTemplate = {
  key: "business_hours",
  kind: "maintenance",
  name: {
    fr: "Postes et serveurs, heures ouvrées",
    en: "Workstations and servers, business hours",
  },
  summary: {
    fr: "Tout le parc d’un site, du lundi au vendredi de 9 h à 18 h, au forfait mensuel.",
    en: "All machines of a site, Monday to Friday from 9 to 18, for a monthly fee.",
  },
  optional: ["simultaneous", "penalties"],
  calendars: { business_hours: BUSINESS_HOURS },
  clausesIn: (language) => ({
    term: YEARLY,
    perimeter: { include: [{ by: "everything" }], exclude: [] },
    types: ["preventive", "corrective", "user_support", "monitoring"],
    levels: hourLevels("business_hours", [
      { priority: 1, acknowledge: 1, restore: 4 },
      { priority: 2, acknowledge: 2, restore: 9 },
      { priority: 3, acknowledge: 4, restore: 18 },
      { priority: 4, acknowledge: 9, restore: 45 },
    ]),
    channels: CHANNELS_IN_HOURS,
    simultaneous: { limit: 5, per: "customer" },
    pricing: FLAT_PRICING,
    penalties: PENALTIES,
    exit: exitIn(language, 2),
    managed: null,
  }),
  texts: { fr: COMMON_FR, en: COMMON_EN },
  variables: [...MONTHLY_BLANKS, exitDays(2)],
};
