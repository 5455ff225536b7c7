import type { KeptCalendar } from "@vigie/shared/calendar.ts";
import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { ContractDocument, VersionDocument } from "@vigie/shared/contract-version.ts";
import type { TermStanding } from "@vigie/shared/term.ts";
import type { ContractReading } from "../../../dashboard/contracts/reading.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";

/** A contract to test pages with: office hours, and all that is outside them for the restoration of P1. */

export const OFFICE = "cal_office";
export const NIGHTS = "cal_nights";

export const calendars: readonly KeptCalendar[] = [
  {
    id: OFFICE,
    name: "Bureau",
    version: { id: "clv_1", number: 1 },
    document: {
      timeZone: "Europe/Paris",
      weekly: { mon: [["09:00", "18:00"]], tue: [["09:00", "18:00"]] },
    },
  },
  {
    id: NIGHTS,
    name: "Nuits",
    version: { id: "clv_2", number: 1 },
    document: { complementOf: OFFICE },
  },
];

const clauses: ContractClauses = {
  term: {
    timeZone: "Europe/Paris",
    startsOn: "2026-01-31",
    initialMonths: 12,
    renewal: "tacit",
    notice: { months: 3 },
  },
  perimeter: { include: [{ by: "everything" }], exclude: [] },
  types: ["corrective"],
  priorities: {
    matrix: {
      high: { high: 1, medium: 2, low: 3 },
      medium: { high: 2, medium: 3, low: 4 },
      low: { high: 3, medium: 4, low: 4 },
    },
    severities: {
      critical: { impact: "high", urgency: "high" },
      warning: { impact: "medium", urgency: "medium" },
    },
  },
  levels: [
    {
      priority: 1,
      targets: [
        {
          kind: "acknowledgement",
          budgetSeconds: 3_600,
          calendarId: OFFICE,
          pausable: false,
          escalations: [{ percent: 75 }, { offsetSeconds: 1_800 }],
        },
        {
          kind: "restoration",
          workingDays: 1,
          endOfDay: true,
          calendarId: NIGHTS,
          pausable: true,
          escalations: [{ percent: 75 }],
        },
      ],
    },
    { priority: 3, targets: [] },
  ],
  channels: [{ channel: "phone", ticket: "optional", calendarId: OFFICE }],
  simultaneous: null,
  pricing: {
    currency: "EUR",
    vatBasisPoints: 2_000,
    roundingMinutes: 15,
    flat: { amountCents: 125_000, per: "contract", everyMonths: 1 },
  },
  penalties: null,
  exit: { assistanceDays: 2, steps: [] },
  managed: null,
};

const summary = {
  id: "cov_1",
  number: 1,
  state: "draft",
  effectiveOn: null,
  signedOn: null,
  createdAt: "2026-01-05T09:00:00Z",
} as const;

export const version: VersionDocument = {
  ...summary,
  contractId: "con_1",
  clauses,
  texts: {},
  variables: [],
  reviewed: [],
  wording: {},
  missing: { variables: [], clauses: [], effectiveOn: true, problem: null },
};

const standing: TermStanding = {
  on: "2026-11-23",
  state: "in_force",
  current: null,
  endsOn: null,
  reminders: [],
  terms: [],
};

export const contract: ContractDocument = {
  id: "con_1",
  number: "EX-1",
  name: "Postes et serveurs",
  kind: "maintenance",
  language: "fr",
  customer: { id: "cus_1", name: "Atelier Marin" },
  sample: false,
  version: summary,
  standing,
  covered: { machines: 1, equipment: 0 },
  versions: [summary],
  clauses,
  texts: {},
  calendars: [...calendars],
  machines: [],
  equipment: [],
};

export const reading: ContractReading = {
  contract,
  version,
  calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
  editing: undefined,
};

export const reader = { words: fr, formats: createFormats("fr") };

/** A text without the spaces that do not break, to be read in a test. */
export const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");
